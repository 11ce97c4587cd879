import { type CommandDefinition, DEBUG, OUTPUT } from '../command.ts';
import { destroyCommand } from './destroy-command.ts';
import { ALLOW_DELETES, OUT, PLANNED, PROGRAM, READING, TARGET, UNITS } from './options.ts';
import { withPlanFile } from './plan-file.ts';
import { releaseCommands } from './releases.ts';
import { sandboxCommands } from './sandbox/index.ts';

/** `synth`, which is a bin of its own too. */
export const synthCommand: CommandDefinition = {
  name: 'synth',
  summary: 'turn the program into Kubernetes YAML and Terraform JSON',
  arguments: [PROGRAM],
  options: [
    { flags: '--check', description: 'write nothing; exit with 3 when the output is not what the program gives' },
    OUT,
    { flags: '--timings', description: 'print how long each phase took' },
    OUTPUT,
    DEBUG,
  ],
  examples: [
    ['synth', 'the program of this folder, into deploy'],
    ['synth --check', 'in CI: is the committed output up to date?'],
    ['synth examples/quickstart', 'the program of another folder'],
  ],
  load: async () => (await import('./synth.ts')).run,
};

/** Every command, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  {
    name: 'init',
    summary: 'make a new project in an empty folder',
    arguments: [{ name: '[dir]', description: 'the folder (default: this one)' }],
    options: [],
    examples: [['init my-platform', 'a project with a program, its test and a CI workflow']],
    load: async () => (await import('./init.ts')).run,
  },
  {
    name: 'bootstrap',
    summary: 'write the Terraform that must exist before all else: state bucket, key, roles of CI',
    arguments: [{ name: '<environment>', description: 'name of the environment, such as prod' }],
    options: [
      { flags: '--platform <name>', description: 'name of the platform (required)' },
      { flags: '--account <id>', description: 'AWS account id (required)' },
      { flags: '--region <region>', description: 'AWS region of the bucket and the key (required)' },
      { flags: '--github <repository>', description: 'CI is GitHub Actions of this repository, owner/name' },
      { flags: '--gitlab <project>', description: 'CI is GitLab of this project, group/project' },
      { flags: '--gitlab-url <url>', description: 'address of a GitLab of your own (default: https://gitlab.com)' },
      { flags: '--branch <name>', description: 'the branch that is applied (default: main)' },
      {
        flags: '--apply-from <where>',
        description: 'GitHub only, what the apply role is bound to: branch, or environment:<name> (default: the environment of that name)',
      },
      { flags: '--units <names>', description: 'Terraform units with roles of their own, separated by commas (default: one pair for all)' },
      { flags: '--apply-policies <arns>', description: 'policies of the apply roles, separated by commas (default: AdministratorAccess)' },
      { flags: '--existing-oidc', description: 'the account has the identity provider of CI already' },
      { flags: '--bucket <name>', description: 'name of the bucket (default: <platform>-<environment>-<account>-state)' },
      { flags: '--out <dir>', description: 'folder to write (default: bootstrap/<environment>)' },
      OUTPUT,
    ],
    examples: [
      ['bootstrap prod --platform acme --account 123456789012 --region eu-central-1 --github acme/platform', 'into bootstrap/prod'],
    ],
    load: async () => (await import('./bootstrap.ts')).run,
  },
  synthCommand,
  {
    name: 'lock',
    summary: 'fetch the charts and look up the images that the program uses, and pin them in charts.lock and images.lock',
    arguments: [PROGRAM],
    options: [{ flags: '--check', description: 'fetch and write nothing; exit with 3 when a lock is out of date' }, OUTPUT],
    examples: [
      ['lock', 'with the proxy and the credentials that helm and docker have'],
      ['lock --check', 'in CI: do the locks hold what the program uses?'],
    ],
    load: async () => (await import('./lock.ts')).run,
  },
  {
    name: 'diff',
    summary: 'what a commit changes: by construct, with restarts, replacements and GPUs',
    arguments: [
      {
        name: '[revisions]',
        description: '<rev>, to compare the output with (default: HEAD), <rev>..<rev>, or <rev>...<rev> from where they branched',
      },
    ],
    options: [
      { flags: '--program <path>', description: PROGRAM.description },
      OUT,
      {
        flags: '--live',
        description: 'compare the output with what is live, as plan does; the options below, but --output, are for it alone',
      },
      { flags: '--exit-code', description: 'exit with 3 when something changes' },
      {
        flags: '--output <format>',
        description: 'text for people, markdown for pull requests, json for programs',
        choices: ['text', 'markdown', 'json'],
        fallback: 'text',
      },
      ...TARGET.slice(2),
      ...READING,
    ],
    examples: [
      ['diff', 'the output as it is now against the last commit'],
      ['diff main', 'against a branch'],
      ['diff v1.2.0..v1.3.0', 'two releases'],
      ['diff origin/main...HEAD --output markdown', 'in CI: a comment for the pull request'],
      ['diff --live --env prod', 'against the cluster and the states of Terraform: what others changed, too'],
    ],
    load: async () => (await import('./diff.ts')).run,
  },
  {
    name: 'validate',
    summary: 'check the output strictly, without a cluster',
    arguments: [PROGRAM],
    options: [OUT, { flags: '--crds <path>', description: 'file or folder with more definitions of custom resources' }, OUTPUT],
    examples: [
      ['validate', 'schemas, identities, references and Terraform structure of deploy'],
      ['validate --crds vendor/crds', 'with definitions of your own'],
    ],
    load: async () => (await import('./validate.ts')).run,
  },
  {
    name: 'plan',
    summary: 'say what applying the output would change, in clusters and by Terraform',
    options: [
      ...PLANNED,
      ...READING,
      ALLOW_DELETES,
      { flags: '--exit-code', description: 'exit with 3 when something would change' },
      OUTPUT,
    ],
    examples: [
      ['plan --env prod --policy policy.yaml --out plan.json', 'the plan as it is reviewed, and approved with keelson approve'],
      ['plan --env dev', 'every object and resource that would be made, changed or deleted, by field'],
      ['plan --env prod --policy policy.yaml', "under the administrator's rules"],
      ['plan --env dev --sandbox', 'against the sandbox, with the values that are made up there'],
    ],
    load: async () => withPlanFile((await import('./plan.ts')).run),
  },
  {
    name: 'apply',
    summary: 'apply the output, both planes in one graph, and wait until it is ready',
    options: [
      ...TARGET,
      ...UNITS,
      ALLOW_DELETES,
      { flags: '--dry-run', description: 'write nothing: what plan says' },
      {
        flags: '--no-preflight',
        description: 'write new objects without a dry run of all first: faster, and one that is refused stops the rest',
      },
      { flags: '--timeout <seconds>', description: 'how long a unit may take to become ready; 0 waits for nothing', fallback: '600' },
      OUTPUT,
    ],
    examples: [
      ['apply --env dev', 'the units of dev, of Terraform and Kubernetes, each after those that it depends on'],
      ['apply --env dev --target kubernetes.main.shop', 'one unit, and what it depends on'],
      ['apply --env dev --timeout 0', 'without waiting for readiness'],
    ],
    load: async () => (await import('./apply.ts')).run,
  },
  {
    name: 'delete',
    summary: 'delete what was applied to a cluster: all of it, or some units',
    options: [
      ...PLANNED,
      {
        flags: '--target <units>',
        description: 'only these Kubernetes units, by id or name, separated by commas (default: all of the cluster)',
      },
      ...UNITS.filter(({ flags }) => /^--(store|lease-timeout) /.test(flags)),
      ALLOW_DELETES,
      { flags: '--dry-run', description: 'delete nothing: say what would go, and what stays' },
      { flags: '--yes', description: 'do not ask' },
      { flags: '--timeout <seconds>', description: 'how long objects with finalizers may take to go', fallback: '60' },
      OUTPUT,
    ],
    examples: [
      ['delete --env dev --dry-run', 'what would go, dependents first, and what stays and why'],
      ['delete --env dev --sandbox', 'all of dev from the sandbox, after asking'],
      ['delete --env prod --policy policy.yaml --out plan.json', 'for keelson approve, where the policy says who approves'],
      ['delete --env dev --target kubernetes.main.shop --yes', 'one unit, without asking'],
    ],
    load: async () => withPlanFile((await import('./delete.ts')).run),
  },
  destroyCommand,
  ...releaseCommands(TARGET, UNITS),
  ...sandboxCommands,
  {
    name: 'simulate',
    summary: 'ask the real scheduler whether every pod of the output fits the declared pools',
    options: [
      { flags: '--program <path>', description: PROGRAM.description },
      OUT,
      { flags: '--env <name>', description: 'the environment (default: the only one)' },
      { flags: '--cluster <name>', description: 'the cluster of the environment (default: the only one)' },
      {
        flags: '--undeclared-nodes <number>',
        description: 'nodes beside the declared pools, without taints and with room for all',
        fallback: '0',
      },
      { flags: '--without-pods <kinds>', description: 'kinds that make no pods, beside those that Keelson knows: Widget.example.com,...' },
      OUTPUT,
    ],
    examples: [
      ['simulate --env prod', 'with pools, autoscalers and rollouts at their most: what is left, and what does not fit'],
      ['simulate --undeclared-nodes 1', 'where apps run on nodes that the program does not declare'],
    ],
    load: async () => (await import('./simulate.ts')).run,
  },
  {
    name: 'status',
    summary: 'say how what was applied is: ready, on its way, failed, and why',
    options: [...TARGET, { flags: '--all', description: 'every object, also those that are ready' }, OUTPUT],
    examples: [
      ['status --env dev', 'each unit, and below it what is not ready with the reasons of its pods'],
      ['status --env dev --output json', 'the same as data; exit code 5 when something is not ready'],
    ],
    load: async () => (await import('./status.ts')).run,
  },
  {
    name: 'drift',
    summary: 'say what others did to what was applied, and correct what the policy lets it',
    options: [
      ...TARGET,
      ...UNITS.filter(({ flags }) => /^--(terraform|parallel|store|lease-timeout) /.test(flags)),
      { flags: '--correct', description: 'correct the units whose policy has drift: correct' },
      {
        flags: '--watch',
        description: 'go on until Ctrl-C, and correct what the policy lets it: objects within seconds, resources at intervals',
      },
      OUTPUT,
    ],
    examples: [
      ['drift --env prod', 'every object and resource that is not as it was applied, by field; exit code 3 when there is one'],
      ['drift --env prod --watch --policy policy.yaml', "beside the cluster, under the administrator's rules"],
    ],
    load: async () => (await import('./drift.ts')).run,
  },
  {
    name: 'rbac',
    summary: 'print the least rights that applying the output needs, for an administrator to give',
    options: [
      ...TARGET.filter(({ flags }) => !/^--(kubeconfig|context|sandbox) /.test(flags)),
      { flags: '--group <name>', description: 'a group applies' },
      { flags: '--user <name>', description: 'a user applies' },
      { flags: '--service-account <namespace/name>', description: 'a ServiceAccount applies' },
      { flags: '--approvals', description: 'instead: the kind of approvals, what guards it, and the rights of who the policy names' },
    ],
    examples: [
      ['rbac --env prod --group keelson:ci > rbac.yaml', 'a ClusterRole, a Role per namespace, and their bindings'],
      ['rbac --env prod --group keelson:ci | kubectl diff -f -', 'which rights this commit needs more than the last'],
    ],
    load: async () => (await import('./rbac.ts')).run,
  },
  {
    name: 'graph',
    summary: 'draw the units and their bindings, as a Mermaid diagram or as a picture',
    arguments: [PROGRAM],
    options: [
      OUT,
      { flags: '--env <name>', description: 'only this environment' },
      { flags: '--svg [file]', description: 'a picture for a README, with clusters and GPU pools, into the file or on standard output' },
      { flags: '--check', description: 'with --svg <file>: write nothing; exit with 3 when the file is not the picture of the output' },
    ],
    examples: [
      ['graph --env prod > units.mmd', 'the units of prod, as GitHub renders them'],
      ['graph --svg platform.svg', 'a picture for the README'],
      ['graph --svg platform.svg --check', 'in CI: is the picture up to date?'],
    ],
    load: async () => (await import('./graph.ts')).run,
  },
  {
    name: 'explain',
    summary: 'say what an error code means',
    arguments: [{ name: '[code]', description: 'the code, such as KS2001 (default: list all)' }],
    options: [OUTPUT],
    examples: [['explain KS2001', 'what it means, how it comes about, what to change']],
    load: async () => (await import('./explain.ts')).run,
  },
];
