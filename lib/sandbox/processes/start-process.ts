import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type StartedProcess, startTimeOf, writeProcess } from './process-file.ts';

/** Starts a program that goes on after this one has ended; its output goes to `<name>.log`. */
export function startProcess(folder: string, name: string, program: string, args: readonly string[]): StartedProcess {
  const log = openSync(join(folder, `${name}.log`), 'a');
  try {
    const child = spawn(program, args, { cwd: folder, detached: true, stdio: ['ignore', log, log] });
    child.on('error', () => {});
    child.unref();
    const pid = child.pid ?? 0;
    const startTime = startTimeOf(pid);
    const started = { name, pid, ...(startTime !== undefined && startTime !== 'ended' && { startTime }) };
    writeProcess(folder, started);
    return started;
  } finally {
    closeSync(log);
  }
}

/** Asks a process to end, and ends it after a while. */
export async function stopProcess(started: StartedProcess, graceMs = 5000): Promise<void> {
  const deadline = performance.now() + graceMs;
  signal(started, 'SIGTERM');
  while (isRunning(started)) {
    if (performance.now() > deadline) signal(started, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The last lines of a program's log. */
export function lastLines(folder: string, name: string, lines = 8): string {
  try {
    return readFileSync(join(folder, `${name}.log`), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  } catch {
    return '';
  }
}

function signal(started: StartedProcess, name: NodeJS.Signals): void {
  if (!isRunning(started)) return;
  try {
    process.kill(started.pid, name);
  } catch {
    // it has just ended
  }
}
