import { asMap } from '../../core/fields/maps.ts';

type Content = Readonly<Record<string, unknown>>;

/** Which fields of a kind its running pods come from. */
export interface PodTemplates {
  /** JSON pointers; `*` stands for any key or index. What is below such a field counts too. */
  readonly fields: readonly string[];
  /** Fields below those that change no pod: their number, what takes traffic, what pods read only when they start. */
  readonly except?: readonly string[] | ((object: Content) => readonly string[]);
  /** Why running pods stay as they are all the same, as a sentence without a full stop; undefined when they don't. */
  readonly stay?: (object: Content) => string | undefined;
  /** What else happens when they restart, as a sentence without a full stop. */
  readonly also?: (object: Content) => string | undefined;
  /** Fields by part, where a change of one part restarts no pod of the others. What is in no part belongs to all. */
  readonly parts?: Readonly<Record<string, readonly string[]>>;
  /** Documentation or code that says so. */
  readonly source: string;
}

const under = (object: Content, ...keys: readonly string[]): Content => keys.reduce<Content>((map, key) => asMap(map[key]), object);
const specOf = (object: Content): Content => under(object, 'spec');
const typeOf = (object: Content, strategy: string): unknown => under(object, 'spec', strategy)['type'];
const paused = (object: Content): string | undefined =>
  specOf(object)['paused'] === true ? 'running pods keep the old template while the workload is paused' : undefined;
const onDelete = (object: Content): string | undefined =>
  typeOf(object, 'updateStrategy') === 'OnDelete'
    ? 'running pods keep the old template until they are deleted: updateStrategy is OnDelete'
    : undefined;

/** Fields of the groups of a RayCluster that KubeRay leaves out of the digest which it compares. */
const RAY_EXCEPT = [
  ...['replicas', 'minReplicas', 'maxReplicas', 'scaleStrategy/workersToDelete'].map((field) => `workerGroupSpecs/*/${field}`),
  ...['headGroupSpec', 'workerGroupSpecs/*'].flatMap((group) =>
    ['tolerations', 'schedulingGates'].map((field) => `${group}/template/spec/${field}`),
  ),
  'upgradeStrategy',
  'suspend',
];

const COMPONENTS = ['predictor', 'transformer', 'explainer'] as const;
/** Fields of a component of an InferenceService that reach no pod of a Deployment. Those that Knative reads make a revision there. */
const KSERVE_SCALING = ['autoScaling', 'canaryTrafficPercent', 'deploymentStrategy', 'scaleMetricType'];
const KNATIVE_SCALING = ['minReplicas', 'maxReplicas', 'scaleTarget', 'scaleMetric', 'containerConcurrency', 'timeout'];
/** Annotations of an InferenceService that do not reach its pods. */
const KSERVE_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'autoscaling.knative.dev/min-scale',
  'autoscaling.knative.dev/max-scale',
];

function inferenceServiceExcept(object: Content): readonly string[] {
  const annotations = under(object, 'metadata', 'annotations');
  const mode = annotations['serving.kserve.io/deploymentMode'];
  const ofAll = KSERVE_ANNOTATIONS.map((name) => `/metadata/annotations/${name.replaceAll('/', '~1')}`);
  // The pods of several nodes have the generation of the object as a label.
  if ('workerSpec' in under(object, 'spec', 'predictor')) return ofAll;
  const fields = mode === 'Knative' || mode === 'Serverless' ? KSERVE_SCALING : [...KSERVE_SCALING, ...KNATIVE_SCALING];
  return [...ofAll, ...COMPONENTS.flatMap((part) => fields.map((field) => `/spec/${part}/${field}`)), '/spec/canary/*/trafficPercent'];
}

/** Fields of an LLMInferenceService that make up one workload, and are below `/spec/prefill` again for the other. */
const LLM_WORKLOAD = ['template', 'worker', 'parallelism', 'labels', 'annotations', 'kvCacheOffloading'];

