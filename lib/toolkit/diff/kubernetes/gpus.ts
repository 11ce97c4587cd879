import type { KubernetesObject } from '../../../assembly/content.ts';
import { asList, asMap, isMap, type JsonMap } from '../../../core/fields/maps.ts';

/** Extended resources that are whole GPUs. */
const GPU_RESOURCES = ['nvidia.com/gpu', 'amd.com/gpu'] as const;

/** Fields that say how often what is below them runs: of workloads, and of the roles in custom ones such as JobSet, RayCluster and PyTorchJob. */
const COUNTS = ['replicas', 'parallelism'] as const;

/**
 * GPUs that the pods of a workload request together: the limits of its pod templates times their replicas. A DaemonSet counts
 * once per node, so with one node. Zero for what makes no pods.
 * @param replicas used where the manifest leaves the number of replicas to an autoscaler
 */
export function gpusOf(manifest: KubernetesObject, replicas = 1): number {
  const spec = asMap(manifest['spec']);
  const count = COUNTERS[manifest.kind];
  if (count) return count(spec, replicas);
  const inherited = COUNTS.some((name) => name in spec) ? 1 : replicas;
  return inherited * gpusBelow(spec);
}

/** Kinds whose pods are not described by a template and a number alone. */
const COUNTERS: Readonly<Record<string, (spec: JsonMap, replicas: number) => number>> = {
  LeaderWorkerSet: leaderWorkerSet,
  DisaggregatedSet: (spec) =>
    (numberOf(spec['slices']) ?? 1) * sum(asList(spec['roles']).map((role) => leaderWorkerSet(asMap(asMap(role)['spec']), 1))),
  InferenceService: (spec) => sum(['predictor', 'transformer', 'explainer'].map((part) => component(asMap(spec[part])))),
  LLMInferenceService: (spec, replicas) => llmWorkload(spec, replicas) + llmWorkload(asMap(spec['prefill']), 1),
};

/** A component of an InferenceService: a pod, in which a model or framework is a container of its own, and workers on other nodes. */
function component(part: JsonMap): number {
  const { workerSpec, ...head } = part;
  const perNode = numberOf(asMap(workerSpec)['tensorParallelSize']) ?? 0;
  const leader = gpusOfPod(head) + sum(Object.values(head).map((child) => gpusOfContainer(asMap(child))));
  const workers = isMap(workerSpec) ? (numberOf(workerSpec['pipelineParallelSize']) ?? 1) - 1 : 0;
  const once = workers === 0 ? leader : (leader || perNode) + workers * (gpusOfPod(asMap(workerSpec)) || perNode);
  return once * (numberOf(part['minReplicas']) ?? 1);
}

/** A workload of an LLMInferenceService: a Deployment, or with workers a LeaderWorkerSet whose size follows from the parallelism. */
function llmWorkload(spec: JsonMap, replicas: number): number {
  const { template, worker } = spec;
  const { data, dataLocal, pipeline } = asMap(spec['parallelism']);
  const size =
    numberOf(data) === undefined ? numberOf(pipeline) : Math.floor((numberOf(data) ?? 1) / Math.max(numberOf(dataLocal) ?? 1, 1));
  const workers = isMap(worker) ? gpusOfPod(worker) : 0;
  const leader = isMap(template) ? gpusOfPod(template) : workers;
  const count = numberOf(spec['replicas']) ?? numberOf(asMap(spec['scaling'])['minReplicas']) ?? replicas;
  return count * (leader + (isMap(worker) ? Math.max((size ?? 1) - 1, 0) * workers : 0));
}

/** A group is one leader and `size - 1` workers. */
function leaderWorkerSet(spec: JsonMap, replicas: number): number {
  const template = asMap(spec['leaderWorkerTemplate']);
  const size = numberOf(template['size']) ?? 1;
  const worker = gpusBelow(asMap(template['workerTemplate']));
  const leader = isMap(template['leaderTemplate']) ? gpusBelow(template['leaderTemplate']) : worker;
  return (numberOf(spec['replicas']) ?? replicas) * (leader + (size - 1) * worker);
}

function gpusBelow(value: JsonMap): number {
  if (Array.isArray(value['containers'])) return gpusOfPod(value);
  let sum = 0;
  for (const child of Object.values(value)) {
    if (isMap(child)) sum += gpusBelow(child);
    else if (Array.isArray(child)) for (const entry of child) if (isMap(entry)) sum += gpusBelow(entry);
  }
  if (sum === 0) return 0;
  const count = COUNTS.map((name) => numberOf(value[name])).find((number) => number !== undefined);
  // A worker of Ray may be several hosts, each a pod.
  return sum * (count ?? 1) * (numberOf(value['numOfHosts']) ?? 1);
}

/** Containers and sidecars run at once; other init containers run alone, before. */
function gpusOfPod(pod: JsonMap): number {
  const init = asList(pod['initContainers']).map(asMap);
  const sidecars = init.filter((container) => container['restartPolicy'] === 'Always');
  const running = sum([...asList(pod['containers']).map(asMap), ...sidecars].map(gpusOfContainer));
  return Math.max(running, ...init.map(gpusOfContainer));
}

function gpusOfContainer(container: JsonMap): number {
  const resources = asMap(container['resources']);
  const [limits, requests] = [asMap(resources['limits']), asMap(resources['requests'])];
  return sum(GPU_RESOURCES.map((name) => numberOf(limits[name]) ?? numberOf(requests[name]) ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A count in a manifest, where it may be a number or its text; undefined for a placeholder. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
}
