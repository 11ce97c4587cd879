import type { Construct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { reportError } from '../../../synth/state.ts';

const claims = new WeakMap<ClusterScope, Map<string, Construct>>();

/**
 * Holds a name in a cluster for one add-on: AWS and helm refuse the second only while they apply it. Reports KS9014 for one that another
 * add-on has.
 * @param what the kind and the name, as a message has it
 */
export function claimName(addon: Construct, cluster: ClusterScope, what: string): void {
  const names = claims.get(cluster) ?? new Map<string, Construct>();
  claims.set(cluster, names);
  const first = names.get(what);
  if (first) {
    reportError(addon, 'KS9014', `the cluster ${cluster.name} has ${what} already, from ${first.node.path}`, {
      fix: 'remove one of them; values of a core add-on of EksCluster go into its prop addons',
    });
  } else names.set(what, addon);
}
