import type { KubernetesObject } from '../../../assembly/content.ts';
import { type LeastReplicas, leastReplicas, workloadKey } from './autoscalers.ts';
import { gpusOf } from './gpus.ts';
import type { LocatedObject } from './index-objects.ts';
import type { ObjectPair } from './pair-objects.ts';

/** Counts the GPUs of a workload, or of what a manifest in place of its own leaves of it. */
export type GpuCounter = (object: LocatedObject, side: 'before' | 'after', manifest?: KubernetesObject) => number;

/** Counts GPUs with the replicas that autoscalers keep on each side. */
export function gpuCounter(pairs: readonly ObjectPair[]): GpuCounter {
  const known = new Map<string, LeastReplicas>();
  return (object, side, manifest = object.manifest) => {
    const once = gpusOf(manifest);
    if (once === 0) return 0;
    const key = `${side} ${object.cluster}`;
    const least =
      known.get(key) ?? leastReplicas(pairs.flatMap((pair) => (pair[side]?.cluster === object.cluster ? (pair[side] ?? []) : [])));
    known.set(key, least);
    const replicas = least.get(workloadKey(object.entry.kind, object.entry.namespace, object.entry.name));
    return replicas === undefined ? once : gpusOf(manifest, replicas);
  };
}
