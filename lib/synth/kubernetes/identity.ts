import type { ApiObject } from 'cdk8s';
import { apiGroup } from '../../core/api-version.ts';
import { findBuiltinKind } from '../../facts/kubernetes/kinds.ts';
import type { ClusterScope } from '../cluster-scope.ts';
import { tryStateOf } from '../state.ts';

/** What identifies an object in a cluster. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Scopes of custom resources that definitions of the program declare, by cluster path and `group/Kind`. */
const SCOPES = Symbol.for('keelson.customScopes');

/** Remembers the scope of a custom resource that a definition in the program declares. */
export function declareScope(cluster: ClusterScope, group: string, kind: string, scope: 'Namespaced' | 'Cluster'): void {
  customScopes(cluster).set(`${cluster.node.path}\n${group}/${kind}`, scope);
}

/** Identity of an object; a cluster-scoped kind has no namespace, whatever its chart gave it. */
export function identityOf(object: ApiObject, cluster: ClusterScope): ObjectIdentity {
  const { apiVersion, kind, name } = object;
  const { namespace } = object.metadata;
  return { apiVersion, kind, name, ...(namespace !== undefined && !isClusterScoped(cluster, apiVersion, kind) && { namespace }) };
}

/** Whether objects of a kind have no namespace. An unknown kind is taken as namespaced. */
export function isClusterScoped(cluster: ClusterScope, apiVersion: string, kind: string): boolean {
  const builtin = findBuiltinKind(apiVersion, kind);
  if (builtin) return builtin.scope === 'Cluster';
  const group = apiGroup(apiVersion);
  const scope = cluster.externalKinds.get(`${group}/${kind}`)?.scope ?? customScopes(cluster).get(`${cluster.node.path}\n${group}/${kind}`);
  return scope === 'Cluster';
}

function customScopes(cluster: ClusterScope): Map<string, 'Namespaced' | 'Cluster'> {
  return tryStateOf(cluster)?.adapter(SCOPES, () => new Map<string, 'Namespaced' | 'Cluster'>()) ?? new Map();
}
