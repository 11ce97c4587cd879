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
  KS8052: {
    title: 'there is no Terraform to run',
    explanation:
      'Terraform units are planned and applied by OpenTofu or Terraform, 1.10 or newer, which locks states in S3 by itself. It is the program that is named, else tofu, else terraform of PATH.',
    fix: 'install OpenTofu or Terraform, or name one with --terraform',
  },
  KS8053: {
    title: 'refused by Terraform',
    explanation: 'Terraform ended with an error. Its own words follow; credentials in them are left out.',
    fix: 'correct what the message names',
  },
  KS8054: {
    title: 'the state of a unit is locked',
    explanation:
      'Another run has the lock of the state. Who, since when and for what stands in the message. A lock that an applier of Keelson left, whose id it recorded, is taken away by the next apply once that applier is dead beyond doubt: its process on this machine, or its pod in its cluster. Any other lock is only reported: when its holder is dead, `terraform force-unlock` with its id releases it.',
    fix: 'wait for the other run to end',
  },
  KS8055: {
    title: 'an earlier apply of a unit did not tell its end',
    explanation:
      'The machine or the process ended in the middle of an apply. When all that it was making is in the state, the next run goes on by itself. What is not may exist all the same, so that applying again would make it twice. The message names what it is.',
    fix: 'look for what it was making, import or remove it, then keelson apply --reviewed <unit>',
  },
  KS8056: {
    title: 'a state could not be saved',
    explanation:
      'The apply ended, and its backend did not take the new state. It was kept in the file of the message. Applying again without it would make everything twice, so the unit is not touched.',
    fix: 'push the file with `terraform state push`, then remove it; where its machine is gone, see what is there, and keelson apply --reviewed <unit>',
  },
  KS8057: {
    title: 'a run of Terraform was ended',
    explanation:
      'It took longer than the policy allows, or it was cancelled. It was asked to end, so that it saves its state and gives back its lock.',
    fix: 'run it again; it goes on from what is true',
  },
  KS8058: {
    title: 'a plan is not true any more',
    explanation: 'The state changed between the plan and its apply, so that nothing was done.',
    fix: 'plan again, and have it approved again',
  },
  KS8060: {
    title: 'the role of a unit can not be taken',
    explanation: 'Each unit is planned and applied by a role of its own, which the credentials of the applier have to be trusted to take.',
    fix: 'see that the applier has credentials of AWS and that the trust policy of the role names them',
  },
  KS8061: {
    title: 'another applier has the environment',
    explanation:
      'One applier changes an environment at a time. It holds a lease beside the releases, which it renews every few seconds. Who has it stands in the message. One that is dead on this machine is not waited for; any other one loses it when it was not renewed for as long as it holds.',
    fix: 'wait for the other to end, or wait longer for it with --lease-timeout',
  },
  KS8062: {
    title: 'the right to change the environment was lost',
    explanation:
      'The lease was not renewed in time: the process was stopped for a while, or its store did not answer. Another applier may have it by now, so nothing more is written. What was written until then is recorded, as after any end.',
    fix: 'run it again; it goes on from what is true',
  },
  KS8063: {
    title: 'the lease of an environment can not be read or written',
    explanation: 'Without its lease nobody knows whether another applier is at an environment, so nothing of it is written.',
    fix: 'see that the store of the releases can be read and written; in a cluster, keelson rbac prints the rights',
  },
  KS8065: {
    title: 'the drift of a Terraform unit is not corrected',
    explanation:
      'A correction brings back what was applied, and nothing else. A plan that would change something more, such as what the program changed since, is left to an apply, with a person who sees it.',
    fix: 'look at it with keelson plan --refresh, and apply it',
  },
  KS8121: {
    title: 'the policy takes another program for Terraform units',
    explanation:
      'The section tools of the policy says which versions of OpenTofu and of Terraform may run units: a newer one may write a state that an older one can not read.',
    fix: 'install a version of the range, name its program with --terraform, or have an administrator change tools in the policy',
  },
} satisfies Record<string, Message>;
