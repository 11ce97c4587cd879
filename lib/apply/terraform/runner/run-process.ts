import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { OutputFile } from './output-file.ts';

/** One run of a program. */
export interface ProcessRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** All that the program gets of an environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How long a program that was asked to end may take for it. @default 60000 */
  readonly graceMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Gets each line of the standard output as it comes; it is not kept then. */
  readonly line?: (line: string) => void;
  /** File for the standard output, whose lines are read from there: the program lives on when this process is killed. */
  readonly outputFile?: string;
  /** Gets the id of the process. */
  readonly started?: (pid: number) => void;
}

/** How it went. */
export interface ProcessResult {
  /** Exit code; undefined for a program that a signal ended. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly endedBy: 'itself' | 'timeout' | 'cancelled' | 'signal';
}

const GRACE_MS = 60_000;
/** What is kept of a standard error: its end says why. */
const MOST_ERROR_CHARACTERS = 256 * 1024;

/**
 * Runs a program in a process group of its own, without a shell. Asked to end, by the signal or the timeout, it gets SIGTERM and its
 * grace, so that it saves its state and gives back its lock; then its whole group is killed. Whatever is left of the group when the
 * program has ended is killed, too: a child of a killed Terraform would go on changing the world.
 */
export function runProcess(run: ProcessRun): Promise<ProcessResult> {
  const { program, args, folder, environment, timeoutMs, graceMs = GRACE_MS, signal, line, outputFile, started } = run;
  return new Promise((resolve, reject) => {
    let endedBy: ProcessResult['endedBy'] = 'itself';
    let stdout = '';
    let stderr = '';
    const file = outputFile === undefined || !line ? undefined : new OutputFile(outputFile, line);
    const own = file?.descriptor ?? 'pipe';
    const child = spawn(program, [...args], {
      cwd: folder,
      env: { ...environment },
      detached: true,
      stdio: ['ignore', own, file ? own : 'pipe'],
    });
    file?.started();
    if (child.pid !== undefined) started?.(child.pid);
    let grace: NodeJS.Timeout | undefined;
    const end = (why: 'timeout' | 'cancelled'): void => {
      if (endedBy !== 'itself') return;
      endedBy = why;
      child.kill('SIGTERM');
      grace = setTimeout(() => killGroup(child.pid), graceMs);
    };
    const timeout = setTimeout(() => end('timeout'), timeoutMs);
    const cancel = (): void => end('cancelled');
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    const { stdout: out, stderr: errors } = child as ChildProcess;
    if (out && line) createInterface({ input: out, crlfDelay: Number.POSITIVE_INFINITY }).on('line', line);
    else out?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    errors?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MOST_ERROR_CHARACTERS);
    });
    const settle = (): void => {
      clearTimeout(timeout);
      clearTimeout(grace);
      signal?.removeEventListener('abort', cancel);
    };
    child.on('error', (error) => {
      settle();
      file?.end();
      reject(error);
    });
    // A child of the program may hold its pipes open: what is left of the group goes before they are waited for.
    child.on('exit', () => killGroup(child.pid));
    child.on('close', (code, killedBy) => {
      settle();
      file?.end();
      resolve({ code: code ?? undefined, stdout, stderr, endedBy: killedBy !== null && endedBy === 'itself' ? 'signal' : endedBy });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // nothing is left of it
  }
}
