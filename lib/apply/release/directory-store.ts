import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Blob, BlobChanged, type BlobStore } from './blob-store.ts';

/** A lock that is older was left by an applier that was killed: it is held for a compare and a rename. */
const LOCK_MS = 10_000;

/** Blobs as files of a directory, which only this user may enter. */
export class DirectoryStore implements BlobStore {
  readonly name: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.name = `directory ${root}`;
  }

  async get(key: string): Promise<Blob | undefined> {
    try {
      const bytes = readFileSync(this.#file(key));
      return { bytes, version: versionOf(bytes) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async put(key: string, bytes: Uint8Array, expected?: string | null): Promise<string> {
    const file = this.#file(key);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const unlock = expected === undefined ? undefined : await lock(`${file}.lock`);
    try {
      if (expected !== undefined && ((await this.get(key))?.version ?? null) !== expected) throw new BlobChanged(key);
      const staged = `${file}.${process.pid}.new`;
      writeFileSync(staged, bytes, { mode: 0o600 });
      renameSync(staged, file);
      return versionOf(bytes);
    } finally {
      unlock?.();
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    const folder = prefix.includes('/') ? join(this.#root, dirname(`${prefix}x`)) : this.#root;
    try {
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.(new|lock)$/.test(entry.name))
        .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    rmSync(this.#file(key), { force: true });
  }

  #file(key: string): string {
    return join(this.#root, ...key.split('/'));
  }
}

function versionOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** A folder is made by one alone, on any file system. */
async function lock(folder: string): Promise<() => void> {
  for (;;) {
    try {
      mkdirSync(folder);
      return () => rmdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made > LOCK_MS) rmSync(folder, { recursive: true, force: true });
    else await sleep(20);
  }
}
