import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import { type IoHost, notifyProblem, silentHost } from '../io-host.ts';
import { findProgram, type Program, type ProgramOptions } from '../program/find.ts';
import { runProgram } from '../synth/run-program.ts';
import { type ChartsReport, lockCharts } from './lock-charts.ts';
import { planCharts } from './plan-charts.ts';

/** What to lock. */
export interface LockOptions extends ProgramOptions {
  /** Says what is out of date; fetches and writes nothing. @default false */
  readonly check?: boolean;
  /** Environment of helm, with its proxy and credentials. @default - process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

/** What a lock did. */
export interface LockOutcome {
  readonly program: Program;
  /** Charts that are rendered at synth. */
  readonly charts: ChartsReport;
  /** With `check`: what is out of date, a line for each. */
  readonly stale: readonly string[];
  /** What could not be locked. */
  readonly errors: readonly KeelsonError[];
}

/**
 * Runs a program, and brings its locks up to date with what it uses: the only verb that uses the network.
 * Throws KS0002 to KS0004 when there is no program, its errors when it ends before platform.synth(), KS1016 for a lock of another
 * form, and KS9001 without helm.
 */
export async function lockProgram(options: LockOptions = {}, io: IoHost = silentHost): Promise<LockOutcome> {
  const program = findProgram(options);
  const run = await runProgram(program, {}, io);
  // What is wrong beside is told by synth: the constructs said what they use all the same.
  if (!run.result) throw new KeelsonErrors(run.errors);
  const plan = planCharts(
    program.appRoot,
    run.result.requests.filter((request) => request.kind === 'chart'),
  );
  if (options.check) {
    const stale = [
      ...plan.charts.filter((chart) => chart.state !== 'current').map((chart) => `${chart.key}: ${chart.state}`),
      ...plan.unused.map((key) => `${key}: not used`),
    ];
    const unchanged = plan.charts.filter((chart) => chart.state === 'current').map((chart) => chart.key);
    return { program, stale, errors: [], charts: { fetched: [], removed: [], unchanged, errors: [] } };
  }
  const charts = await lockCharts(program.appRoot, plan, options.environment ?? process.env, io);
  for (const error of charts.errors) notifyProblem(io, 'error', error);
  return { program, stale: [], charts, errors: charts.errors };
}

/** The error that stale locks stand for. */
export function staleError(stale: readonly string[]): KeelsonError {
  return new KeelsonError('KS9012', { message: stale.join(', ') });
}
