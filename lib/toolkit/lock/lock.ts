import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import type { LockRequest } from '../../synth/requests.ts';
import { type IoHost, notifyProblem, silentHost } from '../io-host.ts';
import { findProgram, type Program, type ProgramOptions } from '../program/find.ts';
import { runProgram } from '../synth/run-program.ts';
import { type ImagePlan, type ImagesReport, lockImages, planImages } from './images/lock-images.ts';
import { resolveDigest } from './images/registry.ts';
import { type ChartsReport, lockCharts } from './lock-charts.ts';
import { type ChartPlan, planCharts } from './plan-charts.ts';

/** What to lock. */
export interface LockOptions extends ProgramOptions {
  /** Says what is out of date; fetches and writes nothing. @default false */
  readonly check?: boolean;
  /** Environment of helm and of docker's credentials, with their proxy. @default - process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

/** What a lock did. */
export interface LockOutcome {
  readonly program: Program;
  /** Charts that are rendered at synth. */
  readonly charts: ChartsReport;
  /** Images that are given by tag, where images.lock exists or an environment takes pinned images only. */
  readonly images: ImagesReport;
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
  const { appRoot } = program;
  const environment = options.environment ?? process.env;
  const run = await runForLock(program, io);
  const plan = chartsOf(appRoot, run);
  if (options.check) {
    const images = imagesOf(appRoot, run);
    const stale = [
      ...plan.charts.filter((chart) => chart.state !== 'current').map((chart) => `${chart.key}: ${chart.state}`),
      ...plan.unused.map((key) => `${key}: not used`),
      ...images.missing.map((image) => `${image}: new`),
      ...images.unused.map((image) => `${image}: not used`),
    ];
    const unchanged = plan.charts.filter((chart) => chart.state === 'current').map((chart) => chart.key);
    const locked = Object.keys(images.locked).filter((image) => !images.unused.includes(image));
    return {
      program,
      stale,
      errors: [],
      charts: { fetched: [], removed: [], unchanged, errors: [] },
      images: { resolved: [], removed: [], unchanged: locked, errors: [] },
    };
  }
  const charts = await lockCharts(appRoot, plan, environment, io);
  // Charts that were not there had no images.
  const again = charts.fetched.length > 0 ? await runForLock(program, io) : run;
  const images = await lockImages(appRoot, imagesOf(appRoot, again), (image) => resolveDigest(image, environment), io);
  const errors = [...charts.errors, ...images.errors];
  for (const error of errors) notifyProblem(io, 'error', error);
  return { program, stale: [], charts, images, errors };
}

/** What a run of the program asked for. */
interface Asked {
  readonly requests: readonly LockRequest[];
  /** Whether nothing was left out: what is missing in a lock is no reason, for what needs it was asked for. */
  readonly complete: boolean;
}

const LOCK_CODES: ReadonlySet<string> = new Set(['KS1018', 'KS9002', 'KS9003']);

/** A construct with a wrong prop asks for no chart; what it had is kept. */
function chartsOf(appRoot: string, { requests, complete }: Asked): ChartPlan {
  const plan = planCharts(
    appRoot,
    requests.filter((request) => request.kind === 'chart'),
  );
  return complete ? plan : { ...plan, unused: [] };
}

async function runForLock(program: Program, io: IoHost): Promise<Asked> {
  const { result, errors } = await runProgram(program, {}, io);
  // What is wrong beside is told by synth: the constructs said what they use all the same.
  if (!result) throw new KeelsonErrors(errors);
  return { requests: result.requests, complete: errors.every(({ code }) => LOCK_CODES.has(code)) };
}

/** Images are asked for by objects, so a program that makes only some of them says nothing of what is not used. */
function imagesOf(appRoot: string, { requests, complete }: Asked): ImagePlan {
  const plan = planImages(appRoot, requests);
  return complete ? plan : { ...plan, unused: [] };
}

/** The error that stale locks stand for. */
export function staleError(stale: readonly string[]): KeelsonError {
  return new KeelsonError('KS9012', { message: stale.join(', ') });
}
