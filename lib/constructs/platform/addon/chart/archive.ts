import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { compareText } from '../../../../core/compare.ts';
import { sha256 } from '../../../../core/digest.ts';
import { KeelsonError } from '../../../../core/errors.ts';
import {
  archivePath,
  CHARTS_LOCK,
  type ChartsLock,
  chartKey,
  parseChartsLock,
  sameRepository,
} from '../../../../synth/charts/charts-lock.ts';
import { appRoot, readJsonLock } from '../../../../synth/locks.ts';
import { requestLock } from '../../../../synth/requests.ts';
import { reportError, stateOf } from '../../../../synth/state.ts';

/** A chart on this machine, with the digest of all that it holds. */
export interface LocalChart {
  /** Absolute path of the archive or folder. */
  readonly path: string;
  readonly digest: string;
}

/** A chart that a lock pins. */
export interface PinnedChart {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

const KEY = Symbol.for('keelson.chartsLock');

/**
 * The archive that `charts.lock` pins a chart to. Reports KS9002 when it has none, KS9003 when the archive is missing or another
 * one, and KS1016, once, for a lock of another form.
 */
export function pinnedChart(construct: IConstruct, chart: PinnedChart): LocalChart | undefined {
  requestLock(construct, { kind: 'chart', ...chart });
  const lock = stateOf(construct).adapter<ChartsLock | 'absent' | 'wrong'>(KEY, () => readLock(construct));
  if (lock === 'wrong') return undefined;
  const key = chartKey(chart);
  const locked = lock !== 'absent' && Object.hasOwn(lock.charts, key) ? lock.charts[key] : undefined;
  if (!locked || !sameRepository(locked.repository, chart.repository)) {
    const other = locked ? `, but of ${locked.repository}` : '';
    reportError(construct, 'KS9002', `the chart ${chart.name} ${chart.version} of ${chart.repository} is not in charts.lock${other}`);
    return undefined;
  }
  const file = archivePath(chart);
  const path = join(appRoot(), file);
  const bytes = tryRead(path);
  if (!bytes) {
    reportError(construct, 'KS9003', `${file} is not there`);
    return undefined;
  }
  const digest = sha256(bytes);
  if (digest === locked.digest) return { path, digest };
  reportError(construct, 'KS9003', `the digest of ${file} is ${digest}, and charts.lock has ${locked.digest}`);
  return undefined;
}

/** A chart of the program's own, a folder beside it. Reports KS1001 when it is no chart. */
export function ownChart(construct: IConstruct, folder: string): LocalChart | undefined {
  const path = join(appRoot(), folder);
  try {
    readFileSync(join(path, 'Chart.yaml'));
    const files = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(compareText);
    return { path, digest: sha256(files.map((file) => `${file.slice(path.length)} ${sha256(readFileSync(file))}\n`).join('')) };
  } catch (cause) {
    reportError(construct, 'KS1001', `${folder} is no chart: ${(cause as Error).message}`, {
      fix: 'give the path of a folder with a Chart.yaml, relative to the folder of the program',
      cause,
    });
    return undefined;
  }
}

function readLock(construct: IConstruct): ChartsLock | 'absent' | 'wrong' {
  try {
    const json = readJsonLock(construct, CHARTS_LOCK);
    if (json === undefined) return 'absent';
    const lock = parseChartsLock(json);
    if (!('problem' in lock)) return lock;
    reportError(construct, 'KS1016', `${CHARTS_LOCK}: ${lock.problem}`);
  } catch (error) {
    if (!KeelsonError.is(error)) throw error;
    stateOf(construct).errors.push(error);
  }
  return 'wrong';
}

function tryRead(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
