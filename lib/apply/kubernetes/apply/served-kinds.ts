import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../../assembly/content.ts';
import type { Connection } from '../client/connection.ts';
import { type Discovery, discover } from '../client/discovery.ts';

/** A kind that a definition brings. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An API server tells of a kind some moments after its definition is established, later when many come at once. */
const WITHIN_MS = 60_000;

/** Kinds that a definition brings, in each version that is served. */
export function servedKinds(definition: KubernetesObject): readonly ServedKind[] {
  const { spec } = definition as {
    readonly spec?: {
      readonly group?: string;
      readonly names?: { readonly kind?: string };
      readonly versions?: readonly { readonly name: string; readonly served?: boolean }[];
    };
  };
  const kind = spec?.names?.kind;
  if (kind === undefined) return [];
  return (spec?.versions ?? []).flatMap(({ name, served }) => (served === false ? [] : [{ apiVersion: `${spec?.group}/${name}`, kind }]));
}

/**
 * Asks what the server serves until it tells of some kinds, or a minute has passed: who needs a kind that is missing then says so.
 * @param wanted asked after each answer, since others may have come meanwhile
 */
export async function discoverServed(
  connection: Connection,
  wanted: () => readonly ServedKind[],
  signal?: AbortSignal,
): Promise<Discovery> {
  const deadline = performance.now() + WITHIN_MS;
  for (let wait = 50; ; wait = Math.min(wait * 2, 2000)) {
    const discovery = await discover(connection);
    const isWhole = wanted().every(({ apiVersion, kind }) => discovery.resource(apiVersion, kind) !== undefined);
    if (isWhole || performance.now() > deadline) return discovery;
    await sleep(wait, undefined, signal ? { signal } : {});
  }
}
