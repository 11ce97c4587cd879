import type { IGpuNodePool } from './gpu-pool-ref.ts';

/** Pods of one workload, each with GPUs of one node. */
export interface PoolDemand {
  /** Name of the workload, for messages. */
  readonly name: string;
  readonly replicas: number;
  /** GPUs of one replica. */
  readonly gpus: number;
}

const demands = new WeakMap<IGpuNodePool, PoolDemand[]>();

/** What workloads have asked a pool for so far. */
export function demandsOf(pool: IGpuNodePool): readonly PoolDemand[] {
  return demands.get(pool) ?? [];
}

/** Records what a workload asks a pool for. */
export function addDemand(pool: IGpuNodePool, demand: PoolDemand): void {
  demands.set(pool, [...demandsOf(pool), demand]);
}

/** Replicas of a size that an empty pool has room for at its largest. */
export function capacityOf(pool: IGpuNodePool, gpus: number): number {
  return pool.maxNodes * Math.floor(pool.gpusPerNode / gpus);
}

/**
 * Whether everything that was asked for, and one demand more, has room in the pool at its largest, when the largest replicas
 * are placed first and each on the fullest node that still takes it. It counts GPUs, nothing else.
 */
export function hasRoom(pool: IGpuNodePool, more: PoolDemand): boolean {
  if (!Number.isFinite(pool.gpusPerNode)) return true;
  const nodes = new Map<number, number>([[pool.gpusPerNode, pool.maxNodes]]);
  const add = (free: number, count: number): void => void nodes.set(free, (nodes.get(free) ?? 0) + count);
  for (const { gpus, replicas } of [...demandsOf(pool), more].sort((a, b) => b.gpus - a.gpus)) {
    let left = replicas;
    for (let free = gpus; free <= pool.gpusPerNode && left > 0; free++) {
      const perNode = Math.floor(free / gpus);
      const filled = Math.min(nodes.get(free) ?? 0, Math.floor(left / perNode));
      add(free, -filled);
      add(free - perNode * gpus, filled);
      left -= filled * perNode;
      if (left === 0 || (nodes.get(free) ?? 0) === 0) continue;
      add(free, -1);
      add(free - left * gpus, 1);
      left = 0;
    }
    if (left > 0) return false;
  }
  return true;
}
