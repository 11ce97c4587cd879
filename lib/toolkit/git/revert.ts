import { oneLine, tryGit } from './git.ts';

/** What became of the commit that takes a change back. */
export type Reverted = { readonly commit: string } | { readonly why: string };

/**
 * Takes commits back with new ones, in the work tree of a folder. Nothing is pushed, and nothing is left half done: when git can not do
 * it alone, the work tree is as before and the reason is given.
 * @param good the last commit that stays. @default - only `bad` is taken back
 */
export function revertCommits(folder: string, bad: string, good?: string): Reverted {
  const run = (argv: readonly string[]): { readonly ok: boolean; readonly text: string } => {
    const result = tryGit(folder, argv);
    return result.ok ? { ok: true, text: result.output.toString().trim() } : { ok: false, text: oneLine(result.said) };
  };
  if (!run(['rev-parse', '--is-inside-work-tree']).ok) return { why: 'there is no repository' };
  const changed = run(['status', '--porcelain', '--untracked-files=no']);
  if (!changed.ok || changed.text !== '') return { why: 'the work tree has changes that are not committed' };
  if (!run(['merge-base', '--is-ancestor', bad, 'HEAD']).ok) return { why: `the commit ${bad.slice(0, 12)} is not in this branch` };
  const isRange = good !== undefined && good !== bad && run(['merge-base', '--is-ancestor', good, bad]).ok;
  const reverted = run(['revert', '--no-edit', isRange ? `${good}..${bad}` : bad]);
  if (!reverted.ok) {
    run(['revert', '--abort']);
    return { why: `git revert could not do it alone: ${reverted.text}` };
  }
  return { commit: run(['rev-parse', 'HEAD']).text };
}
