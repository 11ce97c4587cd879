import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { KeelsonError } from '../core/errors.ts';
import { isAlive } from './is-alive.ts';

/** Name of the file that a writing process keeps in the directory. */
export const LOCK = '.keelson-lock';
const WAIT_MS = 10_000;
/** A lock without a readable owner is stale after this time; one with a living owner never is. */
const STALE_MS = 60_000;

/** Runs `action` while no other process writes to the directory. Waits up to ten seconds, then throws KS3004. */
export function withLock<T>(directory: string, action: () => T): T {
  const file = join(directory, LOCK);
  acquire(file);
  try {
    return action();
  } finally {
    unlinkSync(file);
  }
}

function acquire(file: string): void {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isStale(file)) removeLock(file);
    else if (Date.now() > end)
      throw new KeelsonError('KS3004', { object: file, message: `process ${owner(file) ?? '(unknown)'} holds the lock` });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

function isStale(file: string): boolean {
  const pid = owner(file);
  if (pid !== undefined) return !isAlive(pid);
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > STALE_MS;
}

function owner(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function removeLock(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
