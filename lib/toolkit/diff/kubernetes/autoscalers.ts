import { asMap } from '../../../core/fields/maps.ts';
import type { LocatedObject } from './index-objects.ts';

/** Fewest replicas that the autoscalers of a cluster keep, by {@link workloadKey}. */
export type LeastReplicas = ReadonlyMap<string, number>;

const MINIMUMS: Readonly<Record<string, { readonly field: string; readonly default: number }>> = {
  HorizontalPodAutoscaler: { field: 'minReplicas', default: 1 },
  ScaledObject: { field: 'minReplicaCount', default: 0 },
};

/** Finds at how many replicas HorizontalPodAutoscalers and KEDA's ScaledObjects hold the workloads of a cluster. */
export function leastReplicas(objects: Iterable<LocatedObject>): LeastReplicas {
  const least = new Map<string, number>();
  for (const object of objects) {
    const minimum = MINIMUMS[object.entry.kind];
    if (!minimum) continue;
    const spec = asMap(object.manifest['spec']);
    const target = asMap(spec['scaleTargetRef']);
    const number = spec[minimum.field];
    const key = workloadKey(String(target['kind'] ?? 'Deployment'), object.entry.namespace, String(target['name']));
    least.set(key, typeof number === 'number' ? number : minimum.default);
  }
  return least;
}

/** What a workload is known by within a cluster. */
export function workloadKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}
