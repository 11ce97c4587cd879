import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../../assembly/content.ts';
import { KeelsonError } from '../../../core/errors.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
import type { ApiRequest, Connection } from '../client/connection.ts';
import { type Resource, resourcePath } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { jsonOf, refused } from '../client/refused.ts';
import { parseStatus } from '../client/status.ts';
import type { Checked, Write } from '../plan/check-object.ts';
import { describeConflicts, fieldConflicts } from '../plan/conflicts.ts';
import { patch, patchRequest } from './patch.ts';

/** How objects are written. */
export interface WriteContext {
  readonly connection: Connection;
  readonly rules: UnitRules;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that a replaced object may take to go. @default 120000 */
  readonly goneWithinMs?: number;
}

/** The manager that keeps the number of replicas after Keelson let go of it, until an autoscaler takes it. */
const SCALE_MANAGER = 'keelson-scale';

/** Writes an object as it was checked. Throws KS8004, KS8009 and KS8015. @returns its metadata afterwards */
export async function writeObject(given: WriteContext, { desired, resource }: Checked, write: Write): Promise<ObjectMeta> {
  // Between two steps of one change nothing ends: the object would be gone, or have one replica.
  const isOneStep = write.replaces === undefined && write.handOverReplicas === undefined && !write.takeFromKubectl;
  const context: WriteContext = isOneStep ? given : { ...given, signal: undefined };
  if (write.replaces !== undefined) await deleteAndWait(context, resource, write.manifest, write.replaces);
  if (write.handOverReplicas !== undefined) await handOver(context, resource, write.manifest, write.handOverReplicas);
  if (write.takeFromKubectl) await takeFromKubectl(context, resource, write.manifest);
  const { connection, rules, signal } = context;
  const options = { force: write.force, impersonate: rules.impersonate, signal };
  const response = await patch(connection, resource, write.manifest, options);
  if (response.status === 200 || response.status === 201) return (JSON.parse(response.text) as { metadata: ObjectMeta }).metadata;
  const conflicts = fieldConflicts(parseStatus(response.status, response.text));
  if (conflicts.length > 0) throw new KeelsonError('KS8009', { object: desired.id, message: describeConflicts(conflicts) });
  throw refused(response, patchRequest(resource, write.manifest, options), desired.id, desired.entry.kind === 'Secret');
}

/** Deletes this very object, and waits until it is gone. */
async function deleteAndWait(context: WriteContext, resource: Resource, manifest: KubernetesObject, uid: string): Promise<void> {
  const path = resourcePath(resource, manifest.metadata.namespace, manifest.metadata.name);
  const id = `${manifest.kind} ${manifest.metadata.name}`;
  await deleteObject(context, path, uid, id);
  const deadline = performance.now() + (context.goneWithinMs ?? 120_000);
  for (let wait = 50; ; wait = Math.min(wait * 2, 1000)) {
    const get = asUser(context, { method: 'GET', path });
    const response = await context.connection.request(get);
    if (response.status === 404) return;
    const { metadata } = jsonOf<{ metadata: ObjectMeta }>(response, get, id);
    if (metadata.uid !== uid) return;
    if (performance.now() > deadline) {
      const finalizers = metadata.finalizers?.join(', ') ?? 'nothing that it names';
      throw new KeelsonError('KS8015', { object: id, message: `it was deleted to be made again, and waits for ${finalizers}` });
    }
    await sleep(wait, undefined, context.signal ? { signal: context.signal } : {});
  }
}

/** Deletes an object if it still is the one with the UID: it may be absent already, or another one that was made since, which stays. */
export async function deleteObject(context: WriteContext, path: string, uid: string, id: string): Promise<'deleted' | 'absent' | 'kept'> {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid } });
  const request = asUser(context, { method: 'DELETE', path, body });
  const response = await context.connection.request(request);
  if (response.status === 404) return 'absent';
  if (response.status === 409) return 'kept';
  if (response.status >= 300) throw refused(response, request, id);
  return 'deleted';
}

/** The number of replicas gets another owner before Keelson leaves it out: the server would set it to 1 otherwise. */
async function handOver(context: WriteContext, resource: Resource, manifest: KubernetesObject, replicas: number): Promise<void> {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace } = metadata;
  const part = {
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: { replicas },
  } as KubernetesObject;
  const options = { force: true, manager: SCALE_MANAGER, impersonate: context.rules.impersonate, signal: context.signal };
  const response = await patch(context.connection, resource, part, options);
  if (response.status >= 300) throw refused(response, patchRequest(resource, part, options), `${kind} ${name}`);
}

/**
 * Makes what `kubectl apply` set Keelson's own, so that server-side apply removes what the manifest does not have, its annotation of
 * the last configuration included (k8s.io/client-go v0.36.2 util/csaupgrade does the same).
 */
async function takeFromKubectl(context: WriteContext, resource: Resource, manifest: KubernetesObject): Promise<void> {
  const path = resourcePath(resource, manifest.metadata.namespace, manifest.metadata.name);
  const id = `${manifest.kind} ${manifest.metadata.name}`;
  for (let attempt = 1; ; attempt++) {
    const get = asUser(context, { method: 'GET', path });
    const { metadata } = jsonOf<{ metadata: ObjectMeta }>(await context.connection.request(get), get, id);
    const index = (metadata.managedFields ?? []).findIndex(
      (entry) => entry.manager === 'kubectl-client-side-apply' && entry.operation === 'Update',
    );
    if (index < 0) return;
    const entry = { ...metadata.managedFields?.[index], manager: 'keelson', operation: 'Apply' };
    const body = JSON.stringify([
      { op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
      { op: 'replace', path: `/metadata/managedFields/${index}`, value: entry },
    ]);
    const request = asUser(context, {
      method: 'PATCH',
      path,
      body,
      contentType: 'application/json-patch+json',
      query: { fieldManager: 'keelson' },
    });
    const response = await context.connection.request(request);
    if (response.status < 300) return;
    if (response.status !== 409 || attempt === 3) throw refused(response, request, id);
  }
}

function asUser({ rules, signal }: WriteContext, request: ApiRequest): ApiRequest {
  return { ...request, ...(rules.impersonate && { impersonate: rules.impersonate }), ...(signal && { signal }) };
}
