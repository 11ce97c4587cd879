import { type LeastReplicas, leastReplicas, workloadKey } from './autoscalers.ts';
import { gpusOf } from './gpus.ts';
import type { LocatedObject } from './index-objects.ts';
import type { ObjectPair } from './pair-objects.ts';

/** Counts the GPUs of workloads, with the replicas that their autoscalers keep on each side. */
export function gpuCounter(pairs: readonly ObjectPair[]): (object: LocatedObject, side: 'before' | 'after') => number {
  const known = new Map<string, LeastReplicas>();
  return (object, side) => {
    const once = gpusOf(object.manifest);
    if (once === 0) return 0;
    const key = `${side} ${object.cluster}`;
    const least =
      known.get(key) ?? leastReplicas(pairs.flatMap((pair) => (pair[side]?.cluster === object.cluster ? (pair[side] ?? []) : [])));
    known.set(key, least);
    const replicas = least.get(workloadKey(object.entry.kind, object.entry.namespace, object.entry.name));
    return replicas === undefined ? once : gpusOf(object.manifest, replicas);
  };
}
