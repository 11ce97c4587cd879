import type { Construct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { reportError } from '../../../synth/state.ts';
import { type LocalChart, ownChart, type PinnedChart, pinnedChart } from './chart/archive.ts';
import type { ChartSource } from './chart/chart-props.ts';
import { settleHooks } from './chart/hooks.ts';
import { chartValues, restoreReferences } from './chart/references.ts';
import { renderChart } from './chart/render.ts';
import { addObject } from './objects.ts';
import { parsedObjects } from './parsed.ts';
import type { Values } from './values.ts';
import { renderedObjects } from './vendored-yaml.ts';

type Json = Record<string, unknown>;

/** Adds the objects that helm renders from a chart in the program's folder. Reports what keeps it from being rendered. */
export function deliverChart(
  addon: Construct,
  cluster: ClusterScope,
  source: ChartSource,
  values: Values | undefined,
  namespace: string,
): void {
  const chart = localChart(addon, source);
  if (!chart) return;
  const given = chartValues(addon, values ?? {});
  const text = renderChart(addon, {
    chart,
    release: source.releaseName ?? addon.node.id,
    namespace,
    values: given.json,
    kubernetesVersion: cluster.version,
    apiVersions: source.apiVersions ?? [],
  });
  if (text === undefined) return;
  const objects = withoutOmitted(addon, settleHooks(addon, read(addon, text), source.hooks), source.omit ?? []).map(withoutEmptyData);
  for (const object of restoreReferences(addon, objects, given)) addObject(addon, 'the chart', object, namespace);
}

function localChart(addon: Construct, source: ChartSource): LocalChart | undefined {
  return source.path === undefined ? pinnedChart(addon, address(source)) : ownChart(addon, source.path);
}

/** The schema of the props has seen that all three are there. */
function address({ repository = '', name = '', version = '' }: ChartSource): PinnedChart {
  return { repository, name, version };
}

function read(addon: Construct, text: string): Json[] {
  try {
    return parsedObjects(text, 'rendered', renderedObjects);
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split('\n');
    reportError(addon, 'KS9004', `the output of the chart is no YAML: ${reason}`, { cause });
    return [];
  }
}

/** Reports KS1001 for a name that no object has: it would hide nothing any more. */
function withoutOmitted(addon: Construct, objects: readonly Json[], omit: readonly string[]): readonly Json[] {
  const name = (object: Json): string => `${String(object['kind'])}/${String((object['metadata'] as Json | undefined)?.['name'])}`;
  const names = new Set(objects.map(name));
  for (const one of omit) {
    if (!names.has(one)) reportError(addon, 'KS1001', `prop chart.omit names ${one}, which the chart does not have`, { fix: 'remove it' });
  }
  return objects.filter((object) => !omit.includes(name(object)));
}

/** A Secret without its empty entries: its controller fills them, and each apply would take them back. */
function withoutEmptyData(object: Json): Json {
  if (object['kind'] !== 'Secret' || object['apiVersion'] !== 'v1') return object;
  const result = { ...object };
  for (const field of ['data', 'stringData']) {
    const entries = Object.entries((object[field] ?? {}) as Json);
    const kept = entries.filter(([, value]) => value !== '' && value !== null);
    if (kept.length === entries.length) continue;
    if (kept.length > 0) result[field] = Object.fromEntries(kept);
    else delete result[field];
  }
  return result;
}
