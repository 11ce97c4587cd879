import type { UnitContext } from '../apply/unit-context.ts';
import type { ApiRequest } from '../client/connection.ts';
import { type Resource, resourcePath } from '../client/discovery.ts';
import type { ObjectMeta, OwnerReference } from '../client/lists.ts';
import { jsonOf } from '../client/refused.ts';
import { ownEntry } from '../objects/own-fields.ts';
import { PART_OF } from '../plan/live-metadata.ts';
import { type Candidate, isKept } from './candidates.ts';

/** What the control plane makes by itself in every namespace. */
const MADE_BY_KUBERNETES: ReadonlySet<string> = new Set(['ConfigMap/kube-root-ca.crt', 'ServiceAccount/default']);

/** After this many objects of one kind no further page is asked for. */
const ENOUGH = 500;

/** Why a namespace or a definition stays. */
export interface InUse {
  readonly reason: string;
  /** Whether only objects are in the way that other units delete: the next run deletes it. */
  readonly isNext: boolean;
}

/**
 * Why a namespace or a definition can not be deleted: what is in it that does not go with the unit anyway. Undefined when it is empty, or
 * for another kind.
 */
export async function whyInUse(context: UnitContext, { live }: Candidate): Promise<InUse | undefined> {
  const { group, kind } = live.resource;
  if (group === '' && kind === 'Namespace') return namespaceInUse(context, live.meta.name);
  if (group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition') return definitionInUse(context, live.meta.name);
  return undefined;
}

async function namespaceInUse(context: UnitContext, namespace: string): Promise<InUse | undefined> {
  const { failedGroups } = context.discovery;
  if (failedGroups.length > 0)
    return { reason: `the API server does not tell all that is in it (${failedGroups.join(', ')})`, isNext: false };
  const resources = distinct(
    context.discovery.all.filter(
      (resource) =>
        resource.namespaced && resource.verbs.includes('list') && resource.group !== 'events.k8s.io' && resource.kind !== 'Event',
    ),
  );
  const found = await staying(context, await Promise.all(resources.map((resource) => listed(context, resource, namespace))));
  return inUse(found, 'in it');
}

async function definitionInUse(context: UnitContext, name: string): Promise<InUse | undefined> {
  const resource = distinct(context.discovery.all).find((one) => `${one.plural}.${one.group}` === name);
  if (!resource) return undefined;
  const found = await staying(context, [await listed(context, resource, undefined)]);
  return inUse(found, 'of this kind');
}

function inUse(found: readonly Staying[], where: string): InUse | undefined {
  if (found.length === 0) return undefined;
  // What stays for good is the reason that a person has to know.
  const [first] = [found.filter(({ isNext }) => !isNext), found].filter((list) => list.length > 0);
  const names = (first ?? []).map(({ name }) => name);
  const is = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} ${names.length === 1 ? 'is' : 'are'} ${where}`;
  const isNext = first === found && found.every((one) => one.isNext);
  return { reason: isNext ? `${is} and ${names.length === 1 ? 'goes' : 'go'} first: the next run deletes it` : is, isNext };
}

/** The objects of a kind, or as many as are enough to say that it is in use. */
interface Listed {
  readonly resource: Resource;
  readonly metas: readonly ObjectMeta[];
}

async function listed(context: UnitContext, resource: Resource, namespace: string | undefined): Promise<Listed> {
  const request: ApiRequest = {
    method: 'GET',
    path: resourcePath(resource, namespace),
    query: { limit: 500 },
    accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  };
  const metas: ObjectMeta[] = [];
  for (let next: string | undefined = '', found = 0; next !== undefined && found < ENOUGH; ) {
    const page: ApiRequest = { ...request, query: { ...request.query, ...(next !== '' && { continue: next }) } };
    const response = await context.connection.request(page);
    if (response.status === 404 || response.status === 405) break;
    const list = jsonOf<MetadataList>(response, page, `list of ${resource.plural}`);
    for (const { metadata } of list.items ?? []) {
      metas.push(metadata);
      if (!metadata.ownerReferences?.length && stays(context, resource, metadata)) found++;
    }
    next = list.metadata?.continue || undefined;
  }
  return { resource, metas };
}

/** An object that stays, for now when another unit deletes it. */
interface Staying {
  readonly name: string;
  readonly isNext: boolean;
}

/** The objects that stay: what leaves the assembly in this run goes, and so does what only objects that go own. */
async function staying(context: UnitContext, lists: readonly Listed[]): Promise<Staying[]> {
  const owners = new Owners(context, lists);
  const later = new Owners({ ...context, leaving: context.pruned, planOnly: true }, lists);
  const found = lists.flatMap(({ resource, metas }) =>
    metas.map(async (meta): Promise<Staying[]> => {
      if (!(await owners.stays({ resource, meta }))) return [];
      return [{ name: `${resource.kind} ${meta.name}`, isNext: !(await later.stays({ resource, meta })) }];
    }),
  );
  return (await Promise.all(found)).flat();
}

interface MetadataList {
  readonly metadata?: { readonly continue?: string };
  readonly items: readonly { readonly metadata: ObjectMeta }[] | null;
}

/** An object with its kind. */
interface Found {
  readonly resource: Resource;
  readonly meta: ObjectMeta;
}

/** Follows owners up to something that goes or stays. */
class Owners {
  readonly #context: UnitContext;
  readonly #found = new Map<string, Found | Promise<Found | undefined>>();

  constructor(context: UnitContext, lists: readonly Listed[]) {
    this.#context = context;
    for (const { resource, metas } of lists) for (const meta of metas) this.#found.set(meta.uid, { resource, meta });
  }

  /** @param below objects that it owns. What owns itself in the end is never collected. */
  async stays({ resource, meta }: Found, below: readonly string[] = []): Promise<boolean> {
    if (!stays(this.#context, resource, meta)) return false;
    const { ownerReferences = [], namespace, uid } = meta;
    if (ownerReferences.length === 0 || below.includes(uid)) return true;
    for (const reference of ownerReferences) {
      const owner = await this.#owner(reference, namespace);
      if (owner === 'unknown' || (owner && (await this.stays(owner, [...below, uid])))) return true;
    }
    return false;
  }

  /** Undefined for an owner that is gone: the garbage collector deletes what it owned. */
  async #owner(owner: OwnerReference, namespace: string | undefined): Promise<Found | 'unknown' | undefined> {
    const resource = this.#context.discovery.resource(owner.apiVersion, owner.kind);
    if (!resource) return 'unknown';
    const found = this.#found.get(owner.uid) ?? this.#read(owner, resource, namespace);
    this.#found.set(owner.uid, found);
    return found;
  }

  async #read({ kind, name, uid }: OwnerReference, resource: Resource, namespace: string | undefined): Promise<Found | undefined> {
    const request: ApiRequest = {
      method: 'GET',
      path: resourcePath(resource, resource.namespaced ? namespace : undefined, name),
      accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    };
    const response = await this.#context.connection.request(request);
    if (response.status === 404) return undefined;
    const { metadata } = jsonOf<{ readonly metadata: ObjectMeta }>(response, request, `${kind} ${name}`);
    return metadata.uid === uid ? { resource, meta: metadata } : undefined;
  }
}

/**
 * As pruneCandidates decides: a label alone makes no member, and members that hold data or are kept stay. What another unit lets go counts
 * as gone in a plan alone: before anything is deleted it has to be gone, since that unit may have been halted. Owners are not looked at.
 */
function stays(context: Deciding, { group, kind }: Resource, meta: ObjectMeta): boolean {
  if (meta.deletionTimestamp !== undefined || MADE_BY_KUBERNETES.has(`${kind}/${meta.name}`)) return false;
  const { leaving, wanted, live, file, planOnly } = context;
  const applySet = meta.labels?.[PART_OF] ?? '';
  const isLeaving = leaving.has(applySet) && (applySet === file.applySet || planOnly === true);
  if (isLeaving && ownEntry(meta) !== undefined)
    return isKept(`${group}/${kind}`, meta) || wanted.has(`${group}/${kind}/${meta.namespace ?? ''}/${meta.name}`);
  // Endpoints have no owner: they go with the Service of their name.
  const service = group === '' && kind === 'Endpoints' ? live.byId.get(`/Service/${meta.namespace}/${meta.name}`) : undefined;
  return service === undefined || stays(context, service.resource, service.meta);
}

type Deciding = Pick<UnitContext, 'leaving' | 'wanted' | 'live' | 'file' | 'planOnly'>;

/** One version of each resource: all versions show the same objects. */
function distinct(resources: readonly Resource[]): Resource[] {
  return [...new Map(resources.map((resource) => [`${resource.group}/${resource.plural}`, resource])).values()];
}
