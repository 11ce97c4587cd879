import type { AssemblyContent } from '../../assembly/content.ts';
import { type CheckReport, checkAssembly, type WriteReport, writeAssembly } from '../../assembly/writer.ts';
import { KeelsonError } from '../../core/errors.ts';
import { writeUpstream } from '../../synth/upstream.ts';
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
  readonly errors: readonly KeelsonError[];
  readonly warnings: readonly KeelsonError[];
  /** Absent when there are errors. */
  readonly content?: AssemblyContent;
  /** Present when the output was written. */
  readonly written?: WriteReport;
  /** Present when it was only compared. */
  readonly checked?: CheckReport;
  readonly timings: ProgramRun['timings'];
  readonly cached: ProgramRun['cached'];
}

/**
 * Runs a program and writes its output, or compares it. Errors of the program are in the outcome; throws what keeps it from
 * being found, compiled or written (KS0002 to KS0005, KS0008 to KS0010, KS3001 to KS3005).
 */
export async function synthProgram(options: SynthOptions = {}): Promise<SynthOutcome> {
  const program = findProgram(options);
  const run = await runProgram(program, options);
  const { warnings, cached, result } = run;
  const base = { program, warnings, cached };
  if (run.errors.length > 0 || !result?.content) return { ...base, errors: run.errors, timings: run.timings };
  const { content } = result;
  const start = performance.now();
  const written = options.check ? undefined : writeOutput(content, program, options.environment ?? process.env);
  const checked = options.check ? checkAssembly(content, { directory: program.output }) : undefined;
  if (!options.check) writeSources(program.appRoot, result.sources);
  const timings = [...run.timings, { phase: options.check ? 'compare' : 'write', ms: performance.now() - start }];
  run.save();
  return { ...base, errors: [], content, timings, ...(written && { written }), ...(checked && { checked }) };
}

/** Whether a comparison found nothing. */
export function isCurrent(report: CheckReport): boolean {
  return report.missing.length + report.changed.length + report.stray.length === 0;
}

function writeOutput(content: AssemblyContent, program: Program, environment: Readonly<Record<string, string | undefined>>): WriteReport {
  if (writeUpstream(content, environment)) return { written: [], deleted: [], unchanged: 0 };
  return writeAssembly(content, { directory: program.output });
}

/** The error that a comparison with differences stands for. */
export function differenceError(program: Program, report: CheckReport): KeelsonError {
  const parts = (['changed', 'missing', 'stray'] as const).flatMap((kind) =>
    report[kind].length > 0 ? [`${report[kind].length} ${kind}`] : [],
  );
  return new KeelsonError('KS0014', { object: program.output, message: parts.join(', ') });
}
