import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import { isRunning, type StartedProcess, startTimeOf } from '../processes/process-file.ts';

/** As long as every program may take to be built. */
const WAIT_MS = 900_000;

/** Does something that only one process may do at a time; the lock of one that was killed is void. Throws KS8106. */
export async function locked<T>(folder: string, name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const file = `${folder}.lock`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const deadline = performance.now() + WAIT_MS;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder && !isRunning(holder)) steal(file, holder);
    else if (performance.now() > deadline)
      throw new KeelsonError('KS8106', { object: name, message: `process ${holder?.pid} holds ${file}` });
    else await sleep(100, undefined, signal ? { signal } : {});
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  const startTime = startTimeOf(process.pid);
  const own: StartedProcess = { name: 'lock', pid: process.pid, ...(startTime !== undefined && { startTime }) };
  try {
    writeFileSync(file, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds the lock; undefined while that is being written, or when it was just let go. */
function holderOf(file: string): StartedProcess | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StartedProcess;
  } catch {
    return undefined;
  }
}

/** Of several who wait, one moves the file away. */
function steal(file: string, holder: StartedProcess): void {
  if (holderOf(file)?.pid !== holder.pid) return;
  try {
    renameSync(file, `${file}.${process.pid}`);
    rmSync(`${file}.${process.pid}`, { force: true });
  } catch {
    // another one was quicker
  }
}
