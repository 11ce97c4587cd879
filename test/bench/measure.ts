import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One run of a command. */
export interface Run {
  readonly seconds: number;
  /** Peak resident memory of the command and its child processes together, in MB; undefined where /proc can't tell. */
  readonly peakMb: number | undefined;
  /** Standard output. */
  readonly output: string;
}

/** Runs a command once; its output is shown only if it fails. */
export async function measure(command: string, args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<Run> {
  const started = performance.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const peaks = new Map<number, number>();
  const poll = setInterval(() => child.pid && note(child.pid, peaks), 10);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  clearInterval(poll);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${Buffer.concat(output)}${Buffer.concat(errors)}`);
  const peakMb = peaks.size > 0 ? [...peaks.values()].reduce((sum, kb) => sum + kb, 0) / 1000 : undefined;
  return { seconds, peakMb, output: Buffer.concat(output).toString('utf8') };
}

/** Medians of `times` runs, after one that warms the file cache. */
export async function median(times: number, run: () => Promise<Run>): Promise<Run> {
  return (await inTurns(times, { run })).run;
}

/**
 * Medians of several commands that take turns, so that whatever else the machine does falls on all of them alike. Each runs `times`
 * times, after one turn that warms the file cache.
 */
export async function inTurns<K extends string>(times: number, commands: Readonly<Record<K, () => Promise<Run>>>): Promise<Record<K, Run>> {
  const names = Object.keys(commands) as K[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]])) as Record<K, Run[]>;
  for (let turn = 0; turn <= times; turn++) {
    for (const name of names) {
      const run = await commands[name]();
      if (turn > 0) runs[name].push(run);
    }
  }
  return Object.fromEntries(names.map((name) => [name, middle(runs[name])])) as Record<K, Run>;
}

/** Medians of the time and of the memory of some runs. */
function middle(runs: readonly Run[]): Run {
  const of = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const peaks = runs.flatMap((one) => one.peakMb ?? []);
  return {
    seconds: of(runs.map((one) => one.seconds)),
    peakMb: peaks.length > 0 ? of(peaks) : undefined,
    output: runs.at(-1)?.output ?? '',
  };
}

/** Notes the high-water mark of a process and its children, in kB. */
function note(pid: number, peaks: Map<number, number>): void {
  try {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (peak) peaks.set(pid, Number(peak));
    for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')) if (child) note(Number(child), peaks);
  } catch {
    // The process ended, or there is no /proc.
  }
}
