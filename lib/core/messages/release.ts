import type { Message } from './message.ts';

/** KS807x: releases and where they are kept. */
export const releaseMessages = {
  KS8070: {
    title: 'a release is not whole',
    explanation:
      'A release names the files that it holds by their digests. One of them is not in the store any more, or is not what was put there.',
    fix: 'see who else writes to the store; a release of a newer revision may be whole',
  },
} satisfies Record<string, Message>;
