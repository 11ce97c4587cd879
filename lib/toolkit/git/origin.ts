import { tryGit } from './git.ts';

/** The commit that an output is of, and who wrote it. Empty outside of a repository, and for an output that is not as committed. */
export function outputOrigin(directory: string): { readonly commit?: string; readonly author?: string } {
  try {
    const changed = tryGit(directory, ['status', '--porcelain', '--', '.']);
    const head = changed.ok && changed.output.length === 0 ? tryGit(directory, ['log', '-1', '--format=%H%n%an <%ae>']) : undefined;
    if (!head?.ok) return {};
    const [commit = '', author = ''] = head.output.toString().split('\n');
    return commit === '' ? {} : { commit, author };
  } catch {
    // without git there is no commit
    return {};
  }
}
