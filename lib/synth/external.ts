import type { IConstruct } from 'constructs';
import { carriedKinds } from '../facts/crds/kinds.ts';
import type { ClusterScope } from './cluster-scope.ts';
import { errorAt } from './state.ts';

/** A kind as `group/Kind` or `group/version/Kind`, such as `gateway.networking.k8s.io/v1/HTTPRoute`, alone or with its scope. */
export type KindName = string | { readonly kind: string; readonly scope: 'Namespaced' | 'Cluster' };

/**
 * Declares kinds that something else than this program installs in a cluster, so that objects of them may be used. The scope of
 * a kind is that of its carried definition, else `Namespaced` unless given.
 */
export function external(cluster: ClusterScope, ...kinds: KindName[]): void {
  for (const kind of kinds) declareKind(cluster, kind);
}

/** Declares kinds that a construct installs while it is applied: units that use them are applied after it. */
export function provideKinds(cluster: ClusterScope, provider: IConstruct, kinds: readonly KindName[]): void {
  for (const kind of kinds) declareKind(cluster, kind, provider);
}

function declareKind(cluster: ClusterScope, entry: KindName, provider?: IConstruct): void {
  const text = typeof entry === 'string' ? entry : entry.kind;
  const [group, ...rest] = text.split('/');
  const kind = rest.at(-1);
  if (!group?.includes('.') || !kind || rest.length > 2 || !/^[A-Z]/.test(kind)) {
    throw errorAt(cluster, 'KS1001', `${JSON.stringify(text)} is no kind`, {
      fix: "give group/version/Kind, such as 'gateway.networking.k8s.io/v1/HTTPRoute'",
    });
  }
  const carried = carriedKinds.find((row) => row.group === group && row.kind === kind)?.scope;
  const scope = typeof entry === 'string' ? (carried ?? 'Namespaced') : entry.scope;
  cluster.externalKinds.set(`${group}/${kind}`, { group, kind, scope, ...(provider && { provider }) });
}
