import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ClusterScope } from './cluster-scope.ts';
import { isClusterScoped } from './kubernetes/identity.ts';
import { walk } from './walk.ts';

/**
 * Objects outside any Namespace construct are in the namespace with the platform's name; this creates it in each cluster
 * that uses it and does not have it. It admits pods as a Namespace does by default; a Namespace construct of that name says otherwise.
 */
export function addDefaultNamespaces(platform: IConstruct & { readonly name: string }): void {
  const { name } = platform;
  const using = new Set<ClusterScope>();
  const having = new Set<ClusterScope>();
  for (const construct of walk(platform)) {
    if (!ApiObject.isApiObject(construct)) continue;
    const cluster = ClusterScope.tryOf(construct);
    if (!cluster) continue;
    if (construct.kind === 'Namespace' && construct.name === name) having.add(cluster);
    if (construct.metadata.namespace === name && !isClusterScoped(cluster, construct.apiVersion, construct.kind)) using.add(cluster);
  }
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  for (const cluster of using) {
    if (having.has(cluster) || cluster.externalNamespaces.has(name)) continue;
    new ApiObject(cluster, `${name}-namespace`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  }
}
