import { setTimeout as sleep } from 'node:timers/promises';
import pMap from 'p-map';
import type { ObjectRef } from '../../plan/types.ts';
import type { ApiRequest, Connection } from '../client/connection.ts';
import { type Discovery, resourcePath } from '../client/discovery.ts';
import { jsonOf } from '../client/refused.ts';
import { type LiveManifest, progressing, type Readiness } from './readiness.ts';
import { readinessOf } from './readiness-of.ts';

/** How an object of a unit is. */
export interface ObjectReadiness extends Readiness {
  readonly id: string;
  readonly object: ObjectRef;
}

/** How readiness is waited for. */
export interface WaitOptions {
  readonly connection: Connection;
  readonly discovery: Discovery;
  /** Milliseconds after which the wait ends. @default 600000 */
  readonly withinMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Asked after each round: whether the wait has lost its sense. @default - it never does */
  readonly superseded?: () => Promise<boolean>;
  /** Called with what is not ready yet, after each round. */
  readonly notify?: (waiting: readonly ObjectReadiness[]) => void;
}

const AT_ONCE = 32;

/** How objects are now. @param objects by id */
export function readReadiness(options: WaitOptions, objects: ReadonlyMap<string, ObjectRef>): Promise<ObjectReadiness[]> {
  return pMap([...objects], async ([id, object]) => ({ id, object, ...(await readOne(options, id, object)) }), { concurrency: AT_ONCE });
}

/**
 * Waits until every object is ready, or as far as it can be told. It ends sooner when one fails by itself, and when the time is up.
 * @returns how each object is at the end
 */
export async function waitReady(options: WaitOptions, objects: ReadonlyMap<string, ObjectRef>): Promise<ObjectReadiness[]> {
  const deadline = performance.now() + (options.withinMs ?? 600_000);
  const done = new Map<string, ObjectReadiness>();
  let open = new Map(objects);
  for (let wait = 200; ; wait = Math.min(wait * 1.5, 3000)) {
    for (const one of await readReadiness(options, open)) done.set(one.id, one);
    const waiting = [...done.values()].filter((one) => one.status === 'progressing');
    if (waiting.length === 0 || performance.now() > deadline || [...done.values()].some((one) => one.status === 'failed'))
      return [...done.values()];
    if (await options.superseded?.()) return [...done.values()];
    options.notify?.(waiting);
    open = new Map(waiting.map((one) => [one.id, one.object]));
    await sleep(wait, undefined, options.signal ? { signal: options.signal } : {});
  }
}

async function readOne(
  { connection, discovery, signal }: WaitOptions,
  id: string,
  { apiVersion, kind, namespace, name }: ObjectRef,
): Promise<Readiness> {
  const resource = discovery.resource(apiVersion, kind);
  if (!resource) return progressing('the cluster does not serve its kind');
  const request: ApiRequest = { method: 'GET', path: resourcePath(resource, namespace, name), ...(signal && { signal }) };
  const response = await connection.request(request);
  return response.status === 404 ? progressing('it is not there') : readinessOf(jsonOf<LiveManifest>(response, request, id));
}
