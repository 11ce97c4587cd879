import type { Message } from './message.ts';

/** KS5xxx: Kubernetes objects. */
export const kubernetesMessages = {} as const satisfies Record<string, Message>;
