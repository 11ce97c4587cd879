import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../../core/errors.ts';
import type { Connection } from '../client/connection.ts';
import { type Resource, resourcePath } from '../client/discovery.ts';
import { list, type ObjectMeta } from '../client/lists.ts';
import { refused } from '../client/refused.ts';

/** What is watched. */
export interface WatchedKind {
  readonly resource: Resource;
  /** @default - all namespaces */
  readonly namespace?: string | undefined;
  readonly labelSelector: string;
}

/** How a watch is told of. */
export interface WatchOptions {
  readonly connection: Connection;
  readonly signal: AbortSignal;
  /** An object came, changed or went. */
  readonly changed: (meta: ObjectMeta, event: 'there' | 'gone') => void;
  /** The list was read anew: what changed in between is not told one by one. */
  readonly resynced: () => void;
  /** The connection is lost for now, and why. */
  readonly lost?: (reason: string) => void;
}

const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
/** The server ends a watch after this time, so that a dead one is not waited for. */
const TIMEOUT_SECONDS = 290;
const LONGEST_WAIT_MS = 30_000;

const NOT_SERVED = new Error('the kind is not served any more');

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: { readonly metadata?: ObjectMeta; readonly code?: number; readonly message?: string };
}

/**
 * Watches the metadata of a kind until the signal: from where a list ends, on from the last event after a lost connection, and from a
 * new list where the server has forgotten that place (410). Ends when the kind is not served any more. Throws KS8004 when the server
 * refuses it.
 */
export async function watchKind(options: WatchOptions, kind: WatchedKind): Promise<void> {
  const { connection, signal } = options;
  let from: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (from === undefined) {
        const { namespace, labelSelector } = kind;
        from = (await list(connection, kind.resource, { labelSelector, ...(namespace !== undefined && { namespace }) })).resourceVersion;
        options.resynced();
      }
      from = await watchOnce(options, kind, from, () => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted || error === NOT_SERVED) return;
      if (!KeelsonError.is(error) || error.code !== 'KS8003') throw error;
      options.lost?.(error.details.message);
      const wait = Math.min(250 * 2 ** failures++, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
      await sleep(wait, undefined, { signal }).catch(() => {});
    }
  }
}

/** One watch. @returns where the next one goes on; undefined when it needs a list first */
async function watchOnce(options: WatchOptions, kind: WatchedKind, from: string, alive: () => void): Promise<string | undefined> {
  const { resource, namespace, labelSelector } = kind;
  const path = resourcePath(resource, namespace);
  let at: string | undefined = from;
  const answer = await options.connection.stream(
    {
      path,
      query: { watch: true, allowWatchBookmarks: true, resourceVersion: from, labelSelector, timeoutSeconds: TIMEOUT_SECONDS },
      accept: METADATA,
      signal: options.signal,
    },
    (line) => {
      const event = eventOf(line);
      if (!event) return;
      alive();
      if (event.type === 'ERROR') {
        at = undefined;
        return;
      }
      const { metadata } = event.object;
      if (!metadata) return;
      at = metadata.resourceVersion;
      if (event.type !== 'BOOKMARK') options.changed(metadata, event.type === 'DELETED' ? 'gone' : 'there');
    },
  );
  if (answer.status === 410) return undefined;
  if (answer.status === 404) throw NOT_SERVED;
  if (answer.status !== 200) throw refused({ ...answer, headers: {} }, { method: 'GET', path }, `watch of ${resource.plural}`);
  return at;
}

/** The last line of a stream that broke off may be half of an event: it comes again, since the next watch goes on before it. */
function eventOf(line: string): WatchEvent | undefined {
  try {
    return JSON.parse(line) as WatchEvent;
  } catch {
    return undefined;
  }
}
