import type { ClusterScope } from './cluster-scope.ts';
import { errorAt } from './state.ts';

/**
 * Declares kinds that something else than this program installs in a cluster, so that objects of them may be used.
 * @param kinds as `group/Kind` or `group/version/Kind`, such as `gateway.networking.k8s.io/v1/HTTPRoute`
 */
export function external(
  cluster: ClusterScope,
  ...kinds: (string | { readonly kind: string; readonly scope: 'Namespaced' | 'Cluster' })[]
): void {
  for (const entry of kinds) {
    const { kind: text, scope } = typeof entry === 'string' ? { kind: entry, scope: 'Namespaced' as const } : entry;
    const [group, ...rest] = text.split('/');
    const kind = rest.at(-1);
    if (!group?.includes('.') || !kind || rest.length > 2 || !/^[A-Z]/.test(kind)) {
      throw errorAt(cluster, 'KS1001', `${JSON.stringify(text)} is no kind`, {
        fix: "give group/version/Kind, such as 'gateway.networking.k8s.io/v1/HTTPRoute'",
      });
    }
    cluster.externalKinds.set(`${group}/${kind}`, { group, kind, scope });
  }
}
