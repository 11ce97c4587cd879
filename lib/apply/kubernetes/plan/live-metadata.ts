import { objectId } from '../../../assembly/schema.ts';
import type { Connection } from '../client/connection.ts';
import type { Discovery, Resource } from '../client/discovery.ts';
import { list, type ObjectMeta } from '../client/lists.ts';

/** Label of the ApplySet that an object belongs to (KEP-3659). */
export const PART_OF = 'applyset.kubernetes.io/part-of';

/** Objects that carry the label of a unit, by id, as they are in the cluster. */
export interface LiveMetadata {
  readonly byId: ReadonlyMap<string, LiveObject>;
  /** Kinds, `group/Kind`, whose lists could not be read: nothing is known to be absent of them. */
  readonly unread: ReadonlySet<string>;
}

/** A live object, by its metadata. */
export interface LiveObject {
  readonly resource: Resource;
  readonly meta: ObjectMeta;
  /** Id of the ApplySet that it says it belongs to. */
  readonly applySet: string;
}

/** What is listed. */
export interface LiveQuery {
  /** Ids of ApplySets. */
  readonly applySets: readonly string[];
  /** Kinds as `apiVersion` and `kind`. */
  readonly kinds: readonly { readonly apiVersion: string; readonly kind: string }[];
  /** Lists namespace by namespace, for who may not list the cluster. @default - the whole cluster */
  readonly namespaces?: readonly string[];
}

/** ApplySets of one request; their ids are 53 characters each, in an address of at most 8 KiB. */
export const SELECTOR_SIZE = 60;

/** Lists the members of some ApplySets, metadata only, in one list per kind. A list that fails fails the whole (KS8003, KS8004). */
export async function listMembers(connection: Connection, discovery: Discovery, query: LiveQuery): Promise<LiveMetadata> {
  const byId = new Map<string, LiveObject>();
  const unread = new Set<string>();
  const resources = new Map<string, Resource>();
  for (const { apiVersion, kind } of query.kinds) {
    const resource = discovery.resource(apiVersion, kind);
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    if (resource) resources.set(`${group}/${kind}`, resource);
    else if (!discovery.isComplete(group)) unread.add(`${group}/${kind}`);
  }
  const lists = [...resources].flatMap(([groupKind, resource]) => {
    const places = resource.namespaced && query.namespaces ? query.namespaces : [undefined];
    return places.flatMap((namespace) =>
      chunks(query.applySets, SELECTOR_SIZE).map((applySets) => ({ groupKind, resource, namespace, applySets })),
    );
  });
  await Promise.all(
    lists.map(async ({ resource, namespace, applySets }) => {
      const { items } = await list(connection, resource, {
        labelSelector: membersOf(applySets),
        ...(namespace !== undefined && { namespace }),
      });
      for (const { metadata } of items) {
        const { name, namespace: space } = metadata;
        const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
        byId.set(objectId({ apiVersion, kind: resource.kind, namespace: space, name }), {
          resource,
          meta: metadata,
          applySet: metadata.labels?.[PART_OF] ?? '',
        });
      }
    }),
  );
  return { byId, unread };
}

/** Label selector of the members of some ApplySets, at most {@link SELECTOR_SIZE} of them. */
export function membersOf(applySets: readonly string[]): string {
  return applySets.length === 1 ? `${PART_OF}=${applySets[0]}` : `${PART_OF} in (${applySets.join(',')})`;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}
