import type { Message } from './message.ts';

/** KS00xx: the command line and the program that it runs. */
export const cliMessages = {
  KS0001: {
    title: 'internal error',
    explanation: 'Keelson itself failed. This is a bug: the message and the stack trace that `--debug` prints help to find it.',
    fix: 'report it with the output of the same command with --debug',
  },
} as const satisfies Record<string, Message>;
