import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import { type Resource, resourcePath } from '../kubernetes/client/discovery.ts';
import { list, type ObjectMeta } from '../kubernetes/client/lists.ts';
import { refused } from '../kubernetes/client/refused.ts';
import { type ObjectRef, refName, type UnitPlan } from '../plan/types.ts';

/** Something that a controller of the cluster made in the cloud, by the object that stands for it. */
export interface CloudObject {
  /** `group/Kind/namespace/name`. */
  readonly id: string;
  readonly object: ObjectRef;
  readonly resource: Resource;
  readonly uid: string;
  /** What it is in the cloud. */
  readonly reason: string;
  /** Whether deleting it is another's affair: a volume goes after its claim. @default false */
  readonly onlyAwaited?: boolean;
}

interface Live {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly type?: string;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace?: string };
  };
}

/**
 * Load balancers and volumes of a cluster: Services of type LoadBalancer, claims, and the volumes that go with them.
 * @param namespaces only those in these; undefined: all
 */
export async function findCloudObjects({ run, state }: OpenCluster, namespaces: ReadonlySet<string> | undefined): Promise<CloudObject[]> {
  const isOurs = (namespace: string | undefined): boolean =>
    namespaces === undefined || (namespace !== undefined && namespaces.has(namespace));
  const all = async (kind: string): Promise<{ readonly resource: Resource; readonly items: readonly Live[] }> => {
    const resource = state.discovery.resource('v1', kind);
    if (!resource) return { resource: { group: '', version: 'v1', kind, plural: '', namespaced: false, verbs: [] }, items: [] };
    return { resource, items: (await list<Live>(run.connection, resource, { metadataOnly: false })).items };
  };
  const [services, claims, volumes] = await Promise.all(['Service', 'PersistentVolumeClaim', 'PersistentVolume'].map(all));
  const found = (of: typeof services, reason: string, takes: (item: Live) => boolean, onlyAwaited = false): CloudObject[] =>
    (of?.items ?? []).filter(takes).map(({ metadata: { name, namespace, uid } }) => ({
      id: `/${of?.resource.kind}/${namespace ?? ''}/${name}`,
      object: { apiVersion: 'v1', kind: of?.resource.kind ?? '', ...(namespace !== undefined && { namespace }), name },
      resource: of?.resource as Resource,
      uid,
      reason,
      ...(onlyAwaited && { onlyAwaited }),
    }));
  return [
    ...found(services, 'its load balancer', ({ metadata, spec }) => spec?.type === 'LoadBalancer' && isOurs(metadata.namespace)),
    ...found(claims, 'its volume', ({ metadata }) => isOurs(metadata.namespace)),
    ...found(
      volumes,
      'a volume that goes with its claim',
      ({ spec }) => spec?.persistentVolumeReclaimPolicy === 'Delete' && isOurs(spec.claimRef?.namespace),
      true,
    ),
  ];
}

/** What draining would delete, as a plan. */
export function drainPlan(unit: string, key: string, found: readonly CloudObject[]): UnitPlan {
  const changes = found
    .filter(({ onlyAwaited }) => !onlyAwaited)
    .map(({ id, object, reason }) => ({ id, object, action: 'delete' as const, fields: [], reason }));
  return { unit, key, changes, unchanged: 0 };
}

/** Deletes what was found and waits until it is gone, with what it stands for. @returns KS8094 for each that stays */
export async function drainCluster(cluster: OpenCluster, found: readonly CloudObject[], withinMs: number): Promise<KeelsonError[]> {
  const { connection, signal } = cluster.run;
  for (const { resource, object, uid, onlyAwaited } of found) {
    if (onlyAwaited) continue;
    const path = resourcePath(resource, object.namespace, object.name);
    const request = { method: 'DELETE' as const, path, body: JSON.stringify({ preconditions: { uid } }) };
    const response = await connection.request(request);
    if (response.status >= 300 && response.status !== 404 && response.status !== 409) throw refused(response, request, refName(object));
  }
  const deadline = performance.now() + withinMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 5000)) {
    const left = await stillThere(cluster, found);
    if (left.length === 0) return [];
    if (performance.now() + wait > deadline)
      return left.map(({ object, reason }) => new KeelsonError('KS8094', { object: refName(object), message: `${reason} is still there` }));
    await sleep(wait, undefined, signal ? { signal } : {});
  }
}

async function stillThere({ run }: OpenCluster, found: readonly CloudObject[]): Promise<CloudObject[]> {
  const kinds = new Map(found.map(({ resource }) => [resource.plural, resource]));
  const uids = new Set<string>();
  for (const resource of kinds.values()) for (const { metadata } of (await list(run.connection, resource)).items) uids.add(metadata.uid);
  return found.filter(({ uid }) => uids.has(uid));
}
