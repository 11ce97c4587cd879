import { addonMessages } from './addons.ts';
import { applyMessages } from './apply.ts';
import { approvalMessages } from './approval.ts';
import { assemblyMessages } from './assembly.ts';
import { cliMessages } from './cli.ts';
import { diffMessages } from './diff.ts';
import { eksMessages } from './eks.ts';
import { kubernetesMessages } from './kubernetes.ts';
import type { Message } from './message.ts';
import { networkMessages } from './network.ts';
import { poolMessages } from './pools.ts';
import { referenceMessages } from './reference.ts';
import { releaseMessages } from './release.ts';
import { runMessages } from './run.ts';
import { sandboxMessages } from './sandbox.ts';
import { servingMessages } from './serving.ts';
import { terraformMessages } from './terraform.ts';
import { terraformApplyMessages } from './terraform-apply.ts';
import { treeMessages } from './tree.ts';

export type { Message } from './message.ts';

const registry = {
  ...cliMessages,
  ...treeMessages,
  ...servingMessages,
  ...assemblyMessages,
  ...referenceMessages,
  ...kubernetesMessages,
  ...terraformMessages,
  ...networkMessages,
  ...poolMessages,
  ...diffMessages,
  ...eksMessages,
  ...addonMessages,
  ...applyMessages,
  ...terraformApplyMessages,
  ...releaseMessages,
  ...approvalMessages,
  ...runMessages,
  ...sandboxMessages,
} satisfies Record<string, Message>;

export type MessageCode = keyof typeof registry;

/** Every error code of Keelson. A code is `KS<area><number>`, and is never reused. */
export const messages: Readonly<Record<MessageCode, Message>> = registry;
