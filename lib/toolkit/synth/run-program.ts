import { KeelsonError } from '../../core/errors.ts';
import { type SynthHost, setHost } from '../../synth/host.ts';
import type { SynthResult } from '../../synth/result.ts';
import type { Program } from '../program/find.ts';
import { type LoadedProgram, loadProgram } from '../program/load.ts';
import { PROGRAM_SCRIPT, userPlace } from '../program/source-positions.ts';

/** What running a program gave. */
export interface ProgramRun {
  /** Absent when the program ended before its platform.synth(). */
  readonly result?: SynthResult;
  /** Everything that is wrong, of the program and of its synth. */
  readonly errors: readonly KeelsonError[];
  readonly warnings: readonly KeelsonError[];
  /** Milliseconds per phase, in order. */
  readonly timings: readonly { readonly phase: string; readonly ms: number }[];
  /** What was taken from the cache. */
  readonly cached: LoadedProgram['cached'];
  /** Keeps what was compiled for the next run. */
  save(): void;
}

/** Loads and runs a program. Throws KS0005, KS0008, KS0009 or KS0010 when it does not compile; whatever it throws itself is in `errors`. */
export async function runProgram(program: Program, options: { readonly debug?: boolean } = {}): Promise<ProgramRun> {
  const debug = options.debug ?? false;
  const start = performance.now();
  const loaded = await loadProgram(program, { debug });
  const ready = performance.now();
  const results: SynthResult[] = [];
  let recorded: readonly KeelsonError[] = [];
  const host: SynthHost = {
    appRoot: program.appRoot,
    debug,
    isUserFile: (file) => file === PROGRAM_SCRIPT,
    mapSource: (file, line, column) => (file === PROGRAM_SCRIPT ? loaded.positions.find(line, column) : { file, line, column }),
    begin: ({ errors }) => {
      recorded = errors;
    },
    finish: (result) => void results.push(result),
  };
  setHost(host);
  let thrown: KeelsonError | undefined;
  try {
    loaded.run();
  } catch (error) {
    thrown = programError(error, loaded);
  } finally {
    setHost(undefined);
  }
  const result = results.at(-1);
  const errors = [...(result?.errors ?? recorded), ...(thrown ? [thrown] : [])];
  if (errors.length === 0 && !result)
    errors.push(new KeelsonError('KS0007', { message: `${program.file} ended without it`, source: { file: program.file, line: 1 } }));
  const end = performance.now();
  const inside = result?.timings ?? [];
  const synth = inside.reduce((sum, phase) => sum + phase.ms, 0);
  return {
    ...(result && { result }),
    errors,
    warnings: result?.warnings ?? [],
    timings: [{ phase: 'load', ms: ready - start }, { phase: 'program', ms: end - ready - synth }, ...inside],
    cached: loaded.cached,
    save: () => loaded.save(),
  };
}

/** What a program threw, as an error with the user's own line. */
function programError(error: unknown, loaded: LoadedProgram): KeelsonError {
  if (KeelsonError.is(error)) return error;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const source = userPlace(stack, loaded.positions);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const mapped = error instanceof Error ? Object.assign(error, { stack: loaded.mapStack(stack) }) : error;
  return new KeelsonError('KS0006', { message, ...(source && { source }), cause: mapped });
}
