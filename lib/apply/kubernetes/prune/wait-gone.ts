import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../../core/errors.ts';
import { refName } from '../../plan/types.ts';
import type { UnitContext } from '../apply/unit-context.ts';
import type { ApiRequest } from '../client/connection.ts';
import { resourcePath } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { jsonOf } from '../client/refused.ts';
import type { LiveObject } from '../plan/live-metadata.ts';
import { refOf } from './candidates.ts';

/**
 * Waits until a deleted object is gone, or says what keeps it. Nothing is forced: what the controller of a finalizer cleans up would be
 * left behind.
 */
export async function waitGone(
  { connection, signal, rules }: Pick<UnitContext, 'connection' | 'signal' | 'rules'>,
  id: string,
  live: LiveObject,
  withinMs: number,
): Promise<{ readonly id: string; readonly error?: KeelsonError }> {
  const { resource, meta } = live;
  const request: ApiRequest = {
    method: 'GET',
    path: resourcePath(resource, meta.namespace, meta.name),
    ...(!isNamespace(live) && { accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' }),
    ...(rules.impersonate && { impersonate: rules.impersonate }),
  };
  const deadline = performance.now() + withinMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
    const response = await connection.request(request);
    if (response.status === 404) return { id };
    const object = jsonOf<Going>(response, request, id);
    const { metadata } = object;
    if (metadata.uid !== meta.uid) return { id };
    if (signal?.aborted || performance.now() + wait > deadline) {
      const by = keptBy(object);
      const fix = isNamespace(live) ? 'run it again when what is in it is gone' : undefined;
      const details = { object: refName(refOf(live)), message: `it was deleted, and waits for ${by}` };
      return { id, error: new KeelsonError('KS8015', { ...details, ...(fix !== undefined && { fix }) }) };
    }
    // An interrupted wait tells what it waited for.
    await sleep(wait, undefined, signal ? { signal } : {}).catch(() => {});
  }
}

/** Whether an object is a namespace: what is in it goes first, which no finalizer in its metadata says. */
export function isNamespace({ resource }: LiveObject): boolean {
  return resource.group === '' && resource.kind === 'Namespace';
}

/** What of a deleted object is read. */
export interface Going {
  readonly metadata: ObjectMeta;
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[] };
}

/** What a deleted object waits for: its finalizers, or what the conditions of a namespace say. */
export function keptBy({ metadata, status }: Going): string {
  const { finalizers = [] } = metadata;
  if (finalizers.length > 0) return `the ${finalizers.length === 1 ? 'finalizer' : 'finalizers'} ${finalizers.join(', ')}`;
  const told = (status?.conditions ?? []).flatMap((one) => (one.status === 'True' && one.message ? one.message : []));
  return told.length > 0 ? `what is in it: ${told.join('; ')}` : 'the API server';
}
