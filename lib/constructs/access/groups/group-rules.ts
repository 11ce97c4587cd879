import type { RoleRule, Verb } from '../../platform/role-rules.ts';

const READ: readonly Verb[] = ['get', 'list', 'watch'];
const WRITE: readonly Verb[] = [...READ, 'create', 'update', 'patch', 'delete', 'deletecollection'];

type Resources = Readonly<Record<string, readonly string[]>>;

/** What everyone may see in a namespace: all that is in Kubernetes' own role `view`; no Secrets. */
const VIEWED: Resources = {
  '': [
    'configmaps',
    'endpoints',
    'events',
    'limitranges',
    'persistentvolumeclaims',
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
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'resource.k8s.io': ['resourceclaims', 'resourceclaimtemplates'],
  'metrics.k8s.io': ['pods'],
  'kueue.x-k8s.io': ['localqueues', 'workloads'],
};

/** What everyone may see that has no namespace: where something can run, by which queue, and with which runtime. */
const CLUSTER_VIEWED: Resources = {
  '': ['namespaces', 'nodes', 'persistentvolumes'],
  'gateway.networking.k8s.io': ['gatewayclasses'],
  'karpenter.k8s.aws': ['ec2nodeclasses'],
  'karpenter.sh': ['nodeclaims', 'nodeoverlays', 'nodepools'],
  'kueue.x-k8s.io': ['admissionchecks', 'clusterqueues', 'cohorts', 'resourceflavors', 'topologies', 'workloadpriorityclasses'],
  'metrics.k8s.io': ['nodes'],
  'networking.k8s.io': ['ingressclasses'],
  'node.k8s.io': ['runtimeclasses'],
  'resource.k8s.io': ['deviceclasses', 'resourceslices'],
  'scheduling.k8s.io': ['priorityclasses'],
  'serving.kserve.io': ['clusterservingruntimes'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
  'trainer.kubeflow.org': ['clustertrainingruntimes'],
};

/** What a plan reads beside that. */
const PLANNED: Resources = {
  'admissionregistration.k8s.io': ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  'apiextensions.k8s.io': ['customresourcedefinitions'],
  'apiregistration.k8s.io': ['apiservices'],
  'external-secrets.io': ['clustersecretstores', 'externalsecrets', 'secretstores'],
  'rbac.authorization.k8s.io': ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
};

/** Kinds of the add-ons that people of ML write, by group. A `secretstores` or `triggerauthentications` leads to secrets, and is not here. */
const ML_KINDS: Resources = {
  'argoproj.io': ['cronworkflows', 'workflows', 'workflowtemplates'],
  'gateway.networking.k8s.io': ['grpcroutes', 'httproutes'],
  'inference.networking.k8s.io': ['inferencepools'],
  'jobset.x-k8s.io': ['jobsets'],
  'keda.sh': ['scaledjobs', 'scaledobjects'],
  'kubeflow.org': ['experiments', 'suggestions', 'trials'],
  'leaderworkerset.x-k8s.io': ['leaderworkersets'],
  'llm-d.ai': ['inferencemodelrewrites', 'inferenceobjectives'],
  'production-stack.vllm.ai': ['loraadapters', 'vllmrouters', 'vllmruntimes'],
  'ray.io': ['rayclusters', 'raycronjobs', 'rayjobs', 'rayservices'],
  'resource.nvidia.com': ['computedomains'],
  'serving.kserve.io': ['inferencegraphs', 'inferenceservices', 'llminferenceserviceconfigs', 'llminferenceservices', 'servingruntimes'],
  'tekton.dev': ['pipelineruns', 'pipelines', 'taskruns', 'tasks'],
  'trainer.kubeflow.org': ['trainingruntimes', 'trainjobs'],
};

const WORKLOADS: Resources = {
  '': ['configmaps', 'persistentvolumeclaims', 'pods', 'services'],
  apps: ['deployments', 'deployments/scale', 'statefulsets', 'statefulsets/scale'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  policy: ['poddisruptionbudgets'],
  'resource.k8s.io': ['resourceclaims', 'resourceclaimtemplates'],
};

/** Rules of `viewer`, in namespaces. */
export function viewerRules(): readonly RoleRule[] {
  return rules(READ, VIEWED, ML_KINDS);
}

/** Rules of all but `ci`, for what has no namespace. */
export function clusterViewerRules(): readonly RoleRule[] {
  return rules(READ, CLUSTER_VIEWED);
}

/** Rules of `ci-plan` beside those. */
export function planRules(): readonly RoleRule[] {
  return rules(READ, PLANNED);
}

/** Rules of `ml-engineer`, in its namespaces. @param exec whether commands may be run in containers */
export function engineerRules(exec: boolean): readonly RoleRule[] {
  return [
    ...rules(WRITE, WORKLOADS, ML_KINDS),
    ...viewerRules(),
    { resources: ['pods/portforward', ...(exec ? ['pods/exec', 'pods/attach'] : [])], verbs: ['get', 'create'] },
  ];
}

function rules(verbs: readonly Verb[], ...lists: readonly Resources[]): RoleRule[] {
  return lists.flatMap((list) => Object.entries(list).map(([group, resources]) => ({ group, resources, verbs })));
}
