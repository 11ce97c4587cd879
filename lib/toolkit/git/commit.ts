import { git } from './git.ts';

/** Commits what changed in a directory, and nothing else. Throws KS7003. @returns the commit; undefined when nothing changed */
export function commitDirectory(directory: string, message: string): string | undefined {
  git(directory, ['add', '--all', '--', '.']);
  if (git(directory, ['status', '--porcelain', '--', '.']).length === 0) return undefined;
  git(directory, ['commit', '--quiet', '--message', message, '--only', '--', '.']);
  return git(directory, ['rev-parse', 'HEAD']).toString().trim();
}
