import { checkAssembly, writeAssembly } from '../../assembly/writer.ts';
import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import { type IoHost, report, silent } from '../io/io-host.ts';
import { findProgram, type Program } from '../program/find.ts';
import { type ProgramRun, runProgram } from '../program/run.ts';
import type { SynthOptions, SynthOutcome, Timing } from './outcome.ts';
import { writeSources } from './sidecar.ts';
import { summarize } from './summary.ts';

/**
 * Runs a program and writes its output, or compares it (`check`). Errors of the user are in the outcome, all together, and
 * nothing is written when there is one; only a failure of Keelson itself throws.
 */
export async function synthProgram(options: SynthOptions = {}, io: IoHost = silent): Promise<SynthOutcome> {
  const timings: Timing[] = [];
  let program: Program | undefined;
  let run: ProgramRun | undefined;
  const outcome = (rest: Partial<SynthOutcome>): SynthOutcome => {
    const errors = rest.errors ?? [];
    const warnings = run?.result?.warnings ?? [];
    for (const warning of warnings) report(io, 'warning', warning);
    for (const error of errors) report(io, 'error', error);
    const platform = run?.result?.platform;
    return {
      ...(program && { program }),
      ...(platform !== undefined && { platform }),
      ...(run && { cached: run.cached }),
      warnings,
      timings,
      mapStack: (stack) => run?.mapStack(stack) ?? stack,
      ...rest,
      errors,
    };
  };
  try {
    program = findProgram(options);
    run = await runProgram(program, { debug: options.debug ?? false });
    timings.push({ phase: 'load', ms: run.loadMs }, ...phases(run));
    if (run.errors.length > 0) return outcome({ errors: run.errors });
    const done = finish(program, run, options, io, timings);
    run.save();
    return outcome(done);
  } catch (error) {
    if (KeelsonErrors.is(error)) return outcome({ errors: error.errors });
    if (KeelsonError.is(error)) return outcome({ errors: [error] });
    throw error;
  }
}

function finish(program: Program, run: ProgramRun, options: SynthOptions, io: IoHost, timings: Timing[]): Partial<SynthOutcome> {
  const { content, sources } = run.result ?? {};
  if (!content) throw new KeelsonError('KS0001', { message: 'platform.synth() gave neither output nor errors' });
  const directory = program.output;
  const start = performance.now();
  const checked = options.check ? checkAssembly(content, { directory }) : undefined;
  const written = options.check ? undefined : writeAssembly(content, { directory });
  if (sources) writeSources(program.appRoot, sources);
  timings.push({ phase: options.check ? 'check' : 'write', ms: performance.now() - start });
  for (const summary of summarize(content)) io.notify({ level: 'info', code: 'synth.environment', payload: { directory, ...summary } });
  if (written) io.notify({ level: 'info', code: 'synth.written', payload: { directory, ...written } });
  const differs = checked && checked.missing.length + checked.changed.length + checked.stray.length > 0;
  if (checked && !differs) io.notify({ level: 'info', code: 'synth.checked', payload: { directory, files: content.files.size } });
  return { content, ...(written && { written }), ...(checked && { checked }) };
}

/** The program's own time, and the phases that platform.synth() measured within it. */
function phases(run: ProgramRun): Timing[] {
  const inner = run.result?.timings ?? [];
  const synth = inner.reduce((sum, { ms }) => sum + ms, 0);
  return [{ phase: 'program', ms: run.runMs - synth }, ...inner];
}
