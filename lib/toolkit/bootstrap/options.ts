import { bucketNameProblem } from '../../constructs/platform/bucket-name.ts';
import { partitionOf } from '../../constructs/platform/iam/partition.ts';
import { KeelsonError } from '../../core/errors.ts';

/** What `keelson bootstrap` is told. */
export interface BootstrapOptions {
  /** Name of the platform, as in `new Platform('acme')`. */
  readonly platform: string;
  /** Name of the environment. */
  readonly environment: string;
  /** AWS account id, twelve digits. */
  readonly account: string;
  /** AWS region of the bucket and the key. */
  readonly region: string;
  /** Where CI runs. */
  readonly ci: CiOptions;
  /** Name of the bucket. @default - `<platform>-<environment>-<account>-state` */
  readonly bucket?: string;
  /** Terraform units with a pair of roles of their own, which reach that unit's state only. @default - one pair for all units */
  readonly units?: readonly string[];
  /** ARNs of the policies of the apply roles. @default - AWS's AdministratorAccess */
  readonly applyPolicies?: readonly string[];
  /** The account has the identity provider of CI already. @default false */
  readonly existingIssuer?: boolean;
  /** Folder to write. @default - `bootstrap/<environment>` */
  readonly directory?: string;
}

/** A repository of GitHub or GitLab. */
export interface CiOptions {
  readonly host: 'github' | 'gitlab';
  /** `owner/name`, or `group/subgroup/project`. */
  readonly repository: string;
  /** The branch that is applied. @default 'main' */
  readonly branch?: string;
  /** Environment of GitHub that the apply role is bound to; false binds it to the branch. @default - the environment's name */
  readonly githubEnvironment?: string | false;
  /** Address of a GitLab of your own. @default 'https://gitlab.com' */
  readonly gitlabUrl?: string;
}

/** Longest name of a role. Source: AWS IAM, CreateRole. */
const ROLE_NAME_LENGTH = 64;
const LONGEST_SUFFIX = '-apply';

/** Options with their defaults. Throws KS0011 for a wrong one. */
export function checkOptions(options: BootstrapOptions): Required<Omit<BootstrapOptions, 'directory'>> {
  const { platform, environment, account, region, ci } = options;
  expect(
    /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(platform),
    `the platform ${JSON.stringify(platform)} is no name of one`,
    'give it as in new Platform(…)',
  );
  expect(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(environment),
    `the environment ${JSON.stringify(environment)} is no name of one`,
    'give lower case letters, digits and -',
  );
  expect(/^\d{12}$/.test(account), `the account ${JSON.stringify(account)} is not twelve digits`, 'give --account 123456789012');
  expect(/^[a-z]{2}(-[a-z]+)+-\d$/.test(region), `${JSON.stringify(region)} is no AWS region`, 'give --region eu-central-1');
  const isGithub = ci.host === 'github';
  const form = isGithub ? /^[\w-]+\/[\w.-]+$/ : /^[\w.-]+(\/[\w.-]+)+$/;
  expect(
    form.test(ci.repository),
    `${JSON.stringify(ci.repository)} is no repository`,
    isGithub ? 'give --github owner/name' : 'give --gitlab group/project',
  );
  const branch = ci.branch ?? 'main';
  expect(/^[\w./-]+$/.test(branch), `${JSON.stringify(branch)} is no branch`, 'give --branch main');
  const githubEnvironment = isGithub ? (ci.githubEnvironment ?? environment) : false;
  // GitHub encodes a colon in a subject, and a wildcard would open the role to more than one environment.
  expect(
    githubEnvironment === false || /^[^:*?"$%\\/\s]+$/.test(githubEnvironment),
    `${JSON.stringify(githubEnvironment)} is no environment of GitHub`,
    'give letters, digits, - and _',
  );
  const gitlabUrl = (ci.gitlabUrl ?? 'https://gitlab.com').replace(/\/$/, '');
  expect(
    /^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w./-]+)?$/.test(gitlabUrl),
    `${JSON.stringify(gitlabUrl)} is no https address`,
    'give --gitlab-url https://gitlab.example.com',
  );
  const bucket = options.bucket ?? `${platform}-${environment}-${account}-state`;
  const problem = bucketNameProblem(bucket);
  expect(problem === undefined, `the name ${JSON.stringify(bucket)} of the bucket ${problem}`, 'give --bucket another-name');
  const units = [...new Set(options.units ?? [])];
  for (const unit of units) {
    expect(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(unit) && unit !== 'default',
      `${JSON.stringify(unit)} is no name of a unit`,
      'give names of Terraform units, such as network',
    );
  }
  for (const name of [platform, ...units].map((_, index) => roleName(platform, environment, units[index - 1])))
    expect(
      name.length + LONGEST_SUFFIX.length <= ROLE_NAME_LENGTH,
      `the role ${name}${LONGEST_SUFFIX} has more than ${ROLE_NAME_LENGTH} characters`,
      'leave the unit to the default pair',
    );
  const applyPolicies = options.applyPolicies ?? [`arn:${partitionOf(region)}:iam::aws:policy/AdministratorAccess`];
  for (const arn of applyPolicies)
    expect(
      /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/.test(arn),
      `${JSON.stringify(arn)} is no ARN of an IAM policy`,
      'give --apply-policies arn:aws:iam::aws:policy/PowerUserAccess',
    );
  return {
    platform,
    environment,
    account,
    region,
    bucket,
    units,
    applyPolicies,
    existingIssuer: options.existingIssuer ?? false,
    ci: { host: ci.host, repository: ci.repository, branch, githubEnvironment, gitlabUrl },
  };
}

/** Name of a pair of roles, without its end. */
export function roleName(platform: string, environment: string, unit: string | undefined): string {
  return unit === undefined ? `${platform}-${environment}` : `${platform}-${environment}-${unit}`;
}

function expect(holds: boolean, message: string, fix: string): void {
  if (!holds) throw new KeelsonError('KS0011', { message, fix });
}
