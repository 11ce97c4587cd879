import type { OptionDefinition } from '../command.ts';

/** Which program. */
export const PROGRAM = {
  name: '[program]',
  description: 'file or folder of the program (default: package.json#keelson.app, else main.ts)',
};
/** Which output. */
export const OUT = {
  flags: '--out <dir>',
  description: 'folder of the output (default: package.json#keelson.output, else deploy beside the program)',
};

/** Which cluster, and by whose rules. */
export const TARGET: readonly OptionDefinition[] = [
  { flags: '--program <path>', description: PROGRAM.description },
  OUT,
  { flags: '--env <name>', description: 'the environment (default: the only one)' },
  { flags: '--cluster <name>', description: 'the cluster of the environment (default: the only one)' },
  { flags: '--kubeconfig <path>', description: "the cluster's kubeconfig (default: as kubectl finds it)" },
  { flags: '--context <name>', description: 'the context of the kubeconfig (default: the current one)' },
  {
    flags: '--sandbox [name]',
    description: 'a sandbox of this machine (default name: default); values without a source there are made up',
  },
  {
    flags: '--policy <path>',
    description: "the administrator's rules (default: nothing is taken over or replaced, few things are deleted)",
  },
  { flags: '--per-namespace', description: 'list namespace by namespace, without the right to list the cluster' },
];
/** Deletions beyond the budget. */
export const ALLOW_DELETES = {
  flags: '--allow-deletes <number>',
  description: "deletions of one unit that are approved beyond the policy's budget",
};

/** Which units of both planes, and what runs those of Terraform. */
export const UNITS: readonly OptionDefinition[] = [
  { flags: '--target <units>', description: 'only these units, separated by commas, and all that they depend on' },
  { flags: '--terraform <program>', description: 'name or path of what runs Terraform units (default: tofu, else terraform)' },
  { flags: '--parallel <number>', description: 'Terraform units that run at once (default: 4)' },
  {
    flags: '--store <place>',
    description: "where releases are kept: a folder, s3://bucket/prefix or cluster (default: the policy's, else this user's state folder)",
  },
  { flags: '--lease-timeout <seconds>', description: 'how long to wait for another applier that has the environment (default: 45)' },
  {
    flags: '--reviewed <units>',
    description: 'Terraform units of which you looked at what an earlier apply left (KS8055, KS8056), separated by commas',
  },
  { flags: '--refresh', description: 'plan Terraform units also when nothing changed since their last release' },
];

/** The same for verbs that only read. */
export const READING: readonly OptionDefinition[] = UNITS.filter(({ flags }) => !/^--(lease-timeout|reviewed) /.test(flags));

/** The same for verbs that write a plan. */
export const PLANNED: readonly OptionDefinition[] = TARGET.map((option) =>
  option === OUT
    ? { flags: '--out <path>', description: `${OUT.description}; a path that ends with .json is the plan for keelson approve` }
    : option,
);
