import type { Construct } from 'constructs';
import { compareText } from '../../../core/compare.ts';
import { ClusterScope } from '../../../synth/cluster-scope.ts';
import { errorAt, reportError, stateOf } from '../../../synth/state.ts';
import type { IEksCluster } from '../eks/eks-cluster-interface.ts';

/** The cluster of a pool. Throws KS1003 outside one. */
export function poolCluster(pool: Construct): ClusterScope {
  const cluster = ClusterScope.tryOf(pool);
  if (!cluster)
    throw errorAt(pool, 'KS1003', `the node pool ${pool.node.id} is outside a cluster`, { fix: 'give the cluster as its scope' });
  return cluster;
}

/** The cluster of a pool that is to be made. Reports KS6045 for one that is not known to be on EKS. */
export function requireEks(pool: Construct, cluster: ClusterScope): IEksCluster | undefined {
  if ('grantNodeAccess' in cluster && 'securityGroupId' in cluster) return cluster as unknown as IEksCluster;
  reportError(pool, 'KS6045', `the cluster ${cluster.name} is not known to be on EKS, and no nodes can be made for it`, {
    fix: 'use EksCluster or EksCluster.existing, and declare pools of other clusters with GpuNodePool.existing',
  });
  return undefined;
}

const POOLS = Symbol.for('keelson.nodePools');

/** Reports KS1001 for two pools with the same labels: they are one set of nodes, which would be counted twice. */
export function claimNodes(pool: Construct & { readonly name: string; readonly nodeSelector: Readonly<Record<string, string>> }): void {
  const pools = stateOf(pool).adapter(POOLS, () => new Map<string, { readonly name: string }>());
  const selector = Object.entries(pool.nodeSelector).sort(([a], [b]) => compareText(a, b));
  const key = JSON.stringify([poolCluster(pool).node.path, selector]);
  const other = pools.get(key);
  if (!other) pools.set(key, pool);
  else
    reportError(pool, 'KS1001', `the pools ${other.name} and ${pool.name} select the same nodes, ${JSON.stringify(pool.nodeSelector)}`, {
      fix: 'give each a nodeSelector that only its own nodes have',
    });
}
