import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { KeelsonError } from '../../core/errors.ts';
import { oneLine, tryGit } from './git.ts';

/** Where a directory lies in a repository. */
export interface RepositoryPath {
  /** An existing folder of the work tree, to run git in. */
  readonly folder: string;
  /** Path of the directory in the work tree, with `/`; empty for its top. */
  readonly path: string;
}

/** Finds a directory in its repository; it need not exist now. Throws KS7001 outside of one. */
export function locateInRepository(directory: string): RepositoryPath {
  const absolute = resolve(directory);
  let folder = absolute;
  while (!statSync(folder, { throwIfNoEntry: false })?.isDirectory() && dirname(folder) !== folder) folder = dirname(folder);
  const result = tryGit(folder, ['rev-parse', '--show-cdup', '--show-prefix']);
  if (!result.ok) {
    // Git also refuses a repository that belongs to somebody else, and says how to allow it.
    const reason = result.said.includes('not a git repository')
      ? 'is in no git repository'
      : `can not be compared: ${oneLine(result.said)}`;
    throw new KeelsonError('KS7001', { message: `${absolute} ${reason}`, cause: result.cause });
  }
  const prefix = result.output.toString().split('\n')[1] ?? '';
  return { folder, path: [prefix.replace(/\/$/, ''), relative(folder, absolute).split(sep).join('/')].filter(Boolean).join('/') };
}
