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
    fix: 'use EksCluster or EksCluster.existing, and declare pools of other clusters with NodePool.existing or GpuNodePool.existing',
  });
  return undefined;
}

const POOLS = Symbol.for('keelson.nodePools');

/** Longest name of a pool: those of its node groups have more behind it, and 63 characters in all. */
const NAME_LENGTH = 45;

/**
 * Claims the nodes of a pool. Reports KS1001 for two pools with the same labels, which are one set of nodes and would be counted
 * twice.
 * @returns whether they are its own
 */
export function claimNodes(pool: Construct & { readonly name: string; readonly nodeSelector: Readonly<Record<string, string>> }): boolean {
  const pools = stateOf(pool).adapter(POOLS, () => new Map<string, { readonly name: string }>());
  const selector = Object.entries(pool.nodeSelector).sort(([a], [b]) => compareText(a, b));
  const key = JSON.stringify([poolCluster(pool).node.path, selector]);
  const other = pools.get(key);
  if (!other) {
    pools.set(key, pool);
    return true;
  }
  reportError(pool, 'KS1001', `the pools ${other.name} and ${pool.name} select the same nodes, ${JSON.stringify(pool.nodeSelector)}`, {
    fix: 'give each a nodeSelector that only its own nodes have',
  });
  return false;
}

/** Reports KS1009 for a name that nodes, node groups and labels can not have. */
export function checkPoolName(pool: Construct, name: string): boolean {
  if (name.length <= NAME_LENGTH && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return true;
  reportError(pool, 'KS1009', `${JSON.stringify(name)} is no name for a node pool`, {
    fix: `give one of lower case letters, digits and -, at most ${NAME_LENGTH} characters`,
  });
  return false;
}
