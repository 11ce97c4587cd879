import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../assembly/is-alive.ts';

/** A program that was started, as it is written down: the id alone may belong to another one after a restart of the machine. */
export interface StartedProcess {
  readonly name: string;
  readonly pid: number;
  /** When it began, as the system tells it. @default - unknown on this system */
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

/** Whether this very process is running, and not another one that has its id by now. */
export function isRunning({ pid, startTime }: StartedProcess): boolean {
  // 0 and negative numbers name groups of processes.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (!isAlive(pid)) return false;
  const now = startTimeOf(pid);
  return now === 'ended' ? false : startTime === undefined || now === undefined || now === startTime;
}

/** When a process began; `ended` for one that only waits to be collected, undefined where the system does not tell. */
export function startTimeOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startTimeOfLinux(pid) : startTimeOfPs(pid);
}

/** The boot of the machine, and ticks since: a count alone comes again after a restart. */
function startTimeOfLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in brackets and may hold spaces; state is the first field after it, start time the twentieth (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function startTimeOfPs(pid: number): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
