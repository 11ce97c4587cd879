import type { ApiRequest, Connection } from './connection.ts';
import { type Resource, resourcePath } from './discovery.ts';
import { jsonOf } from './refused.ts';

/** What all objects have, as the API server gives it. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** An object that another one goes with. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** Fields that a manager set. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: 'Apply' | 'Update';
  readonly apiVersion?: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** Which objects of a kind. */
export interface ListOptions {
  /** @default - all namespaces */
  readonly namespace?: string;
  /** Label selector. @default - all */
  readonly labelSelector?: string;
  /** Whether to read metadata only. @default true */
  readonly metadataOnly?: boolean;
  /** Objects of one page. @default 500 */
  readonly limit?: number;
}

/** A whole list: there is no object of this kind and selection beside these. */
export interface CompleteList<T> {
  readonly items: readonly T[];
  /** The state that it shows, for a watch. */
  readonly resourceVersion: string;
}

const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const RESTARTS = 3;

/**
 * Lists all objects of a kind, page by page. It resolves only with a complete list: a page that fails throws (KS8003, KS8004),
 * and a list that expired between two pages is read anew.
 */
export async function list<T = { readonly metadata: ObjectMeta }>(
  connection: Connection,
  resource: Resource,
  options: ListOptions = {},
): Promise<CompleteList<T>> {
  for (let restart = 0; ; restart++) {
    const whole = await pages<T>(connection, resource, options, restart < RESTARTS);
    if (whole) return whole;
  }
}

async function pages<T>(
  connection: Connection,
  resource: Resource,
  options: ListOptions,
  mayRestart: boolean,
): Promise<CompleteList<T> | undefined> {
  const path = resourcePath(resource, options.namespace);
  const items: T[] = [];
  let from: string | undefined;
  for (;;) {
    const request: ApiRequest = {
      method: 'GET',
      path,
      query: { limit: options.limit ?? 500, labelSelector: options.labelSelector, continue: from },
      ...(options.metadataOnly !== false && { accept: METADATA_ONLY }),
    };
    const response = await connection.request(request);
    if (response.status === 410 && from !== undefined && mayRestart) return undefined;
    const page = jsonOf<{
      readonly metadata: { readonly continue?: string; readonly resourceVersion: string };
      readonly items: T[] | null;
    }>(response, request, `list of ${resource.plural}`);
    // An empty list of metadata has null for its items.
    for (const item of page.items ?? []) items.push(item);
    from = page.metadata.continue || undefined;
    if (from === undefined) return { items, resourceVersion: page.metadata.resourceVersion };
  }
}
