import type { Message } from './message.ts';

/** KS2xxx: models and model servers. */
export const servingMessages = {} as const satisfies Record<string, Message>;
