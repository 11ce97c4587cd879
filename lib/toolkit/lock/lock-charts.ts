import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../core/canonical-json.ts';
import { KeelsonError } from '../../core/errors.ts';
import { archivePath, CHARTS_LOCK, type ChartsLock } from '../../synth/charts/charts-lock.ts';
import { findHelm } from '../../synth/charts/helm.ts';
import type { IoHost } from '../io-host.ts';
import { fetchChart } from './fetch-chart.ts';
import { Helm } from './helm-process.ts';
import type { ChartPlan, PlannedChart } from './plan-charts.ts';
import { writeWhole } from './write-whole.ts';

/** What became of the charts. */
export interface ChartsReport {
  readonly fetched: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  readonly errors: readonly KeelsonError[];
}

/**
 * Fetches what is missing, and writes `charts/` and `charts.lock`. What could not be fetched is in the report; the rest is written.
 * Throws KS9001 when something must be fetched and there is no helm.
 */
export async function lockCharts(appRoot: string, plan: ChartPlan, environment: NodeJS.ProcessEnv, io: IoHost): Promise<ChartsReport> {
  const stale = plan.charts.filter((chart) => chart.state !== 'current');
  const charts: Record<string, ChartsLock['charts'][string]> = { ...plan.lock.charts };
  const errors: KeelsonError[] = [];
  const fetched: string[] = [];
  const helm = stale.length > 0 ? openHelm(environment) : undefined;
  for (const chart of stale) {
    try {
      io.notify({ level: 'progress', code: 'lock.fetching', payload: { name: chart.key } });
      charts[chart.key] = await fetchInto(appRoot, helm as Helm, chart);
      fetched.push(chart.key);
    } catch (error) {
      if (!KeelsonError.is(error)) throw error;
      errors.push(error);
    }
  }
  for (const key of plan.unused) {
    const entry = charts[key];
    if (entry) rmSync(join(appRoot, archivePath(entry)), { force: true });
    delete charts[key];
  }
  if (fetched.length + plan.unused.length > 0) writeWhole(join(appRoot, CHARTS_LOCK), canonicalJson({ version: 1, charts }));
  const unchanged = plan.charts.filter((chart) => chart.state === 'current').map((chart) => chart.key);
  return { fetched, removed: plan.unused, unchanged, errors };
}

async function fetchInto(appRoot: string, helm: Helm, chart: PlannedChart): Promise<ChartsLock['charts'][string]> {
  const { name, version, repository } = chart.request;
  const { archive, digest } = await fetchChart(helm, chart.request);
  if (chart.locked !== undefined && chart.locked !== digest) {
    const message = `the chart ${name} ${version} of ${repository} has the digest ${digest}, and charts.lock has ${chart.locked}`;
    throw new KeelsonError('KS9011', { message });
  }
  writeWhole(join(appRoot, archivePath(chart.request)), archive);
  return { name, repository, version, digest };
}

function openHelm(environment: NodeJS.ProcessEnv): Helm {
  const program = findHelm(environment);
  if (program !== undefined) return new Helm(program, environment);
  const named = environment['KEELSON_HELM'];
  throw new KeelsonError('KS9001', { message: named ? `KEELSON_HELM names ${named}, which is no program` : 'there is no helm in PATH' });
}
