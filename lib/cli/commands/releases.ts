import { type CommandDefinition, type OptionDefinition, OUTPUT } from '../command.ts';
import { approveCommand } from './approve-command.ts';
import { ALLOW_DELETES, PLANNED } from './options.ts';
import { withPlanFile } from './plan-file.ts';

/** Which releases. */
function place(target: readonly OptionDefinition[], units: readonly OptionDefinition[]): readonly OptionDefinition[] {
  const wanted = /^--(program|out|env|cluster|kubeconfig|context|sandbox|policy|store) /;
  return [...target, ...units].filter(({ flags }) => wanted.test(flags));
}

/**
 * The commands about approvals, what was applied before, and what it gave.
 * @param target options that say which cluster
 * @param units options that say which units
 */
export function releaseCommands(target: readonly OptionDefinition[], units: readonly OptionDefinition[]): readonly CommandDefinition[] {
  return [
    approveCommand,
    {
      name: 'history',
      summary: 'list what was applied: revision, commit, author, result, changes',
      options: [
        ...place(target, units),
        { flags: '--target <units>', description: 'only these units, separated by commas' },
        { flags: '--most <number>', description: 'releases at most', fallback: '30' },
        OUTPUT,
      ],
      examples: [
        ['history --env prod', 'the newest first'],
        ['history --env prod --target terraform.data', 'one unit'],
      ],
      load: async () => (await import('./history.ts')).run,
    },
    {
      name: 'show',
      summary: 'show one release: what it took and gave, what it changed, its files',
      arguments: [{ name: '<release>', description: '<unit>@<revision>, as history shows it; without a revision, the newest' }],
      options: [...place(target, units), { flags: '--file <path>', description: 'print this file as it was' }, OUTPUT],
      examples: [
        ['show terraform.data@3 --env prod', 'with every change by field'],
        ['show kubernetes.main.shop --env prod --output json', 'the newest, as data'],
      ],
      load: async () => (await import('./show.ts')).run,
    },
    {
      name: 'rollback',
      summary: 'take a change back, out of the releases: works without git, and the bad content is not applied again',
      options: [
        ...PLANNED,
        ALLOW_DELETES,
        ...units.filter(({ flags }) => !/^--(target|refresh)/.test(flags)),
        {
          flags: '--to <releases>',
          description: 'releases to go back to, separated by commas (default: what the newest commit brought goes)',
        },
        { flags: '--reason <text>', description: 'why, for who reads it later' },
        { flags: '--dry-run', description: 'change nothing: say what would go back, and to what' },
        { flags: '--no-revert', description: 'make no commit that takes the change back' },
        { flags: '--lift <units>', description: 'allow contents again that were rolled back, and do nothing else' },
        { flags: '--timeout <seconds>', description: 'how long a unit may take to become ready; 0 waits for nothing', fallback: '600' },
        OUTPUT,
      ],
      examples: [
        ['rollback --env prod --reason "latency doubled"', 'what the newest commit brought'],
        ['rollback --env prod --to kubernetes.main.qwen@4', 'one unit, to a release of its history'],
        ['rollback --env prod --policy policy.yaml --out plan.json', 'changes nothing: the plan, for keelson approve'],
        ['rollback --env prod --lift kubernetes.main.qwen', 'it was not the cause: it may be applied again'],
      ],
      load: async () => withPlanFile((await import('./rollback.ts')).run),
    },
    {
      name: 'resolve',
      summary: 'write the Kubernetes units with every bound value in its place, for Flux, Argo CD or kubectl',
      options: [
        ...target.filter(({ flags }) => !/^--(sandbox|policy|per-namespace)/.test(flags)),
        ...units.filter(({ flags }) => /^--store/.test(flags)),
        { flags: '--to <dir>', description: 'folder to write (default: resolved/<env> beside the output)' },
        { flags: '--leave-out-secrets', description: 'leave out the objects that a secret value fills; else they are an error' },
        { flags: '--check', description: 'write nothing; exit with 3 when the folder is not up to date' },
        { flags: '--commit', description: 'commit the folder when it changed' },
        OUTPUT,
      ],
      examples: [
        ['resolve --env prod --commit', 'values of Terraform from its releases, those of Kubernetes from the cluster'],
        ['resolve --env prod --check', 'did a value change since?'],
      ],
      load: async () => (await import('./resolve.ts')).run,
    },
  ];
}
