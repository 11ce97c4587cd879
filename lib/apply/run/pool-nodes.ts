import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import type { ClusterState } from '../kubernetes/apply/cluster-run.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import { list } from '../kubernetes/client/lists.ts';
import { keptBy } from '../kubernetes/prune/wait-gone.ts';

/** Label of a NodeClaim and of a node: the NodePool of Karpenter that it is of. */
export const POOL_LABEL = 'karpenter.sh/nodepool';
const POOL = 'karpenter.sh/NodePool//';

/** Names of the NodePools among objects. @param ids `group/Kind/namespace/name` */
export function poolsAmong(ids: Iterable<string>): string[] {
  return [...ids].filter((id) => id.startsWith(POOL)).map((id) => id.slice(POOL.length));
}

/** Names of the NodePools that the units of a cluster have. */
export function ownPools({ stored }: Pick<ClusterState, 'stored'>): ReadonlySet<string> {
  return new Set([...stored.values()].flatMap(({ record }) => poolsAmong(record.keys())));
}

/**
 * Waits until Karpenter ended the nodes of pools that were deleted: what it needs for that, its controller, roles and network, goes after
 * them. @returns KS8095 when some stay
 */
export async function waitForNodes(
  { run, state }: OpenCluster,
  unit: string,
  pools: readonly string[],
  withinMs: number,
): Promise<KeelsonError[]> {
  const resource = pools.length === 0 ? undefined : state.discovery.resource('karpenter.sh/v1', 'NodeClaim');
  if (!resource) return [];
  const labelSelector = `${POOL_LABEL} in (${pools.join(',')})`;
  const deadline = performance.now() + withinMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 5000)) {
    const { items } = await list(run.connection, resource, { labelSelector });
    if (items.length === 0) return [];
    if (performance.now() + wait > deadline) {
      const told = items.slice(0, 5).map((claim) => {
        const { name, deletionTimestamp, labels } = claim.metadata;
        return `NodeClaim ${name} of ${labels?.[POOL_LABEL]} ${deletionTimestamp === undefined ? 'is not deleted yet' : `waits for ${keptBy(claim)}`}`;
      });
      const more = items.length > told.length ? `; and ${items.length - told.length} more` : '';
      return [new KeelsonError('KS8095', { object: unit, message: `${told.join('; ')}${more}` })];
    }
    await sleep(wait, undefined, run.signal ? { signal: run.signal } : {});
  }
}
