import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program that was started, as it is written down: the id alone may belong to another one after a restart of the machine. */
export interface StartedProcess {
  readonly name: string;
  readonly pid: number;
  /** When it began, in the kernel's own count. @default - unknown on this system */
  readonly startTime?: string;
}

/** Writes down what was started. */
export function writeProcess(folder: string, started: StartedProcess): void {
  writeFileSync(join(folder, `${started.name}.pid.json`), `${JSON.stringify(started)}\n`);
}

/** What was started under a name, running or not. */
export function readProcess(folder: string, name: string): StartedProcess | undefined {
  const file = join(folder, `${name}.pid.json`);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StartedProcess;
  } catch {
    return undefined;
  }
}

/** Whether this very process is running. */
export function isRunning({ pid, startTime }: StartedProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startTimeOf(pid);
  return now === 'ended' ? false : startTime === undefined || now === undefined || now === startTime;
}

/** When a process began, in ticks since the machine did; `ended` for one that only waits to be collected. Linux only. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in brackets and may hold spaces; state is the first field after it, start time the twentieth (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}
