import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../core/compare.ts';
import { sha256 } from '../../core/digest.ts';
import { KeelsonError } from '../../core/errors.ts';
import { archivePath, CHARTS_LOCK, type ChartsLock, chartKey, parseChartsLock, sameRepository } from '../../synth/charts/charts-lock.ts';
import type { ChartRequest } from '../../synth/requests.ts';

/** Why a chart must be fetched; `current` for one that must not. */
export type ChartState = 'current' | 'new' | 'moved' | 'archive missing' | 'archive changed';

/** A chart that the program uses, against what is there. */
export interface PlannedChart {
  readonly key: string;
  readonly request: ChartRequest;
  readonly state: ChartState;
  /** Digest that charts.lock has for it; a fetched archive must have it. */
  readonly locked?: string;
}

/** What `charts.lock` and `charts/` lack, and what they hold for nothing. */
export interface ChartPlan {
  readonly lock: ChartsLock;
  /** By key. */
  readonly charts: readonly PlannedChart[];
  /** Keys that the program does not use. */
  readonly unused: readonly string[];
}

/** Compares what a program uses with the files beside it. Throws KS1016 for a lock of another form, KS9010 for two charts of one name and version. */
export function planCharts(appRoot: string, requests: readonly ChartRequest[]): ChartPlan {
  const lock = readLock(appRoot);
  const wanted = new Map<string, ChartRequest>();
  for (const request of requests) {
    const key = chartKey(request);
    const other = wanted.get(key);
    if (other && !sameRepository(other.repository, request.repository)) {
      const message = `${other.path} takes ${key} of ${other.repository}, and ${request.path} that of ${request.repository}`;
      throw new KeelsonError('KS9010', { message, fix: 'use one repository for a chart' });
    }
    wanted.set(key, request);
  }
  const charts = [...wanted].map(([key, request]): PlannedChart => {
    const entry = lock.charts[key];
    if (!entry) return { key, request, state: 'new' };
    if (!sameRepository(entry.repository, request.repository)) return { key, request, state: 'moved' };
    const digest = digestOf(join(appRoot, archivePath(request)));
    const state = digest === undefined ? 'archive missing' : digest === entry.digest ? 'current' : 'archive changed';
    return { key, request, state, locked: entry.digest };
  });
  return {
    lock,
    charts: charts.sort((a, b) => compareText(a.key, b.key)),
    unused: Object.keys(lock.charts)
      .filter((key) => !wanted.has(key))
      .sort(compareText),
  };
}

function readLock(appRoot: string): ChartsLock {
  let text: string;
  try {
    text = readFileSync(join(appRoot, CHARTS_LOCK), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, charts: {} };
    throw error;
  }
  const source = { file: CHARTS_LOCK, line: 1 };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new KeelsonError('KS1016', { source, message: `${CHARTS_LOCK} is no JSON: ${(cause as Error).message}`, cause });
  }
  const lock = parseChartsLock(json);
  if ('problem' in lock) throw new KeelsonError('KS1016', { source, message: `${CHARTS_LOCK}: ${lock.problem}` });
  return lock;
}

function digestOf(file: string): string | undefined {
  try {
    return sha256(readFileSync(file));
  } catch {
    return undefined;
  }
}
