import { hash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { DirectoryLease } from '../lease/directory-lease.ts';
import type { LeasePlace } from '../lease/lease-place.ts';
import { type Blob, BlobChanged, type BlobStore } from './blob-store.ts';
import { FolderLock } from './folder-lock.ts';

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
    const staged = `${file}.${randomUUID()}.new`;
    writeFileSync(staged, bytes, { mode: 0o600 });
    const lock = expected === undefined ? undefined : await FolderLock.take(`${file}.lock`);
    try {
      if (expected !== undefined && ((await this.get(key))?.version ?? null) !== expected) throw new BlobChanged(key);
      // Who was held up for so long that another one took the lock was not alone.
      if (lock?.isOwn() === false) throw new BlobChanged(key);
      renameSync(staged, file);
      return versionOf(bytes);
    } finally {
      lock?.release();
      rmSync(staged, { force: true });
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

  lease(environment: string): LeasePlace {
    return new DirectoryLease(this.#file(`leases/${environment}`));
  }

  #file(key: string): string {
    return join(this.#root, ...key.split('/'));
  }
}

function versionOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
