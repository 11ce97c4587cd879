import { findProgram } from '../../toolkit/program/find.ts';
import { type PoolUse, type ResourceUse, type SimulateReport, simulate } from '../../toolkit/simulate/simulate.ts';
import type { CommandRun } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { problemData } from '../render/problem.ts';
import { count } from '../render/summary.ts';
import { ToolProgress } from './sandbox/progress.ts';
import { numberOf } from './target-input.ts';

/** keelson simulate. Ctrl-C removes the sandbox before it ends. */
export const run: CommandRun = async ({ options, output }) => {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const [environment, cluster, program, out, withoutPods] = ['env', 'cluster', 'program', 'out', 'withoutPods'].map(text);
  const undeclaredNodes = numberOf('--undeclared-nodes', text('undeclaredNodes'));
  const found = findProgram({ ...(program !== undefined && { program }), ...(out !== undefined && { out }) });
  const tools = new ToolProgress(output);
  const stop = new AbortController();
  const interrupted = (): void => stop.abort();
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const report = await simulate({
      directory: found.output,
      root: found.appRoot,
      signal: stop.signal,
      notify: tools.take,
      ...(environment !== undefined && { environment }),
      ...(cluster !== undefined && { cluster }),
      ...(undeclaredNodes !== undefined && { undeclaredNodes }),
      ...(withoutPods !== undefined && { withoutPods: withoutPods.split(',').filter(Boolean) }),
    });
    if (options['output'] === 'json') output.json({ ...report, errors: report.errors.map((error) => problemData(error)) });
    else tell(report, output);
    return exitCode(report);
  } catch (error) {
    if (stop.signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    tools.stop();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
};

function exitCode({ fits, errors }: SimulateReport): ExitCode {
  if (fits) return EXIT.done;
  return errors.some((error) => error.code !== 'KS8108') ? EXIT.userError : EXIT.partlyDone;
}

function tell({ environment, cluster, fits, pools, workloads, errors }: SimulateReport, output: Output): void {
  output.line(`${environment}/${cluster}, every pool with its most nodes:`);
  for (const pool of pools) output.line(`  ${poolLine(pool)}`);
  for (const error of errors) output.error(error);
  const pods = workloads.reduce((sum, workload) => sum + workload.pods, 0);
  if (fits)
    output.done(
      `${pods === 1 ? 'the one pod' : `all ${pods} pods`} of ${count(workloads.length, 'workload')} ${pods === 1 ? 'has' : 'have'} a node`,
    );
}

function poolLine({ pool, nodes, usedNodes, pods, resources, unknown }: PoolUse): string {
  const left = Object.entries(resources).map(([name, use]) => `${name} ${amount(name, use)}`);
  const untold = unknown.length > 0 ? [`${unknown.join(' and ')} not told by the pool`] : [];
  return `${pool}: ${count(pods, 'pod')} on ${usedNodes} of ${count(nodes, 'node')}; ${[...left, ...untold].join(', ')}`;
}

function amount(name: string, { left, allocatable }: ResourceUse): string {
  const unit = name === 'memory' ? ' GiB' : '';
  return `${short(left)} of ${short(allocatable)}${unit} left`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
