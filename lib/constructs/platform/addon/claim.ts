import type { Construct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { reportError } from '../../../synth/state.ts';

const FIX = 'remove one of them; values of a core add-on of EksCluster go into its prop addons';

const claims = new WeakMap<ClusterScope, Map<string, Construct>>();

/**
 * Holds a name in a cluster for one add-on: AWS and helm refuse the second only while they apply it. Reports KS9014 for one that another
 * add-on has.
 * @param what the kind and the name, as a message has it
 * @param fix what to change. @default - to remove one
 */
export function claimName(addon: Construct, cluster: ClusterScope, what: string, fix = FIX): void {
  const names = claims.get(cluster) ?? new Map<string, Construct>();
  claims.set(cluster, names);
  const first = names.get(what);
  if (first) {
    reportError(addon, 'KS9014', `the cluster ${cluster.name} has ${what} already, from ${first.node.path}`, { fix });
  } else names.set(what, addon);
}
