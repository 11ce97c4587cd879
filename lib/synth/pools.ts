import { isDeepStrictEqual } from 'node:util';
import type { IConstruct } from 'constructs';
import type { ManifestCluster, ManifestPool } from '../assembly/schema.ts';
import { compareText } from '../core/compare.ts';
import { ClusterScope } from './cluster-scope.ts';
import { Environment } from './environment.ts';
import { reportError } from './state.ts';

/** What a pool of nodes says of itself in `keelson.json`, beside the path of its construct. */
export type PoolRecord = Omit<ManifestPool, 'path'>;

/**
 * Puts a pool of nodes into `keelson.json`, under its cluster: the sandbox makes its nodes from this, and diff compares it.
 * Reports KS1001 for a second pool of the same name. Does nothing outside a cluster.
 */
export function recordPool(pool: IConstruct & { readonly name: string }, record: PoolRecord): void {
  const cluster = ClusterScope.tryOf(pool);
  if (!cluster) return;
  const other = cluster.pools.get(pool.name);
  if (!other) {
    cluster.pools.set(pool.name, { path: pool.node.path, ...record });
    return;
  }
  // Pools that select the same nodes are told as such.
  if (isDeepStrictEqual(other.nodeSelector, record.nodeSelector)) return;
  reportError(pool, 'KS1001', `${pool.node.path} and ${other.path} are both the pool ${pool.name} of the cluster ${cluster.name}`, {
    fix: 'rename one of the two',
  });
}

/** The clusters of each environment by name, sorted. Reports KS1012 for two of one name. */
export function clustersByEnvironment(all: readonly IConstruct[]): ReadonlyMap<string, Readonly<Record<string, ManifestCluster>>> {
  const environments = new Map<string, Map<string, ManifestCluster>>();
  for (const cluster of all) {
    const environment = ClusterScope.is(cluster) ? Environment.tryOf(cluster) : undefined;
    if (!environment || !ClusterScope.is(cluster)) continue;
    const clusters = environments.get(environment.name) ?? new Map<string, ManifestCluster>();
    environments.set(environment.name, clusters);
    const other = clusters.get(cluster.name);
    if (other) {
      reportError(cluster, 'KS1012', `${cluster.node.path} and ${other.path} are both the cluster ${cluster.name} of ${environment.name}`);
    }
    clusters.set(cluster.name, { path: cluster.node.path, version: cluster.version, pools: sorted(cluster.pools) });
  }
  return new Map([...environments].map(([name, clusters]) => [name, sorted(clusters)]));
}

function sorted<T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...map].sort(([a], [b]) => compareText(a, b)));
}
