import type { AssemblySource } from '../../assembly/reader.ts';
import { compareText } from '../../core/compare.ts';
import { KeelsonError } from '../../core/errors.ts';
import { git } from './git.ts';
import type { RepositoryPath } from './repository.ts';

const SYMBOLIC_LINK = '120000';

/**
 * A directory as it was in a commit; one `git ls-tree` and one `git cat-file` for all files.
 * @param revision how a person names the commit, for messages
 * @returns undefined when the commit does not have the directory, or no `keelson.json` in it
 * Throws KS3008 for a symbolic link inside, KS7003 when git fails.
 */
export function revisionSource({ folder, path }: RepositoryPath, commit: string, revision: string): AssemblySource | undefined {
  const blobs = listBlobs(folder, commit, path, revision);
  if (!blobs.has('keelson.json')) return undefined;
  const contents = readBlobs(folder, new Set(blobs.values()));
  return {
    name: `${revision}:${path}`,
    list: () => [...blobs.keys()].sort(compareText),
    size: (file) => contents.get(blobs.get(file) ?? '')?.length ?? 0,
    read: (file) => contents.get(blobs.get(file) ?? '') ?? new Uint8Array(),
  };
}

/** Ids of the files below a path, by path relative to it. */
function listBlobs(folder: string, commit: string, path: string, revision: string): Map<string, string> {
  const prefix = path === '' ? '' : `${path}/`;
  const listing = git(folder, ['ls-tree', '-r', '-z', '--full-tree', commit, ...(path === '' ? [] : ['--', prefix])]);
  const blobs = new Map<string, string>();
  for (const entry of listing.toString().split('\0')) {
    const [, mode, type, id = '', name = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (type !== 'blob' || !name.startsWith(prefix)) continue;
    const file = name.slice(prefix.length);
    if (mode === SYMBOLIC_LINK) throw new KeelsonError('KS3008', { object: `${revision}:${name}`, message: `${file} is a symbolic link` });
    blobs.set(file, id);
  }
  return blobs;
}

/** Contents by id. Git answers with a line `<id> blob <size>`, the bytes and a newline for each. */
function readBlobs(folder: string, ids: ReadonlySet<string>): Map<string, Buffer> {
  const output = git(folder, ['cat-file', '--batch'], `${[...ids].join('\n')}\n`);
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [id = '', type, size] = output.toString('latin1', at, end).split(' ');
    if (type !== 'blob')
      throw new KeelsonError('KS7003', { message: `git cat-file: ${id} is ${type}`, fix: 'fetch it: this clone does not have every file' });
    const start = end + 1;
    contents.set(id, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}
