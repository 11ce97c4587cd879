import type { Message } from './message.ts';

/** KS3xxx: the output directory, its writer and its readers. */
export const assemblyMessages = {} as const satisfies Record<string, Message>;
