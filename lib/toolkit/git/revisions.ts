import { KeelsonError } from '../../core/errors.ts';
import { oneLine, tryGit } from './git.ts';

/** The two sides of a comparison, as a person names them. */
export interface RevisionRange {
  readonly before: string;
  /** Absent for the work tree. */
  readonly after?: string;
  /** `a...b`: the old side is where b branched off a. */
  readonly fromMergeBase: boolean;
}

/** What git could take for an option, a path, a range or a search is no revision here. */
const REVISION = /^[\p{L}\p{N}_@][\p{L}\p{N}_@{}.~^+#=/-]*$/u;

/** Reads `<rev>`, `<rev>..<rev>` or `<rev>...<rev>`; a side that is left out is HEAD. Throws KS7004. */
export function parseRevisions(text: string): RevisionRange {
  const dots = /\.{2,}/.exec(text)?.[0] ?? '';
  const sides = dots === '' ? [text] : text.split(dots);
  if (dots.length > 3 || sides.length > 2) throw notARevision(text);
  const [before = '', after] = dots === '' ? sides : sides.map((side) => side || 'HEAD');
  for (const side of [before, after]) if (side !== undefined && (!REVISION.test(side) || side.includes('..'))) throw notARevision(side);
  return { before, ...(after !== undefined && { after }), fromMergeBase: dots === '...' };
}

function notARevision(text: string): KeelsonError {
  return new KeelsonError('KS7004', { message: `${JSON.stringify(text)} is not a revision` });
}

/** The commit that a revision names. Throws KS7002 for one that git doesn't know. */
export function resolveCommit(folder: string, revision: string): string {
  const result = tryGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (result.ok) return result.output.toString().trim();
  const isUnborn = revision === 'HEAD';
  throw new KeelsonError('KS7002', {
    message: isUnborn ? 'the repository has no commit yet' : `git knows no revision ${JSON.stringify(revision)}`,
    ...(isUnborn && { fix: 'commit the output first' }),
    cause: result.cause,
  });
}

/** The commit where two branched. Throws KS7005 when there is none. */
export function mergeBase(folder: string, a: string, b: string): string {
  const result = tryGit(folder, ['merge-base', resolveCommit(folder, a), resolveCommit(folder, b)]);
  if (result.ok) return result.output.toString().trim();
  const said = result.said === 'it gave no reason' ? '' : `: ${oneLine(result.said)}`;
  throw new KeelsonError('KS7005', { message: `${a} and ${b} have no common ancestor here${said}`, cause: result.cause });
}
