import type { Message } from './message.ts';

/** KS7xxx: comparing assemblies. */
export const diffMessages = {} as const satisfies Record<string, Message>;
