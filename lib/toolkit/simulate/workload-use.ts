import { POOL_LABEL, type SandboxNode } from '../../sandbox/nodes/pool-nodes.ts';
import type { PodSet } from './pod-set.ts';
import type { Placement } from './schedule.ts';

/** Where the pods of a workload are. */
export interface WorkloadUse {
  /** Path of the construct. */
  readonly path: string;
  /** `Kind namespace/name`. */
  readonly object: string;
  /** Which of its pods; absent when it has one template. */
  readonly role?: string;
  /** Pods, those of a rollout included. */
  readonly pods: number;
  /** Pods that a rollout adds. */
  readonly surge: number;
  /** Pods that have a node, by pool. */
  readonly placed: Readonly<Record<string, number>>;
  readonly unplaced: readonly { readonly pod: string; readonly surge: boolean; readonly reason: string }[];
}

/** Where the pods of every workload are. */
export function workloadUses(sets: readonly PodSet[], placements: readonly Placement[], nodes: readonly SandboxNode[]): WorkloadUse[] {
  const poolOf = new Map(nodes.map(({ metadata }) => [metadata.name, metadata.labels[POOL_LABEL] ?? '']));
  const bySet = new Map<PodSet, Placement[]>(sets.map((set) => [set, []]));
  for (const placement of placements) bySet.get(placement.pod.set)?.push(placement);
  return [...bySet].map(([{ owner, role, surge }, own]): WorkloadUse => {
    const placed: Record<string, number> = {};
    for (const { node } of own) {
      if (node === undefined) continue;
      const pool = poolOf.get(node) ?? '';
      placed[pool] = (placed[pool] ?? 0) + 1;
    }
    return {
      path: owner.path,
      object: `${owner.kind} ${owner.namespace ? `${owner.namespace}/` : ''}${owner.name}`,
      ...(role !== '' && { role }),
      pods: own.length,
      surge,
      placed,
      unplaced: own.flatMap(({ pod, reason }) =>
        reason === undefined ? [] : [{ pod: `${pod.namespace}/${pod.name}`, surge: pod.surge, reason }],
      ),
    };
  });
}
