import type { AssemblyContent } from '../../assembly/content.ts';
import { type CheckReport, checkAssembly, type WriteReport, writeAssembly } from '../../assembly/writer.ts';
import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import { writeUpstream } from '../../synth/upstream.ts';
import { type IoHost, notifyProblem, silentHost } from '../io-host.ts';
import { findProgram, type Program, type ProgramOptions } from '../program/find.ts';
import { type ProgramRun, runProgram } from './run-program.ts';
import { writeSources } from './sources.ts';

/** How a program is synthesised. */
export interface SynthOptions extends ProgramOptions {
  /** Compares with the output and writes nothing. @default false */
  readonly check?: boolean;
  /** Keeps creation stacks and source maps of libraries; slow. @default false */
  readonly debug?: boolean;
  /** Environment variables; those that upstream CLIs set send the output there. @default - process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What a synth did. */
export interface SynthOutcome {
  readonly program: Program;
  /** Everything that was wrong; the output is untouched unless this is empty. */
  readonly errors: readonly KeelsonError[];
  readonly warnings: readonly KeelsonError[];
  /** Absent when there are errors. */
  readonly content?: AssemblyContent;
  /** Present when the output was written. */
  readonly written?: WriteReport;
  /** Present when it was only compared. */
  readonly checked?: CheckReport;
  readonly timings: ProgramRun['timings'];
  /** What of the compiled program came from the cache; absent when it did not compile. */
  readonly cached?: ProgramRun['cached'];
}

/**
 * Runs a program and writes its output, or compares it. Whatever is wrong with the program or keeps it from being written is in
 * the outcome, all together. Throws KS0002 to KS0004 when there is no program.
 */
export async function synthProgram(options: SynthOptions = {}, io: IoHost = silentHost): Promise<SynthOutcome> {
  const program = findProgram(options);
  const outcome = await attempt(program, options, io);
  for (const warning of outcome.warnings) notifyProblem(io, 'warning', warning);
  for (const error of outcome.errors) notifyProblem(io, 'error', error);
  const { content, written, checked } = outcome;
  const directory = program.output;
  if (content && written) io.notify({ level: 'info', code: 'synth.written', payload: { directory, content, report: written } });
  if (content && checked) {
    io.notify({ level: isCurrent(checked) ? 'info' : 'error', code: 'synth.checked', payload: { directory, content, report: checked } });
  }
  return outcome;
}

async function attempt(program: Program, options: SynthOptions, io: IoHost): Promise<SynthOutcome> {
  let run: ProgramRun | undefined;
  try {
    run = await runProgram(program, options, io);
    const { errors, warnings, cached, result } = run;
    run.save();
    if (errors.length > 0 || !result?.content) return { program, warnings, cached, errors, timings: run.timings };
    const { content } = result;
    const start = performance.now();
    const done = options.check
      ? { checked: checkAssembly(content, { directory: program.output }) }
      : write(content, program, options.environment ?? process.env);
    if (!options.check) writeSources(program.appRoot, result.sources);
    const timings = [...run.timings, { phase: options.check ? 'compare' : 'write', ms: performance.now() - start }];
    return { program, warnings, cached, errors, content, timings, ...done };
  } catch (error) {
    const errors = KeelsonErrors.is(error) ? error.errors : KeelsonError.is(error) ? [error] : undefined;
    if (!errors) throw error;
    return { program, warnings: run?.warnings ?? [], errors, timings: run?.timings ?? [], ...(run && { cached: run.cached }) };
  }
}

/** Whether a comparison found nothing. */
export function isCurrent(report: CheckReport): boolean {
  return report.missing.length + report.changed.length + report.stray.length === 0;
}

/**
 * The error that a comparison with differences stands for.
 * @param names the output folder and the command that mends it, as the reader would type them
 */
export function differenceError(report: CheckReport, names: { readonly output: string; readonly command: string }): KeelsonError {
  const parts = (['changed', 'missing', 'stray'] as const).flatMap((kind) =>
    report[kind].length > 0 ? [`${report[kind].length} ${kind}`] : [],
  );
  return new KeelsonError('KS0014', { object: names.output, message: parts.join(', '), fix: `run ${names.command} and commit the result` });
}

/** Under an upstream CLI its output folder takes everything, and nothing is left to tell. */
function write(
  content: AssemblyContent,
  program: Program,
  environment: Readonly<Record<string, string | undefined>>,
): { written?: WriteReport } {
  return writeUpstream(content, environment) ? {} : { written: writeAssembly(content, { directory: program.output }) };
}
