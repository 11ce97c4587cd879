import type { Message } from './message.ts';

/** KS807x: releases and where they are kept. */
export const releaseMessages = {
  KS8070: {
    title: 'a release is not whole',
    explanation:
      'A release names the files that it holds by their digests. One of them is not in the store any more, or is not what was put there.',
    fix: 'see who else writes to the store; a release of a newer revision may be whole',
  },
  KS8071: {
    title: 'the releases can not be reached',
    explanation: 'What was applied is kept in a folder, a bucket or the cluster. The place that was given does not answer, or refuses.',
    fix: 'see the message: the place, the region and the credentials have to be right',
  },
  KS8073: {
    title: 'this content was rolled back',
    explanation:
      'A unit with exactly this content was applied, found bad and rolled back. It is not applied again, under whichever commit it comes.',
    fix: 'commit a change that mends it; or, when it was not the cause, allow it again with keelson rollback --lift <unit>',
  },
  KS8074: {
    title: 'there is no such release',
    explanation: 'Releases are numbered for each unit, as keelson history shows them: terraform.data@3.',
    fix: 'see keelson history',
  },
  KS8075: {
    title: 'a secret value can not be resolved into a file',
    explanation:
      'Resolved manifests are committed, so that other tools apply them. A secret value in one would be read by whoever reads the repository.',
    fix: 'let External Secrets bring the value, or leave the object out with --leave-out-secrets and have Keelson apply its unit',
  },
} satisfies Record<string, Message>;
