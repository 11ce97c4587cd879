import { readFileSync } from 'node:fs';
import { validRange } from 'semver';
import { z } from 'zod';
import { parseYaml } from '../../assembly/safe-yaml.ts';
import { KeelsonError } from '../../core/errors.ts';
import { type ApprovalRules, approvalRules, approvalsSchema } from './approval-rules.ts';
import { matches } from './patterns.ts';
import { type StoreRules, storeSchema } from './store-rules.ts';
import { DEFAULT_TERRAFORM_RULES, type TerraformRules, terraformRulesSchema } from './terraform-rules.ts';
import { DEFAULT_RULES, type UnitRules } from './unit-rules.ts';

/** The administrator's rules for the applier. They are no part of the assembly, which comes from pull requests. */
export interface Policy {
  /** Rules of a unit, every default filled. @param key `platform/env/cluster/unit` */
  rules(key: string): UnitRules;
  /** Rules of a Terraform unit, every default filled. @param key `platform/env/terraform/stack` */
  terraformRules(key: string): TerraformRules;
  /** Versions of the programs that may run Terraform units, as ranges of semver; one without may not. @default - any that Keelson takes */
  readonly tools?: { readonly tofu?: string | undefined; readonly terraform?: string | undefined };
  /** Where releases are kept. */
  readonly store: StoreRules;
  /** Where an environment's cluster is. @param cluster `<env>/<cluster>` */
  cluster(cluster: string): ClusterPlace;
  /** Clusters of an environment that it names, as `<env>/<cluster>`. */
  clusters(environment: string): readonly string[];
  /** Who may approve what. @default - nobody: what needs an approval is not done */
  readonly approvals?: ApprovalRules;
}

/** How a cluster is found, and told from others. */
export interface ClusterPlace {
  /** Absolute path of its kubeconfig. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  /** UID of the namespace kube-system that it must have. */
  readonly kubeSystemUid?: string | undefined;
}

const pointer = z.string().regex(/^(\/[^/]+)+$/, 'must be a JSON pointer, such as /spec/replicas');
const rules = z.strictObject({
  match: z.string().min(1),
  ownership: z.enum(['fail', 'adopt', 'yield']).optional(),
  replace: z.boolean().optional(),
  prune: z.boolean().optional(),
  mostDeletes: z.int().min(0).optional(),
  mostDeletedShare: z.number().min(0).max(1).optional(),
  namespaces: z.array(z.string().min(1)).optional(),
  kinds: z.array(z.string().min(1)).optional(),
  deniedKinds: z.array(z.string().min(1)).optional(),
  impersonate: z.strictObject({ user: z.string().min(1), groups: z.array(z.string().min(1)).optional() }).optional(),
  drift: z.enum(['report', 'correct']).optional(),
  ignore: z.array(z.strictObject({ kind: z.string().min(1), pointer })).optional(),
  terraform: terraformRulesSchema.optional(),
});
const range = z.string().refine((text) => validRange(text) !== null, { message: 'must be a range of versions, such as >=1.10 <2' });
/** The file as an administrator writes it; its JSON Schema is `schema/policy-1.json` of the package. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  clusters: z
    .record(
      z.string().regex(/^[^/]+\/[^/]+$/, 'must be <environment>/<cluster>'),
      z.strictObject({
        kubeSystemUid: z.uuid().optional(),
        kubeconfig: z.string().startsWith('/', 'must be an absolute path').optional(),
        context: z.string().min(1).optional(),
      }),
    )
    .optional(),
  tools: z.strictObject({ tofu: range.optional(), terraform: range.optional() }).optional(),
  store: storeSchema.optional(),
  units: z.array(rules).optional(),
  approvals: approvalsSchema.optional(),
});

/** Reads a policy file. Throws KS8014 for one that is not there, no YAML or of another form. */
export function readPolicy(file: string): Policy {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new KeelsonError('KS8014', { object: file, message: 'it can not be read', cause });
  }
  return parsePolicy(text, file);
}

/** Reads the text of a policy. Of the units' rules that match, a later one wins. */
export function parsePolicy(text: string, file: string): Policy {
  const result = policySchema.safeParse(yamlOf(text, file));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new KeelsonError('KS8014', { object: file, message: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'another form'}` });
  }
  const { units = [], clusters = {}, store = {}, approvals, tools } = result.data;
  const matching = (key: string) => units.filter((unit) => matches(unit.match, key));
  return {
    rules(key) {
      const own = matching(key).map(({ match: _, terraform: __, ...rest }) => definedOnly(rest));
      return Object.assign({ ...DEFAULT_RULES }, ...own) as UnitRules;
    },
    terraformRules(key) {
      const own = matching(key).map(({ terraform = {} }) => definedOnly(terraform));
      return Object.assign({ ...DEFAULT_TERRAFORM_RULES }, ...own) as TerraformRules;
    },
    ...(tools && { tools }),
    store,
    cluster: (cluster) => clusters[cluster] ?? {},
    clusters: (environment) => Object.keys(clusters).filter((name) => name.startsWith(`${environment}/`)),
    ...(approvals && { approvals: approvalRules(approvals) }),
  };
}

function yamlOf(text: string, file: string): unknown {
  if (text.trim() === '') throw new KeelsonError('KS8014', { object: file, message: 'it is empty', fix: 'begin it with version: 1' });
  try {
    return parseYaml(text, file);
  } catch (error) {
    if (!KeelsonError.is(error)) throw error;
    throw new KeelsonError('KS8014', { object: file, message: error.details.message, cause: error });
  }
}

/** What holds without a policy file: nothing is taken over or replaced, few things are deleted at once. */
export const NO_POLICY: Policy = {
  rules: () => DEFAULT_RULES,
  terraformRules: () => DEFAULT_TERRAFORM_RULES,
  store: {},
  cluster: () => ({}),
  clusters: () => [],
};

function definedOnly(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
