import { distinctErrors, KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import { currentHost, type SynthHost, setHost } from '../../synth/host.ts';
import type { SynthResult } from '../../synth/result.ts';
import type { IoHost } from '../io-host.ts';
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

/** How a program is run. */
export interface RunOptions {
  /** Keeps creation stacks. @default false */
  readonly debug?: boolean;
  /** Writes every manifest anew, whatever is known of it: for a comparison that trusts nothing. @default false */
  readonly check?: boolean;
}

/** A library may be many calls deep between the program's line and the failure. */
const STACK_FRAMES = 60;

/** Loads and runs a program. Throws KS0005, KS0008, KS0009 or KS0010 when it does not compile; whatever it throws itself is in `errors`. */
export async function runProgram(program: Program, options: RunOptions, io: IoHost): Promise<ProgramRun> {
  const debug = options.debug ?? false;
  const start = performance.now();
  const onCompile = () => io.notify({ level: 'progress', code: 'synth.compiling', payload: { file: program.file } });
  const loaded = await loadProgram(program, { debug, onCompile });
  const ready = performance.now();
  const results: SynthResult[] = [];
  const recorded: (readonly KeelsonError[])[] = [];
  const digests = options.check ? undefined : loaded.manifests();
  const thrown = await runWith(loaded, {
    ...(digests && { digests }),
    appRoot: program.appRoot,
    debug,
    isUserFile: (file) => file === PROGRAM_SCRIPT,
    mapSource: (file, line, column) => (file === PROGRAM_SCRIPT ? loaded.positions.find(line, column) : { file, line, column }),
    begin: ({ errors }) => void recorded.push(errors),
    finish: (result) => void results.push(result),
  });
  const end = performance.now();
  const result = results.at(-1);
  const phases = result?.timings ?? [];
  const synth = phases.reduce((sum, phase) => sum + phase.ms, 0);
  const errors = distinctErrors([...results.flatMap((run) => run.errors), ...(thrown ? [...recorded.flat(), ...thrown] : [])]);
  return {
    ...(result && { result }),
    errors: [...errors, ...miscalled(results, errors, thrown)],
    warnings: result?.warnings ?? [],
    timings: [{ phase: 'load', ms: ready - start }, { phase: 'program', ms: end - ready - synth }, ...phases],
    cached: loaded.cached,
    save() {
      loaded.save(errors.length === 0 && !thrown);
      if (result?.content) digests?.save();
    },
  };
}

/** What the program threw, if it did, or an async function of it that nothing waits for. */
async function runWith(loaded: LoadedProgram, host: SynthHost): Promise<readonly KeelsonError[] | undefined> {
  const previous = currentHost();
  const { stackTraceLimit } = Error;
  let failure: { readonly error: unknown } | undefined;
  const onRejection = (error: unknown): void => {
    failure ??= { error };
  };
  Error.stackTraceLimit = STACK_FRAMES;
  process.on('unhandledRejection', onRejection);
  setHost(host);
  try {
    loaded.run();
    await new Promise(setImmediate);
  } catch (error) {
    failure = { error };
  } finally {
    setHost(previous);
    process.off('unhandledRejection', onRejection);
    Error.stackTraceLimit = stackTraceLimit;
  }
  return failure && programErrors(failure.error, loaded);
}

/** A program calls platform.synth() once. A second call of one platform's reports itself. */
function miscalled(results: readonly SynthResult[], errors: readonly KeelsonError[], thrown: unknown): KeelsonError[] {
  if (results.length === 0 && errors.length === 0 && !thrown) {
    return [new KeelsonError('KS0007', { message: 'the program ended without a call of platform.synth()' })];
  }
  if (results.length < 2 || errors.some((error) => error.code === 'KS1010')) return [];
  const message = `platform.synth() was called for ${results.length} platforms`;
  return [new KeelsonError('KS1010', { message, fix: 'create one Platform, and call its synth() once' })];
}

/** What a program threw, as errors with the user's own line and a stack in terms of the sources. */
function programErrors(error: unknown, loaded: LoadedProgram): readonly KeelsonError[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (error instanceof Error) error.stack = loaded.mapStack(stack);
  if (KeelsonError.is(error)) return [error];
  if (KeelsonErrors.is(error)) return error.errors;
  const source = userPlace(stack, loaded.positions);
  const missing = /^Cannot find module '((?:@[^/']+\/)?[^@./'][^/']*)[^']*'/.exec(error instanceof Error ? error.message : '')?.[1];
  if (missing !== undefined) {
    return [
      new KeelsonError('KS0009', {
        message: `${missing} is not installed`,
        fix: `npm install ${missing}`,
        ...(source && { source }),
        cause: error,
      }),
    ];
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `the program threw ${String(error)}`;
  return [new KeelsonError('KS0006', { message: oneLine(message), ...(source && { source }), cause: error })];
}

/** In the form of Keelson's messages: without a full stop, and without the names that the bundle has for imports. */
function oneLine(message: string): string {
  return message
    .trim()
    .replace(/\.$/, '')
    .replaceAll(/\bimport_\w+\./g, '');
}
