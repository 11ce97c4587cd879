import type { Message } from './message.ts';

/** KS7xxx: comparing assemblies, and drawing them. */
export const diffMessages = {
  KS7001: {
    title: 'the output is not in a git repository',
    explanation:
      'diff compares the output with a revision of git, so the output directory must be inside a repository. Without git, `synth --check` compares the program with the output.',
    fix: 'run git init and commit the output',
  },
  KS7002: {
    title: 'an unknown revision',
    explanation:
      'The revision is no commit, branch or tag of the repository. A checkout in CI often holds only the newest commit, and other branches only after a fetch.',
    fix: 'name a revision that git rev-parse knows, such as HEAD, main or v1.2.0; fetch it first if it is on a remote (in CI: fetch-depth: 0)',
  },
  KS7003: {
    title: 'git failed',
    explanation: 'The git program ended with an error, or is not installed.',
    fix: 'see the message of git',
  },
  KS7004: {
    title: 'not a revision',
    explanation:
      'A revision is a branch, tag or commit such as HEAD~1, origin/main or v1.2.0, or two of them with `..` or `...` between. What begins with `-` or holds a space, a colon or another unusual character is refused, because git could take it for an option or a path.',
    fix: 'name a branch, tag or commit',
  },
  KS7005: {
    title: 'two revisions have no common ancestor',
    explanation: '`a...b` compares b with the commit where it branched off a. In a shallow clone that commit is often missing.',
    fix: 'fetch the history (in CI: fetch-depth: 0), or compare the two directly: a..b',
  },
  KS7006: {
    title: 'an unknown environment',
    explanation: 'The assembly has no environment of that name.',
    fix: 'name an environment of the assembly',
  },
  KS7007: {
    title: 'a Terraform stack is not JSON',
    explanation: 'The cdk.tf.json of one of the two sides can not be read.',
    fix: 'run synth, or compare with another revision',
  },
} satisfies Record<string, Message>;
