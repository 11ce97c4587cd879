import type { ApiRequest, Connection } from './connection.ts';
import { jsonOf } from './refused.ts';

/** A kind that the API server serves. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Name in URLs, such as `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** What the API server serves. */
export interface Discovery {
  /** The resource of a kind, if the server serves it. */
  resource(apiVersion: string, kind: string): Resource | undefined;
  /** Whether the server told everything of a group: only then is a kind that is not there known to be absent. */
  isComplete(group: string): boolean;
  /** Groups that an API service behind the server did not tell. */
  readonly failedGroups: readonly string[];
  /** All resources, of every served version. */
  readonly all: readonly Resource[];
}

const ACCEPT = ['v2', 'v2beta1'].map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`).join(',');

/**
 * Asks the API server for its kinds, in two requests (aggregated discovery; KEP-3352, Kubernetes 1.27 and newer).
 * Throws KS8003, KS8004.
 */
export async function discover(connection: Connection): Promise<Discovery> {
  const [core, groups] = await Promise.all([document(connection, '/api'), document(connection, '/apis')]);
  return discoveryOf([core, groups]);
}

/** Reads the documents of aggregated discovery. */
export function discoveryOf(documents: readonly GroupList[]): Discovery {
  const all: Resource[] = [];
  const failedGroups: string[] = [];
  for (const group of documents.flatMap((list) => list.items)) {
    const name = group.metadata?.name ?? '';
    for (const { version, freshness, resources } of group.versions) {
      // A stale version is what the server knew when the API service last answered: of it, nothing is concluded.
      if (freshness !== undefined && freshness !== 'Current') failedGroups.push(name);
      for (const { resource, responseKind, scope, verbs } of resources ?? []) {
        if (!responseKind?.kind) continue;
        all.push({
          group: name,
          version,
          kind: responseKind.kind,
          plural: resource,
          namespaced: scope === 'Namespaced',
          verbs: verbs ?? [],
        });
      }
    }
  }
  const byKind = new Map(all.map((resource) => [key(resource.group, resource.version, resource.kind), resource]));
  const failed = new Set(failedGroups);
  return {
    resource: (apiVersion, kind) => byKind.get(`${apiVersion}/${kind}`),
    isComplete: (group) => !failed.has(group),
    failedGroups: [...failed].sort(),
    all,
  };
}

/** Path of an object, or of all objects of its kind when the name is left out. Segments are escaped. */
export function resourcePath(resource: Resource, namespace?: string, name?: string): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const space = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${space}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** `APIGroupDiscoveryList` of apidiscovery.k8s.io, as far as it is read. */
export interface GroupList {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly freshness?: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind?: string };
        readonly scope: string;
        readonly verbs?: readonly string[];
      }[];
    }[];
  }[];
}

async function document(connection: Connection, path: string): Promise<GroupList> {
  const request: ApiRequest = { method: 'GET', path, accept: ACCEPT };
  return jsonOf<GroupList>(await connection.request(request), request, 'discovery');
}

function key(group: string, version: string, kind: string): string {
  return group === '' ? `${version}/${kind}` : `${group}/${version}/${kind}`;
}
