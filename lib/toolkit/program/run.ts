import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import { currentHost, setHost, type SynthHost } from '../../synth/host.ts';
import type { SynthResult } from '../../synth/result.ts';
import type { Program } from './find.ts';
import { type LoadedProgram, loadProgram } from './load.ts';
import { PROGRAM_SCRIPT, userPlace } from './source-positions.ts';

/** What came of running a program. */
export interface ProgramRun {
  /** What platform.synth() gave; undefined when it was never reached. */
  readonly result?: SynthResult;
  /** Everything that was wrong, the program's own failure among it. */
  readonly errors: readonly KeelsonError[];
  /** What of the compiled program came from the cache. */
  readonly cached: LoadedProgram['cached'];
  /** Milliseconds to compile or read, and to run. */
  readonly loadMs: number;
  readonly runMs: number;
  /** A stack trace in terms of the sources. */
  mapStack(stack: string): string;
  /** Keeps what was compiled for the next run. */
  save(): void;
}

/** Frames of an error's stack: a library may be deep between the program's line and the failure. */
const STACK_FRAMES = 60;

/** Runs a program in this process. Throws {@link KeelsonErrors} when it does not compile. */
export async function runProgram(program: Program, options: { readonly debug?: boolean } = {}): Promise<ProgramRun> {
  const start = performance.now();
  const loaded = await loadProgram(program, { debug: options.debug ?? false });
  const loadedAt = performance.now();
  const results: SynthResult[] = [];
  const reported: (readonly KeelsonError[])[] = [];
  const host: SynthHost = {
    appRoot: program.appRoot,
    debug: options.debug ?? false,
    isUserFile: (file) => file === PROGRAM_SCRIPT,
    mapSource: (_file, line, column) => loaded.positions.find(line, column),
    begin: ({ errors }) => reported.push(errors),
    finish: (result) => results.push(result),
  };
  const failure = run(loaded, host);
  const errors = [...new Set([...results.flatMap((result) => result.errors), ...(failure ? reported.flat() : []), ...(failure ? ownErrors(failure.error, loaded) : [])])];
  if (results.length === 0 && errors.length === 0) errors.push(new KeelsonError('KS0007', { message: 'the program ended without a call of platform.synth()' }));
  if (results.length > 1 && !errors.some((error) => error.code === 'KS1010')) {
    errors.push(new KeelsonError('KS1010', { message: `platform.synth() was called ${results.length} times`, fix: 'create one Platform, and call its synth() once' }));
  }
  const result = results.at(-1);
  return {
    ...(result && { result }),
    errors,
    cached: loaded.cached,
    loadMs: loadedAt - start,
    runMs: performance.now() - loadedAt,
    mapStack: (stack) => loaded.mapStack(stack),
    save: () => loaded.save(),
  };
}

function run(loaded: LoadedProgram, host: SynthHost): { readonly error: unknown } | undefined {
  const previous = currentHost();
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = STACK_FRAMES;
  setHost(host);
  try {
    loaded.run();
    return undefined;
  } catch (error) {
    return { error };
  } finally {
    setHost(previous);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What the program threw, as errors of Keelson. */
function ownErrors(error: unknown, loaded: LoadedProgram): readonly KeelsonError[] {
  if (KeelsonError.is(error)) return [error];
  if (KeelsonErrors.is(error)) return error.errors;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const source = userPlace(stack, loaded.positions);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `the program threw ${String(error)}`;
  return [new KeelsonError('KS0006', { message: message.trimEnd(), ...(source && { source }), cause: error })];
}
