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
    accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    ...(rules.impersonate && { impersonate: rules.impersonate }),
  };
  const deadline = performance.now() + withinMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
    const response = await connection.request(request);
    if (response.status === 404) return { id };
    const { metadata } = jsonOf<{ readonly metadata: ObjectMeta }>(response, request, id);
    if (metadata.uid !== meta.uid) return { id };
    if (signal?.aborted || performance.now() + wait > deadline) {
      const by = metadata.finalizers?.length
        ? `the ${metadata.finalizers.length === 1 ? 'finalizer' : 'finalizers'} ${metadata.finalizers.join(', ')}`
        : 'the API server';
      return { id, error: new KeelsonError('KS8015', { object: refName(refOf(live)), message: `it was deleted, and waits for ${by}` }) };
    }
    // An interrupted wait tells what it waited for.
    await sleep(wait, undefined, signal ? { signal } : {}).catch(() => {});
  }
}
