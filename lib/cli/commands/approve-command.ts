import { type CommandDefinition, OUTPUT } from '../command.ts';

/** `approve`. */
export const approveCommand: CommandDefinition = {
  name: 'approve',
  summary: 'approve what a plan file says, with an SSH key or as who the cluster knows you',
  arguments: [{ name: '<plan>', description: 'file that plan --out wrote' }],
  options: [
    { flags: '--policy <path>', description: "the administrator's rules: they say who may approve what (required)" },
    { flags: '--key <path>', description: 'SSH key that signs (default: the first in ~/.ssh that the policy lists)' },
    { flags: '--kubeconfig <path>', description: 'kubeconfig of the cluster that keeps approvals (default: as the policy says)' },
    { flags: '--context <name>', description: 'the context of the kubeconfig (default: the current one)' },
    { flags: '--store <dir>', description: "where releases and signed approvals are kept (default: in this user's state folder)" },
    { flags: '--yes', description: 'do not ask' },
    OUTPUT,
  ],
  examples: [['approve plan.json --policy policy.yaml', 'after showing what it is, and asking']],
  load: async () => (await import('./approve.ts')).run,
};
