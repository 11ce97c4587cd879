import type { RoleRule, Verb } from '../../platform/role-rules.ts';

const READ: readonly Verb[] = ['get', 'list', 'watch'];
const WRITE: readonly Verb[] = [...READ, 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** What everyone may see: all that is in Kubernetes' own role `view`, nodes, and the kinds of ML platforms; no Secrets. */
const VIEWED: Readonly<Record<string, readonly string[]>> = {
  '': [
    'configmaps',
    'endpoints',
    'events',
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'pods/log',
    'pods/status',
    'replicationcontrollers',
    'resourcequotas',
    'serviceaccounts',
    'services',
  ],
  apps: ['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'discovery.k8s.io': ['endpointslices'],
  'events.k8s.io': ['events'],
  'networking.k8s.io': ['ingresses', 'ingressclasses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'scheduling.k8s.io': ['priorityclasses'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
  'metrics.k8s.io': ['nodes', 'pods'],
  'karpenter.sh': ['nodeclaims', 'nodeoverlays', 'nodepools'],
  'karpenter.k8s.aws': ['ec2nodeclasses'],
};

/** Kinds of the add-ons that people of ML write, by group. A `secretstores` or `triggerauthentications` leads to secrets, and is not here. */
const ML_KINDS: Readonly<Record<string, readonly string[]>> = {
  'gateway.networking.k8s.io': ['grpcroutes', 'httproutes'],
  'inference.networking.k8s.io': ['inferencepools'],
  'jobset.x-k8s.io': ['jobsets'],
  'keda.sh': ['scaledjobs', 'scaledobjects'],
  'leaderworkerset.x-k8s.io': ['leaderworkersets'],
  'ray.io': ['rayclusters', 'rayjobs', 'rayservices'],
  'serving.kserve.io': ['inferencegraphs', 'inferenceservices', 'llminferenceservices'],
  'trainer.kubeflow.org': ['trainjobs'],
};

/** What queues of GPUs are for everyone to see, and for administrators to set. */
const QUEUES: Readonly<Record<string, readonly string[]>> = {
  'kueue.x-k8s.io': ['clusterqueues', 'localqueues', 'resourceflavors', 'workloadpriorityclasses', 'workloads'],
};

const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  '': ['configmaps', 'persistentvolumeclaims', 'pods', 'services'],
  apps: ['deployments', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  policy: ['poddisruptionbudgets'],
};

/** Rules of `viewer`. */
export function viewerRules(): readonly RoleRule[] {
  return rules(READ, VIEWED, ML_KINDS, QUEUES);
}

/** Rules of `ml-engineer`, in its namespaces. @param exec whether commands may be run in containers */
export function engineerRules(exec: boolean): readonly RoleRule[] {
  return [
    ...rules(WRITE, WORKLOADS, ML_KINDS),
    ...viewerRules(),
    { resources: ['pods/portforward', ...(exec ? ['pods/exec', 'pods/attach'] : [])], verbs: ['get', 'create'] },
  ];
}

function rules(verbs: readonly Verb[], ...lists: readonly Readonly<Record<string, readonly string[]>>[]): RoleRule[] {
  return lists.flatMap((list) => Object.entries(list).map(([group, resources]) => ({ group, resources, verbs })));
}
