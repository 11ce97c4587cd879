import { asList, asMap, type JsonMap } from '../../core/fields/maps.ts';
import { type NodeTraits, runsOn } from './daemon-nodes.ts';
import type { PodSet } from './pod-set.ts';

/** A pod that the scheduler is asked about. */
export interface SimulatedPod {
  readonly set: PodSet;
  readonly name: string;
  readonly namespace: string;
  /** It is there only while a rollout goes on. */
  readonly surge: boolean;
  readonly manifest: JsonMap;
}

/** Fields of a pod's spec that the scheduler reads. Volumes are not among them: which zone one is in, no file tells. */
const FIELDS = [
  'affinity',
  'hostNetwork',
  'nodeName',
  'nodeSelector',
  'os',
  'overhead',
  'preemptionPolicy',
  'priorityClassName',
  'resources',
  'runtimeClassName',
  'tolerations',
  'topologySpreadConstraints',
];

/** The pods of a set: those that always run, and then those that a rollout adds. */
export function podsOf(set: PodSet, nodes: readonly NodeTraits[], nameFor: (wanted: string) => string): SimulatedPod[] {
  const metadata = asMap(set.template['metadata']);
  const spec = asMap(set.template['spec']);
  const targets = set.perNode ? nodes.filter((node) => runsOn(spec, node)).map((node) => node.name) : undefined;
  const count = targets?.length ?? set.count;
  return Array.from({ length: count + set.surge }, (_, index) => {
    const name = nameFor([set.owner.name, set.role, index].filter((part) => part !== '').join('-'));
    const manifest = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: metadata['labels'] },
      spec: { ...reduced(spec), ...(targets && { affinity: onNode(asMap(spec['affinity']), targets[index] ?? '') }) },
    };
    return { set, name, namespace: set.owner.namespace, surge: index >= count, manifest };
  });
}

function reduced(spec: JsonMap): JsonMap {
  return {
    ...Object.fromEntries(FIELDS.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]])),
    // One that makes room for another must go at once: nothing here ends a pod in its own time.
    terminationGracePeriodSeconds: 0,
    initContainers: asList(spec['initContainers']).map(container),
    containers: asList(spec['containers']).map(container),
  };
}

/** A container as the scheduler sees it: what it asks for, and ports of the node. */
function container(value: unknown, index: number): JsonMap {
  const { name, resources, restartPolicy, ports } = asMap(value);
  const hostPorts = asList(ports).filter((port) => asMap(port)['hostPort'] !== undefined);
  return {
    name: name ?? `container-${index}`,
    image: 'simulated',
    ...(resources !== undefined && { resources }),
    ...(restartPolicy !== undefined && { restartPolicy }),
    ...(hostPorts.length > 0 && { ports: hostPorts }),
  };
}

/** As the controller of DaemonSets binds a pod to its node. Source: k8s.io/kubernetes v1.36.2 pkg/controller/daemon/util/daemonset_util.go. */
function onNode(affinity: JsonMap, name: string): JsonMap {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] };
  const required = { nodeSelectorTerms: [term] };
  return { ...affinity, nodeAffinity: { ...asMap(affinity['nodeAffinity']), requiredDuringSchedulingIgnoredDuringExecution: required } };
}
