import { apiGroup } from '../../../core/api-version.ts';
import { isMap } from '../../../core/fields/maps.ts';
import { carriedKinds } from '../../../facts/crds/kinds.ts';
import { findBuiltinKind } from '../../../facts/kubernetes/kinds.ts';
import type { Expand, ExpandContext, Owner, PodSet } from '../pod-set.ts';
import { cronJob, daemonSet, deployment, job, jobSet, pod, replicaSet, scaledJob, statefulSet } from './built-in.ts';
import { inferenceService, llmInferenceService } from './kserve.ts';
import { leaderWorkerSet } from './leader-worker-set.ts';
import { rayCluster, rayJob, rayService } from './ray.ts';
import { rollout } from './rollout.ts';

/** How the pods of a kind are told, by `group/Kind`. */
const EXPANDS: Readonly<Record<string, Expand>> = {
  '/Pod': pod,
  '/ReplicationController': replicaSet,
  'apps/DaemonSet': daemonSet,
  'apps/Deployment': deployment,
  'apps/ReplicaSet': replicaSet,
  'apps/StatefulSet': statefulSet,
  'argoproj.io/Rollout': rollout,
  'batch/CronJob': cronJob,
  'batch/Job': job,
  'jobset.x-k8s.io/JobSet': jobSet,
  'keda.sh/ScaledJob': scaledJob,
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': leaderWorkerSet,
  'ray.io/RayCluster': rayCluster,
  'ray.io/RayJob': rayJob,
  'ray.io/RayService': rayService,
  'serving.kserve.io/InferenceService': inferenceService,
  'serving.kserve.io/LLMInferenceService': llmInferenceService,
};

/** Kinds whose pod templates only others use, and definitions, whose schemas look like some. */
const NO_PODS: ReadonlySet<string> = new Set([
  '/PodTemplate',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'argoproj.io/AnalysisTemplate',
  'argoproj.io/ClusterAnalysisTemplate',
  'argoproj.io/ClusterWorkflowTemplate',
  'argoproj.io/WorkflowTemplate',
  'serving.kserve.io/ClusterServingRuntime',
  'serving.kserve.io/LLMInferenceServiceConfig',
  'serving.kserve.io/ServingRuntime',
  'tekton.dev/Pipeline',
  'tekton.dev/StepAction',
  'tekton.dev/Task',
  'trainer.kubeflow.org/ClusterTrainingRuntime',
  'trainer.kubeflow.org/TrainingRuntime',
]);

/**
 * Groups whose kinds only configure load balancers, networks, nodes and volumes, though no definition of theirs is carried. Source: the
 * API references of the AWS Load Balancer Controller, the VPC CNI, EKS Auto Mode and the CSI snapshotter and secrets store.
 */
const WITHOUT_PODS: ReadonlySet<string> = new Set([
  'crd.k8s.amazonaws.com',
  'eks.amazonaws.com',
  'elbv2.k8s.aws',
  'gateway.k8s.aws',
  'networking.k8s.aws',
  'secrets-store.csi.x-k8s.io',
  'snapshot.storage.k8s.io',
  'vpcresources.k8s.aws',
]);

/** Kinds whose controllers make pods, or objects that make some, from no template that the object shows. */
const HIDDEN: ReadonlySet<string> = new Set([
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'argoproj.io/CronWorkflow',
  'argoproj.io/Workflow',
  'helm.toolkit.fluxcd.io/HelmRelease',
  'kubeflow.org/Experiment',
  'kubeflow.org/Suggestion',
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'monitoring.coreos.com/Alertmanager',
  'monitoring.coreos.com/Prometheus',
  'monitoring.coreos.com/ThanosRuler',
  'nvidia.com/ClusterPolicy',
  'nvidia.com/GPUCluster',
  'nvidia.com/NVIDIADriver',
  'production-stack.vllm.ai/VLLMRouter',
  'production-stack.vllm.ai/VLLMRuntime',
  'resource.nvidia.com/ComputeDomain',
  'serving.kserve.io/InferenceGraph',
  'serving.kserve.io/LocalModelCache',
  'tekton.dev/PipelineRun',
  'tekton.dev/TaskRun',
  'trainer.kubeflow.org/TrainJob',
]);

/** The pods of an object, none for a kind that makes none. A sentence says why they can't be told. */
export function expand(owner: Owner, context: ExpandContext): readonly PodSet[] | string {
  const kind = `${apiGroup(owner.apiVersion)}/${owner.kind}`;
  const rule = EXPANDS[kind];
  if (rule) {
    const pods = rule(owner, context);
    return typeof pods === 'string' ? pods : pods.map((set) => ({ owner, ...set }));
  }
  if (HIDDEN.has(kind)) return `its controller makes pods that ${owner.kind} does not show`;
  if (!NO_PODS.has(kind) && hasContainers(owner.content))
    return `it holds a pod template, and how many pods ${owner.kind} makes of it is not known`;
  if (isKnown(owner)) return [];
  return `whether ${owner.kind} of ${owner.apiVersion} makes pods is not known: name ${kindName(owner)} with --without-pods if it makes none`;
}

/** The name of a kind as a person gives it: `Widget.example.com`. */
export function kindName({ apiVersion, kind }: Pick<Owner, 'apiVersion' | 'kind'>): string {
  return [kind, apiGroup(apiVersion)].filter((part) => part !== '').join('.');
}

/** Whether it is a kind of Kubernetes, or of a group or definition that is known: of those, the tables above name all that make pods. */
function isKnown({ apiVersion, kind }: Owner): boolean {
  const group = apiGroup(apiVersion);
  if (WITHOUT_PODS.has(group) || findBuiltinKind(apiVersion, kind)) return true;
  return carriedKinds.some((one) => one.group === group && one.kind === kind);
}

/** Whether a value holds something that looks like the containers of a pod. */
function hasContainers(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasContainers);
  if (!isMap(value)) return false;
  const { containers, container } = value;
  const isContainer = (entry: unknown): boolean => isMap(entry) && typeof entry['image'] === 'string';
  if ((Array.isArray(containers) && containers.some(isContainer)) || isContainer(container)) return true;
  return Object.values(value).some(hasContainers);
}
