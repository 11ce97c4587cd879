import pMap from 'p-map';
import type { ObjectRef } from '../../plan/types.ts';
import type { ApiRequest, Connection } from '../client/connection.ts';
import { type Discovery, resourcePath } from '../client/discovery.ts';
import { jsonOf } from '../client/refused.ts';
import type { LiveManifest } from '../readiness/readiness.ts';
import { readinessOf } from '../readiness/readiness-of.ts';

/** A pod that is not ready, and why. */
export interface PodReason {
  readonly name: string;
  /** Lowercase, without a full stop. */
  readonly sentence: string;
}

/** Pods of one workload that are told: those behind them have the same reasons. */
const MOST_TOLD = 3;
/** Pods of one workload that are read. */
const MOST_READ = 100;
const AT_ONCE = 8;

/**
 * Pods of workloads that are not ready, and why they are not. Workloads whose selector is not `spec.selector.matchLabels` have none
 * here. What can not be read is left out: it only explains.
 * @param workloads by id
 */
export async function podReasons(
  connection: Connection,
  discovery: Discovery,
  workloads: ReadonlyMap<string, ObjectRef>,
): Promise<ReadonlyMap<string, readonly PodReason[]>> {
  const found = new Map<string, readonly PodReason[]>();
  const pods = discovery.resource('v1', 'Pod');
  if (!pods) return found;
  await pMap(
    workloads,
    async ([id, ref]) => {
      const selector = await selectorOf(connection, discovery, ref);
      if (selector === undefined || ref.namespace === undefined) return;
      const request: ApiRequest = {
        method: 'GET',
        path: resourcePath(pods, ref.namespace),
        query: { labelSelector: selector, limit: MOST_READ },
      };
      const response = await connection.request(request);
      if (response.status !== 200) return;
      const { items } = jsonOf<{ readonly items: readonly Omit<LiveManifest, 'apiVersion' | 'kind'>[] }>(response, request, id);
      const reasons = reasonsOf(items);
      if (reasons.length > 0) found.set(id, reasons);
    },
    { concurrency: AT_ONCE },
  );
  return found;
}

/** The pods that are not ready, one for each different reason first. */
export function reasonsOf(pods: readonly Omit<LiveManifest, 'apiVersion' | 'kind'>[]): readonly PodReason[] {
  const late = pods.flatMap((pod): PodReason[] => {
    const { status, sentence } = readinessOf({ ...pod, apiVersion: 'v1', kind: 'Pod' });
    return status === 'ready' ? [] : [{ name: pod.metadata.name, sentence }];
  });
  const seen = new Set<string>();
  const first = late.filter(({ sentence }) => !seen.has(sentence) && seen.add(sentence));
  return [...first, ...late.filter((one) => !first.includes(one))].slice(0, MOST_TOLD);
}

async function selectorOf(connection: Connection, discovery: Discovery, ref: ObjectRef): Promise<string | undefined> {
  const resource = discovery.resource(ref.apiVersion, ref.kind);
  if (!resource || ref.namespace === undefined) return undefined;
  const response = await connection.request({ method: 'GET', path: resourcePath(resource, ref.namespace, ref.name) });
  if (response.status !== 200) return undefined;
  const { spec } = JSON.parse(response.text) as { spec?: { selector?: { matchLabels?: Readonly<Record<string, string>> } } };
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  return labels.length === 0 ? undefined : labels.map(([key, value]) => `${key}=${value}`).join(',');
}
