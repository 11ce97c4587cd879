import { type CommandDefinition, type OptionDefinition, OUTPUT } from '../../command.ts';

const NAME: OptionDefinition = { flags: '--name <name>', description: 'name of the sandbox; several run side by side (default: default)' };

/** The commands of sandboxes. */
export const sandboxCommands: readonly CommandDefinition[] = [
  {
    name: 'sandbox up',
    summary: 'start a real control plane on this machine, with simulated nodes',
    options: [
      NAME,
      { flags: '--env <name>', description: 'with the nodes of the pools of this environment, and the kinds that it uses' },
      { flags: '--cluster <name>', description: 'the cluster of the environment (default: the only one)' },
      { flags: '--program <path>', description: 'file or folder of the program (default: package.json#keelson.app, else main.ts)' },
      {
        flags: '--out <dir>',
        description: 'folder of the output (default: package.json#keelson.output, else deploy beside the program)',
      },
      { flags: '--crds <path>', description: 'file or folder with more definitions of custom resources' },
      { flags: '--webhooks', description: 'let admission webhooks take part; one without a backend refuses everything' },
      {
        flags: '--failure <pods>',
        description:
          'let the pods of a workload fail: shop/frontend=crash-loop (or image-pull, out-of-memory, never-ready), separated by commas; none ends it',
      },
      OUTPUT,
    ],
    examples: [
      ['sandbox up --env dev', 'with fake GPU nodes as the pools of dev have them'],
      ['sandbox up --failure shop/frontend=crash-loop', 'what does keelson apply say then?'],
      ['sandbox up --name empty', 'another one beside it'],
    ],
    load: async () => (await import('./up.ts')).run,
  },
  {
    name: 'sandbox down',
    summary: 'end a sandbox and remove everything of it',
    options: [NAME],
    examples: [['sandbox down', 'also after a crash']],
    load: async () => (await import('./down.ts')).run,
  },
  {
    name: 'sandbox status',
    summary: 'say how sandboxes are, and where their logs are',
    options: [{ ...NAME, description: 'name of the sandbox (default: all)' }, OUTPUT],
    examples: [['sandbox status', 'programs, nodes and pods of each']],
    load: async () => (await import('./status.ts')).run,
  },
  {
    name: 'sandbox kubeconfig',
    summary: 'print the path of the kubeconfig of a sandbox',
    options: [NAME],
    examples: [['sandbox kubeconfig', 'kubectl --kubeconfig "$(keelson sandbox kubeconfig)" get pods -A']],
    load: async () => (await import('./kubeconfig.ts')).run,
  },
];
