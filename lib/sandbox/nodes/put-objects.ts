import { setTimeout as sleep } from 'node:timers/promises';
import { SANDBOX_MANAGER } from '../../assembly/apply-set.ts';
import { KeelsonError } from '../../core/errors.ts';
import { refused, type SandboxClient } from '../client/sandbox-client.ts';
import { POOL_LABEL, type SandboxNode } from './pool-nodes.ts';

const MERGE = 'application/merge-patch+json';
const WITHIN_MS = 60_000;

interface Listed {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** A definition of a custom resource, as far as a sandbox reads it. */
export interface Definition {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
}

/** The API server asks a definition in a group of Kubernetes' own for it, whoever makes it. Source: kubernetes/enhancements#1111. */
const APPROVED = 'api-approved.kubernetes.io';

/** Numbers of the nodes that a sandbox has, by pool. Throws KS8105. */
export async function nodesByPool(client: SandboxClient): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { metadata } of await sandboxNodes(client)) {
    const pool = metadata.labels?.[POOL_LABEL] ?? '';
    counts[pool] = (counts[pool] ?? 0) + 1;
  }
  return counts;
}

/** Makes the nodes of a sandbox these: others that a sandbox made go. Throws KS8105. */
export async function putNodes(client: SandboxClient, nodes: readonly SandboxNode[]): Promise<void> {
  const wanted = new Set(nodes.map((node) => node.metadata.name));
  const gone = (await sandboxNodes(client)).filter((node) => !wanted.has(node.metadata.name));
  await Promise.all(gone.map((node) => client.done('DELETE', `/api/v1/nodes/${node.metadata.name}`)));
  await Promise.all(nodes.map((node) => putNode(client, node)));
}

/** Waits until every node is ready, as KWOK makes them. Throws KS8105, and the signal's reason. */
export async function untilNodesReady(client: SandboxClient, signal?: AbortSignal): Promise<void> {
  await until('ready', async () => {
    signal?.throwIfAborted();
    const { items } = (await client.done('GET', '/api/v1/nodes')) as { readonly items: readonly Listed[] };
    const isReady = ({ status }: Listed): boolean =>
      status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
    return items.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
  });
}

/** Adds definitions of custom resources and waits until they are served; one that is there already stays as it is. Throws KS8105. */
export async function putDefinitions(client: SandboxClient, definitions: readonly Definition[]): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await Promise.all(
    definitions.map(async (definition) => {
      // No webhook of a controller is here to convert between versions.
      const annotations = { [APPROVED]: 'unapproved, in a sandbox', ...definition.metadata.annotations };
      const body = {
        ...definition,
        metadata: { ...definition.metadata, annotations },
        spec: { ...definition.spec, conversion: { strategy: 'None' } },
      };
      // Named so that an applier knows it for a stand-in, and takes it over.
      const answer = await client.request('POST', `${path}?fieldManager=${SANDBOX_MANAGER}`, body);
      if (answer.status >= 300 && answer.status !== 409) throw refused('POST', `${path} ${definition.metadata.name}`, answer);
    }),
  );
  await untilServed(client, definitions);
}

/** Discovery tells it in a few bytes, where a definition has hundreds of thousands. */
async function untilServed(client: SandboxClient, definitions: readonly Definition[]): Promise<void> {
  const wanted = new Map<string, string[]>();
  for (const { spec } of definitions) {
    const version = spec.versions.find((one) => one.served);
    if (version)
      wanted.set(`/apis/${spec.group}/${version.name}`, [...(wanted.get(`/apis/${spec.group}/${version.name}`) ?? []), spec.names.plural]);
  }
  for (const [path, plurals] of wanted)
    await until('served', async () => {
      const { body } = await client.request('GET', path);
      const served = ((body as { readonly resources?: readonly { readonly name: string }[] } | undefined)?.resources ?? []).map(
        ({ name }) => name,
      );
      return plurals.filter((plural) => !served.includes(plural)).map((plural) => `${plural} of ${path}`);
    });
}

async function sandboxNodes(client: SandboxClient): Promise<readonly Listed[]> {
  const path = `/api/v1/nodes?labelSelector=${encodeURIComponent(POOL_LABEL)}`;
  return ((await client.done('GET', path)) as { readonly items: readonly Listed[] }).items;
}

async function putNode(client: SandboxClient, node: SandboxNode): Promise<void> {
  const answer = await client.request('POST', '/api/v1/nodes', node);
  if (answer.status < 300) return;
  if (answer.status !== 409) throw refused('POST', '/api/v1/nodes', answer);
  const path = `/api/v1/nodes/${node.metadata.name}`;
  const { metadata, spec, status } = node;
  await client.done('PATCH', path, { metadata: { labels: metadata.labels }, spec: { taints: spec.taints ?? null } }, MERGE);
  await client.done('PATCH', `${path}/status`, { status: { allocatable: status.allocatable, capacity: status.capacity } }, MERGE);
}

/** Waits until nothing is left that is not so yet. @param waiting names of it */
async function until(state: string, waiting: () => Promise<readonly string[]>): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const names = await waiting();
    if (names.length === 0) return;
    if (performance.now() > deadline)
      throw new KeelsonError('KS8105', { message: `not ${state} within ${WITHIN_MS / 1000} s: ${names.join(', ')}` });
    await sleep(100);
  }
}