/** Workloads by `group/Kind`. */
export const podTemplates: Readonly<Record<string, PodTemplates>> = {
  'apps/Deployment': {
    fields: ['/spec/template'],
    stay: paused,
    source:
      'kubernetes.io/docs/concepts/workloads/controllers/deployment, "a rollout is triggered if and only if the pod template is changed"',
  },
  'apps/DaemonSet': {
    fields: ['/spec/template'],
    stay: onDelete,
    source: 'kubernetes.io/docs/tasks/manage-daemon/update-daemon-set, "DaemonSet Update Strategy"',
  },
  'apps/StatefulSet': {
    fields: ['/spec/template'],
    stay: onDelete,
    source: 'kubernetes.io/docs/concepts/workloads/controllers/statefulset, "Update strategies"',
  },
  'argoproj.io/Rollout': {
    fields: ['/spec/template', '/spec/workloadRef', '/spec/restartAt'],
    stay: paused,
    source: 'argoproj/argo-rollouts v1.9.1 docs/features/specification.md, docs/features/restart.md',
  },
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': {
    fields: ['/spec/leaderWorkerTemplate', '/spec/networkConfig'],
    source: 'kubernetes-sigs/lws v0.10.0 pkg/utils/revision/revision_utils.go getPatch: both are the revision whose groups are made again',
  },
  'disaggregatedset.x-k8s.io/DisaggregatedSet': {
    fields: ['/spec/roles/*/name', '/spec/roles/*/spec/leaderWorkerTemplate'],
    source: 'kubernetes-sigs/lws v0.10.0 pkg/utils/disaggregatedset/utils.go ComputeRevision: one revision for all roles',
  },
  'ray.io/RayCluster': {
    fields: ['/spec'],
    except: RAY_EXCEPT.map((field) => `/spec/${field}`),
    stay: (object) =>
      typeOf(object, 'upgradeStrategy') === 'Recreate'
        ? undefined
        : 'running pods stay as they are until they are deleted: upgradeStrategy is not Recreate',
    source:
      'ray-project/kuberay v1.7.0 ray-operator/controllers/ray/raycluster_controller.go shouldRecreatePodsForUpgrade, utils/util.go GenerateHashWithoutReplicasAndWorkersToDelete',
  },
  'ray.io/RayService': {
    fields: ['/spec/rayClusterConfig'],
    except: RAY_EXCEPT.map((field) => `/spec/rayClusterConfig/${field}`),
    stay: (object) =>
      typeOf(object, 'upgradeStrategy') === 'None' ? 'the running cluster stays as it is: upgradeStrategy is None' : undefined,
    also: (object) =>
      typeOf(object, 'upgradeStrategy') === 'NewClusterWithIncrementalUpgrade'
        ? undefined
        : 'a new cluster starts beside the running one, which takes as many GPUs again until it serves',
    source:
      'ray-project/kuberay v1.7.0 ray-operator/controllers/ray/rayservice_controller.go shouldPrepareNewCluster, isZeroDowntimeUpgradeEnabled',
  },
  'keda.sh/ScaledJob': {
    fields: ['/spec'],
    stay: (object) =>
      under(object, 'spec', 'rollout')['strategy'] === 'gradual' || specOf(object)['rolloutStrategy'] === 'gradual'
        ? 'running jobs end as they began: the rollout strategy is gradual'
        : undefined,
    source: 'keda.sh/docs/latest/reference/scaledjob-spec, "rollout": by default the jobs of the former version are deleted',
  },
  'serving.kserve.io/InferenceService': {
    fields: ['/metadata/labels', '/metadata/annotations', '/spec/canary', ...COMPONENTS.map((part) => `/spec/${part}`)],
    except: inferenceServiceExcept,
    parts: { predictor: ['/spec/predictor', '/spec/canary'], transformer: ['/spec/transformer'], explainer: ['/spec/explainer'] },
    source:
      'kserve/kserve v0.20.0-rc1 pkg/controller/v1beta1/inferenceservice/components/predictor.go buildObjectMeta, reconcilers/deployment/deployment_reconciler.go createRawDeployment, reconcilers/knative/ksvc_reconciler.go createKnativeService',
  },
  'serving.kserve.io/LLMInferenceService': {
    fields: [
      ...[...LLM_WORKLOAD, 'model', 'storageInitializer', 'tracing', 'baseRefs'].map((field) => `/spec/${field}`),
      ...LLM_WORKLOAD.map((field) => `/spec/prefill/${field}`),
      ...['template', 'config', 'labels', 'annotations'].map((field) => `/spec/router/scheduler/${field}`),
    ],
    parts: { main: LLM_WORKLOAD.map((field) => `/spec/${field}`), prefill: ['/spec/prefill'], scheduler: ['/spec/router'] },
    source:
      'kserve/kserve v0.20.0-rc1 pkg/controller/v1alpha2/llmisvc/workload_multi_node.go, workload_single_node.go, scheduler.go expectedSchedulerDeployment',
  },
};
