import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../assembly/is-alive.ts';

/** A lock that is older was left by an applier that was killed or stopped: it is held for a compare and a rename. */
const LOCK_MS = 10_000;

/**
 * A lock that works on every file system: a folder, which one alone can make, with a file in it that names its owner. That of a process
 * that is gone, or that held it for too long, is taken from it. Whoever holds one asks {@link isOwn} before the write that it guards.
 */
export class FolderLock {
  readonly #folder: string;
  readonly #owner: string;

  private constructor(folder: string, owner: string) {
    this.#folder = folder;
    this.#owner = owner;
  }

  static async take(folder: string): Promise<FolderLock> {
    for (;;) {
      // The owner is in it when it appears: a lock without one is never seen.
      const owner = `${process.pid}.${hostname()}.${randomUUID()}.lock`;
      const own = `${folder}.${randomUUID()}.lock`;
      mkdirSync(own);
      writeFileSync(join(own, owner), '');
      try {
        // A folder is only renamed to one that is not there, or is empty.
        renameSync(own, folder);
        return new FolderLock(folder, owner);
      } catch (error) {
        rmSync(own, { recursive: true, force: true });
        if (!['EEXIST', 'ENOTEMPTY', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
      if (!takeAway(folder)) await sleep(20);
    }
  }

  isOwn(): boolean {
    return existsSync(join(this.#folder, this.#owner));
  }

  release(): void {
    empty(this.#folder, this.#owner);
  }
}

/** Takes a lock away that nobody can want any more. @returns whether to try again at once */
function takeAway(folder: string): boolean {
  const owner = ownerOf(folder);
  if (owner === undefined) return empty(folder);
  const age = Date.now() - (statSync(join(folder, owner), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const [pid = '', ...rest] = owner.split('.');
  const isGone = rest.slice(0, -2).join('.') === hostname() && !isAlive(Number(pid));
  if (!isGone && age <= LOCK_MS) return false;
  return empty(folder, owner);
}

/** Removes this very owner, and with it the lock, unless somebody took it meanwhile: only an empty folder can be removed. */
function empty(folder: string, owner?: string): true {
  if (owner !== undefined) rmSync(join(folder, owner), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // somebody has it, or it is gone
  }
  return true;
}

function ownerOf(folder: string): string | undefined {
  try {
    return readdirSync(folder)[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
