import type { Message } from './message.ts';

/** KS7xxx: comparing assemblies. */
export const diffMessages = {
  KS7001: {
    title: 'the output is not in a git repository',
    explanation: 'diff compares the output with a revision of git, so the output directory must be inside a repository.',
    fix: 'run git init and commit the output',
  },
  KS7002: {
    title: 'an unknown revision',
    explanation: 'The revision is no commit, branch or tag of the repository.',
    fix: 'name a revision that git rev-parse knows, such as HEAD, main or v1.2.0; fetch it first if it is on a remote',
  },
  KS7003: {
    title: 'git failed',
    explanation: 'The git program ended with an error, or is not installed.',
    fix: 'see the message of git',
  },
  KS7007: {
    title: 'a Terraform stack is not JSON',
    explanation: 'The cdk.tf.json of one of the two sides can not be read.',
    fix: 'run synth, or compare with another revision',
  },
} satisfies Record<string, Message>;
