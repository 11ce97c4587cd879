import { asMap, type JsonMap } from '../../core/fields/maps.ts';
import { refused, type SandboxClient } from '../../sandbox/client/sandbox-client.ts';
import type { Owner } from './pod-set.ts';
import type { SimulatedPod } from './pods.ts';
import { podRequests } from './requests.ts';

/** Kinds beside the pods that the API server and the scheduler read when they decide, with where they are written. */
const KINDS: Readonly<Record<string, (namespace: string) => string>> = {
  PriorityClass: () => '/apis/scheduling.k8s.io/v1/priorityclasses',
  RuntimeClass: () => '/apis/node.k8s.io/v1/runtimeclasses',
  LimitRange: (namespace) => `/api/v1/namespaces/${namespace}/limitranges`,
};

/** Writes the namespaces of the pods, and what changes pods when they are made. Throws KS8105. */
export async function putSurroundings(client: SandboxClient, objects: readonly Owner[], pods: readonly SimulatedPod[]): Promise<void> {
  const labels = new Map(
    objects.filter(({ kind }) => kind === 'Namespace').map((one) => [one.name, asMap(asMap(one.content['metadata'])['labels'])]),
  );
  const namespaces = new Set([...pods, ...objects.filter(({ kind }) => kind === 'LimitRange')].map(({ namespace }) => namespace));
  await Promise.all([...namespaces].map((name) => put(client, '/api/v1/namespaces', namespace(name, labels.get(name) ?? {}))));
  for (const object of objects) {
    const path = KINDS[object.kind]?.(object.namespace);
    if (path !== undefined) await put(client, path, object.content);
  }
}

/** Pods in an order that gives large ones a place first, as an autoscaler would make nodes for them: by priority, then by what they ask for. */
export function sortedPods(objects: readonly Owner[], pods: readonly SimulatedPod[]): SimulatedPod[] {
  const classes = objects.filter(({ kind }) => kind === 'PriorityClass');
  const values = new Map(classes.map(({ name, content }) => [name, Number(content['value'] ?? 0)]));
  const usual = Number(classes.find(({ content }) => content['globalDefault'] === true)?.content['value'] ?? 0);
  const sizes = new Map(
    pods.map((pod) => {
      const spec = asMap(pod.manifest['spec']);
      const requests = podRequests(spec);
      const named = spec['priorityClassName'];
      const extended = Object.entries(requests).reduce((sum, [name, amount]) => (name.includes('/') ? sum + Number(amount) : sum), 0);
      const priority = named === undefined ? usual : (values.get(String(named)) ?? (String(named).startsWith('system-') ? 2e9 : 0));
      return [pod, [pod.set.perNode ? 1 : 0, priority, extended, Number(requests['memory'] ?? 0n), Number(requests['cpu'] ?? 0n)]];
    }),
  );
  const compare = (a: SimulatedPod, b: SimulatedPod): number => {
    const [left = [], right = []] = [sizes.get(a), sizes.get(b)];
    const index = left.findIndex((value, at) => value !== right[at]);
    return index < 0 ? 0 : (right[index] ?? 0) - (left[index] ?? 0);
  };
  return [...pods].sort(compare);
}

/** Rules of pod security look at fields that the pods here do not have. */
function namespace(name: string, labels: JsonMap): JsonMap {
  const kept = Object.entries(labels).filter(([key]) => !key.startsWith('pod-security.kubernetes.io/'));
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: Object.fromEntries(kept) } };
}

async function put(client: SandboxClient, path: string, object: JsonMap): Promise<void> {
  const answer = await client.request('POST', path, object);
  if (answer.status >= 300 && answer.status !== 409) throw refused('POST', path, answer);
}
