import { isAtOrBelow } from './immutable-fields.ts';

/*
 * Sources: Kubernetes documentation, concepts/workloads/controllers (deployment: "a rollout is triggered if and only if the pod
 * template is changed"; daemonset and statefulset: update strategies); ReplicaSet, Job and CronJob leave running pods alone.
 * kubernetes-sigs/lws docs/examples/sample/README.md, "Rollout Strategy". argoproj/argo-rollouts docs, "Updating a Rollout": a
 * change of spec.template. KServe docs, "Canary Rollout": each change of a component's spec is a new revision.
 * docs.ray.io, RayService: a change of the cluster config makes a new cluster; RayCluster: "doesn't natively support rolling
 * upgrades", its pods stay unless spec.upgradeStrategy is Recreate.
 */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['/spec/template'],
  'apps/DaemonSet': ['/spec/template'],
  'apps/StatefulSet': ['/spec/template'],
  'argoproj.io/Rollout': ['/spec/template'],
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': ['/spec/leaderWorkerTemplate'],
  'ray.io/RayCluster': ['/spec/headGroupSpec', '/spec/workerGroupSpecs', '/spec/rayVersion'],
  'ray.io/RayService': ['/spec/rayClusterConfig'],
  'serving.kserve.io/InferenceService': ['/spec/predictor', '/spec/transformer', '/spec/explainer'],
  'serving.kserve.io/LLMInferenceService': ['/spec/template', '/spec/worker', '/spec/prefill', '/spec/model', '/spec/parallelism'],
};

/** Fields below those that only change the number of pods. */
const SCALES: Readonly<Record<string, readonly string[]>> = {
  'ray.io/RayCluster': ['replicas', 'minReplicas', 'maxReplicas', 'scaleStrategy'].map((field) => `/spec/workerGroupSpecs/*/${field}`),
  'ray.io/RayService': ['replicas', 'minReplicas', 'maxReplicas', 'scaleStrategy'].map(
    (field) => `/spec/rayClusterConfig/workerGroupSpecs/*/${field}`,
  ),
  'serving.kserve.io/InferenceService': ['predictor', 'transformer', 'explainer'].flatMap((part) =>
    ['minReplicas', 'maxReplicas', 'scaleTarget', 'scaleMetric', 'canaryTrafficPercent'].map((field) => `/spec/${part}/${field}`),
  ),
};

/** Containers of a bare pod that the kubelet restarts in place when their image changes. */
const POD_IMAGES = ['/spec/containers/*/image', '/spec/initContainers/*/image'];

/** How a workload replaces its pods. */
interface Strategies {
  readonly paused?: boolean;
  readonly updateStrategy?: { readonly type?: string };
  readonly upgradeStrategy?: { readonly type?: string };
}

/**
 * Whether a change of a field makes running pods restart or roll by itself.
 * @param pointer JSON pointer into the manifest
 * @param object the manifest; with it, a paused Deployment, the update strategy `OnDelete` and the upgrade strategy of a RayCluster are seen
 */
export function restartsPods(apiVersion: string, kind: string, pointer: string, object?: Readonly<Record<string, unknown>>): boolean {
  if (apiVersion === 'v1' && kind === 'Pod') return POD_IMAGES.some((image) => isAtOrBelow(pointer, image));
  const groupKind = `${apiVersion.split('/')[0]}/${kind}`;
  if (!TEMPLATES[groupKind]?.some((template) => isAtOrBelow(pointer, template))) return false;
  if (SCALES[groupKind]?.some((field) => isAtOrBelow(pointer, field))) return false;
  const spec = object?.spec as Strategies | undefined;
  if (groupKind === 'ray.io/RayCluster' && object) return spec?.upgradeStrategy?.type === 'Recreate';
  return spec?.paused !== true && spec?.updateStrategy?.type !== 'OnDelete';
}
