import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { AssemblySource } from '../../assembly/reader.ts';
import { KeelsonError } from '../../core/errors.ts';

const LIMIT = 1024 * 1024 * 1024;

/**
 * A directory as it was in a revision; one `git ls-tree` and one `git cat-file` for all files.
 * @param directory absolute path of the directory; it need not exist now
 * @returns undefined when the revision does not have it
 * Throws KS7001 outside a repository, KS7002 for an unknown revision, KS7003 when git fails.
 */
export function revisionSource(directory: string, revision: string): AssemblySource | undefined {
  const folder = existing(directory);
  const top = git(folder, ['rev-parse', '--show-toplevel'], 'KS7001', `${directory} is in no git repository`).toString().trim();
  const path = relative(top, realpathSync(folder)).split(sep).join('/');
  const rest = relative(folder, directory).split(sep).join('/');
  const prefix = [path, rest].filter(Boolean).join('/');
  const commit = git(
    folder,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    'KS7002',
    `${JSON.stringify(revision)} is no revision`,
  )
    .toString()
    .trim();
  const listing = git(
    folder,
    ['ls-tree', '-r', '-z', '--full-tree', commit, '--', prefix === '' ? '.' : prefix],
    'KS7003',
    'git ls-tree failed',
  );
  const blobs = new Map<string, string>();
  for (const entry of listing.toString().split('\0').filter(Boolean)) {
    const [mode, , id, name] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry)?.slice(1) ?? [];
    if (!name?.startsWith(`${prefix}/`) || id === undefined) continue;
    const file = name.slice(prefix.length + 1);
    if (mode === '120000') throw new KeelsonError('KS3008', { object: `${revision}:${name}`, message: `${file} is a symbolic link` });
    blobs.set(file, id);
  }
  if (!blobs.has('keelson.json')) return undefined;
  const contents = readBlobs(folder, [...new Set(blobs.values())]);
  return {
    name: `${revision}:${prefix}`,
    list: () => [...blobs.keys()].sort(),
    read: (file) => contents.get(blobs.get(file) ?? '') ?? new Uint8Array(),
  };
}

/** The nearest folder of a path that is there. */
function existing(directory: string): string {
  for (let folder = directory; ; folder = folder.slice(0, Math.max(folder.lastIndexOf(sep), 1))) {
    try {
      return realpathSync(folder) && folder;
    } catch {
      if (folder.length <= 1) return folder;
    }
  }
}

function readBlobs(folder: string, ids: readonly string[]): Map<string, Buffer> {
  const output = git(folder, ['cat-file', '--batch'], 'KS7003', 'git cat-file failed', `${ids.join('\n')}\n`);
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [id = '', , size] = output.toString('utf8', at, end).split(' ');
    const start = end + 1;
    blobs.set(id, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return blobs;
}

function git(cwd: string, argv: readonly string[], code: 'KS7001' | 'KS7002' | 'KS7003', message: string, input?: string): Buffer {
  try {
    return execFileSync('git', argv, { cwd, maxBuffer: LIMIT, stdio: ['pipe', 'pipe', 'pipe'], ...(input !== undefined && { input }) });
  } catch (cause) {
    const { code: failure, stderr } = cause as { code?: string; stderr?: Buffer };
    if (failure === 'ENOENT') throw new KeelsonError('KS7003', { message: 'git is not installed', fix: 'install git', cause });
    const said = stderr?.toString().trim().split('\n')[0];
    throw new KeelsonError(code, { message: code === 'KS7003' && said ? `${message}: ${said}` : message, cause });
  }
}
