import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import { resourcePath } from '../kubernetes/client/discovery.ts';
import { list } from '../kubernetes/client/lists.ts';
import { refused } from '../kubernetes/client/refused.ts';
import { refName, type UnitPlan } from '../plan/types.ts';
import type { CloudObject } from './cloud-objects.ts';

/** What draining would delete, as a plan. */
export function drainPlan(unit: string, key: string, found: readonly CloudObject[]): UnitPlan {
  const changes = found
    .filter(({ onlyAwaited }) => !onlyAwaited)
    .map(({ id, object, reason }) => ({ id, object, action: 'delete' as const, fields: [], reason }));
  return { unit, key, changes, unchanged: 0 };
}

/**
 * Deletes what was found and waits until it is gone, with what it stands for: nodes last, since the controllers that take load balancers
 * and volumes away run on them. @returns KS8094 for each that stays
 */
export async function drainCluster(cluster: OpenCluster, found: readonly CloudObject[], withinMs: number): Promise<KeelsonError[]> {
  const deadline = performance.now() + withinMs;
  for (const stage of [found.filter(({ isNode }) => !isNode), found.filter(({ isNode }) => isNode)]) {
    await deleteAll(cluster, stage);
    for (let wait = 100; ; wait = Math.min(wait * 2, 5000)) {
      const left = await stillThere(cluster, stage);
      if (left.length === 0) break;
      if (performance.now() + wait > deadline)
        return left.map(
          ({ object, reason }) => new KeelsonError('KS8094', { object: refName(object), message: `${reason} is still there` }),
        );
      await sleep(wait, undefined, cluster.run.signal ? { signal: cluster.run.signal } : {});
    }
  }
  return [];
}

async function deleteAll({ run: { connection } }: OpenCluster, found: readonly CloudObject[]): Promise<void> {
  for (const { resource, object, uid, onlyAwaited } of found) {
    if (onlyAwaited) continue;
    const path = resourcePath(resource, object.namespace, object.name);
    const request = { method: 'DELETE' as const, path, body: JSON.stringify({ preconditions: { uid } }) };
    const response = await connection.request(request);
    if (response.status >= 300 && response.status !== 404 && response.status !== 409) throw refused(response, request, refName(object));
  }
}

async function stillThere({ run }: OpenCluster, found: readonly CloudObject[]): Promise<CloudObject[]> {
  const kinds = new Map(found.map(({ resource }) => [`${resource.plural}.${resource.group}`, resource]));
  const uids = new Set<string>();
  for (const resource of kinds.values()) for (const { metadata } of (await list(run.connection, resource)).items) uids.add(metadata.uid);
  return found.filter(({ uid }) => uids.has(uid));
}
