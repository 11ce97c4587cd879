import type { Message } from './message.ts';

/** KS805x to KS807x: the applier and Terraform. */
export const terraformApplyMessages = {
  KS8050: {
    title: 'the policy denies what a Terraform unit would do',
    explanation:
      'A plan already runs providers, data sources and modules with the credentials of the applier, and the output comes from pull requests. So programs, files outside the unit, other identities and addresses, and any provider, module and backend that the policy does not list are denied before init.',
    fix: 'remove it from the program, or have an administrator allow it for the unit in the policy',
  },
  KS8051: {
    title: 'a file of a Terraform unit can not be taken',
    explanation:
      'A unit is run in a clean folder that holds its stack, the lock of its providers, its assets and its local modules. Any other file, above all one of .terraform or of variables, would change what was reviewed.',
    fix: 'run synth again and commit the whole output',
  },
} satisfies Record<string, Message>;
