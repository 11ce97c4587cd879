import { compareText } from '../../core/compare.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { ClusterScope } from '../cluster-scope.ts';

/** Namespaces by `<service>.<namespace>` of a host that their objects name. */
type Users = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<SynthContext, Map<string, Users>>();
const HOST = /([a-z0-9][-a-z0-9]*)\.([a-z0-9][-a-z0-9]*)\.svc(?![-a-z0-9])/g;

/**
 * The other namespaces of a cluster whose objects name the host of a Service: their pods are about to send requests there. Asked
 * for once all objects that may name one are written; all hosts are then found in one pass.
 * @returns names in order
 */
export function serviceUsers(context: SynthContext, cluster: ClusterScope, service: string, namespace: string): readonly string[] {
  const byCluster = known.get(context) ?? new Map<string, Users>();
  known.set(context, byCluster);
  const path = cluster.node.path;
  const users = byCluster.get(path) ?? findUsers(context, cluster);
  byCluster.set(path, users);
  return [...(users.get(`${service}.${namespace}`) ?? [])].filter((name) => name !== namespace).sort(compareText);
}

function findUsers(context: SynthContext, cluster: ClusterScope): Users {
  const users = new Map<string, Set<string>>();
  for (const { placement, objects } of context.units.values()) {
    if (placement.cluster !== cluster) continue;
    for (const { object } of objects) {
      const { namespace } = object.metadata;
      if (namespace === undefined) continue;
      for (const [, service, home] of JSON.stringify(object).matchAll(HOST)) {
        const host = `${service}.${home}`;
        const names = users.get(host) ?? new Set();
        users.set(host, names.add(namespace));
      }
    }
  }
  return users;
}
