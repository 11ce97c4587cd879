import { apiGroup } from '../../../core/api-version.ts';
import { isMap } from '../../../core/fields/maps.ts';
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

/** Kinds whose controllers make pods from no template that the object shows. */
const HIDDEN: ReadonlySet<string> = new Set([
  'argoproj.io/CronWorkflow',
  'argoproj.io/Workflow',
  'kubeflow.org/Experiment',
  'monitoring.coreos.com/Alertmanager',
  'monitoring.coreos.com/Prometheus',
  'monitoring.coreos.com/ThanosRuler',
  'nvidia.com/ClusterPolicy',
  'nvidia.com/NVIDIADriver',
  'production-stack.vllm.ai/VLLMRouter',
  'production-stack.vllm.ai/VLLMRuntime',
  'serving.kserve.io/InferenceGraph',
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
  return [];
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
