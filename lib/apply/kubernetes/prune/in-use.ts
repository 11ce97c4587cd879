import type { UnitContext } from '../apply/unit-context.ts';
import type { ApiRequest } from '../client/connection.ts';
import { type Resource, resourcePath } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { jsonOf } from '../client/refused.ts';
import { ownEntry } from '../objects/own-fields.ts';
import { PART_OF } from '../plan/live-metadata.ts';
import { type Candidate, isKept } from './candidates.ts';

/** What the control plane makes by itself in every namespace. */
const MADE_BY_KUBERNETES: ReadonlySet<string> = new Set(['ConfigMap/kube-root-ca.crt', 'ServiceAccount/default']);

/** After this many objects of one kind no further page is asked for. */
const ENOUGH = 500;

/**
 * Why a namespace or a definition can not be deleted: what is in it that does not go with the unit anyway. Undefined when it is empty, or
 * for another kind.
 */
export async function whyInUse(context: UnitContext, { live }: Candidate): Promise<string | undefined> {
  const { group, kind } = live.resource;
  if (group === '' && kind === 'Namespace') return namespaceInUse(context, live.meta.name);
  if (group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition') return definitionInUse(context, live.meta.name);
  return undefined;
}

async function namespaceInUse(context: UnitContext, namespace: string): Promise<string | undefined> {
  if (context.discovery.failedGroups.length > 0)
    return `the API server does not tell all that is in it (${context.discovery.failedGroups.join(', ')})`;
  const resources = distinct(
    context.discovery.all.filter(
      (resource) =>
        resource.namespaced && resource.verbs.includes('list') && resource.group !== 'events.k8s.io' && resource.kind !== 'Event',
    ),
  );
  const found = (await Promise.all(resources.map((resource) => others(context, resource, namespace)))).flat();
  return found.length === 0
    ? undefined
    : `${found.slice(0, 3).join(', ')}${found.length > 3 ? ` and ${found.length - 3} more` : ''} ${found.length === 1 ? 'is' : 'are'} in it`;
}

async function definitionInUse(context: UnitContext, name: string): Promise<string | undefined> {
  const resource = distinct(context.discovery.all).find((one) => `${one.plural}.${one.group}` === name);
  if (!resource) return undefined;
  const found = await others(context, resource, undefined);
  return found.length === 0 ? undefined : `${found.slice(0, 3).join(', ')} ${found.length === 1 ? 'is' : 'are'} of this kind`;
}

/** Objects that stay: what an object of the unit owns goes with it, and what leaves the assembly in this run does. */
async function others(context: UnitContext, resource: Resource, namespace: string | undefined): Promise<string[]> {
  const request: ApiRequest = {
    method: 'GET',
    path: resourcePath(resource, namespace),
    query: { limit: 500 },
    accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  };
  const found: string[] = [];
  for (let next: string | undefined = ''; next !== undefined && found.length < ENOUGH; ) {
    const page: ApiRequest = { ...request, query: { ...request.query, ...(next !== '' && { continue: next }) } };
    const response = await context.connection.request(page);
    if (response.status === 404 || response.status === 405) return found;
    const list = jsonOf<MetadataList>(response, page, `list of ${resource.plural}`);
    for (const { metadata } of list.items ?? []) if (stays(context, resource, metadata)) found.push(`${resource.kind} ${metadata.name}`);
    next = list.metadata?.continue || undefined;
  }
  return found;
}

interface MetadataList {
  readonly metadata?: { readonly continue?: string };
  readonly items: readonly { readonly metadata: ObjectMeta }[] | null;
}

/** As pruneCandidates decides: a label alone makes no member, and members that hold data or are kept stay. */
function stays({ leaving, wanted }: UnitContext, { group, kind }: Resource, meta: ObjectMeta): boolean {
  if (MADE_BY_KUBERNETES.has(`${kind}/${meta.name}`)) return false;
  if (meta.ownerReferences?.length) return false;
  const leaves = leaving.has(meta.labels?.[PART_OF] ?? '') && ownEntry(meta) !== undefined;
  return !leaves || isKept(`${group}/${kind}`, meta) || wanted.has(`${group}/${kind}/${meta.namespace ?? ''}/${meta.name}`);
}

/** One version of each resource: all versions show the same objects. */
function distinct(resources: readonly Resource[]): Resource[] {
  return [...new Map(resources.map((resource) => [`${resource.group}/${resource.plural}`, resource])).values()];
}
