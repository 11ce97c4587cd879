import { describe, expect, it } from 'vitest';
import { autoscaledMaxima } from '../../../../lib/toolkit/simulate/autoscalers.ts';
import { expand } from '../../../../lib/toolkit/simulate/expand/expand.ts';
import type { ExpandContext, Owner } from '../../../../lib/toolkit/simulate/pod-set.ts';

const template = (image = 'a') => ({ metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image }] } });
const owner = (apiVersion: string, kind: string, spec: object): Owner => ({
  apiVersion,
  kind,
  namespace: 'ml',
  name: 'x',
  path: 'dev/main/x',
  content: { apiVersion, kind, metadata: { name: 'x', namespace: 'ml', labels: { team: 'ml' } }, spec },
});
const none: ExpandContext = { autoscaled: () => undefined, find: () => undefined };

/** `role: count+surge` of each set, or why it can't be told. */
function told(one: Owner, context: ExpandContext = none): string[] | string {
  const sets = expand(one, context);
  return typeof sets === 'string'
    ? sets
    : sets.map(({ role, count, surge, perNode }) => `${role || 'pods'}: ${perNode ? 'per node' : count}+${surge}`);
}

describe('the pods of a workload', () => {
  const groups = (spec: object) => ({ headGroupSpec: { template: template() }, ...spec });
  const workers = (spec: object) => groups({ workerGroupSpecs: [{ groupName: 'gpu', template: template(), ...spec }] });
  it.each<[string, string, object, string[]]>([
    ['v1', 'Pod', template().spec, ['pods: 1+0']],
    ['apps/v1', 'Deployment', { template: template() }, ['pods: 1+1']],
    ['apps/v1', 'Deployment', { replicas: 10, template: template() }, ['pods: 10+3']],
    ['apps/v1', 'Deployment', { replicas: 10, strategy: { rollingUpdate: { maxSurge: 1 } }, template: template() }, ['pods: 10+1']],
    ['apps/v1', 'Deployment', { replicas: 10, strategy: { type: 'Recreate' }, template: template() }, ['pods: 10+0']],
    ['apps/v1', 'StatefulSet', { replicas: 3, template: template() }, ['pods: 3+0']],
    ['apps/v1', 'ReplicaSet', { replicas: 3, template: template() }, ['pods: 3+0']],
    ['apps/v1', 'DaemonSet', { template: template() }, ['pods: per node+0']],
    ['batch/v1', 'Job', { parallelism: 4, completions: 3, template: template() }, ['pods: 3+0']],
    ['batch/v1', 'CronJob', { jobTemplate: { spec: { parallelism: 2, template: template() } } }, ['pods: 2+0']],
    [
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      {
        replicatedJobs: [
          { name: 'launcher', template: { spec: { template: template() } } },
          { name: 'node', replicas: 2, template: { spec: { parallelism: 4, completions: 4, template: template() } } },
        ],
      },
      ['launcher: 1+0', 'node: 8+0'],
    ],
    ['keda.sh/v1alpha1', 'ScaledJob', { jobTargetRef: { parallelism: 2, template: template() } }, ['pods: 200+0']],
    [
      'leaderworkerset.x-k8s.io/v1',
      'LeaderWorkerSet',
      {
        replicas: 2,
        leaderWorkerTemplate: { size: 3, workerTemplate: template() },
        rolloutStrategy: { rollingUpdateConfiguration: { maxSurge: 1 } },
      },
      ['leader: 2+1', 'worker: 4+2'],
    ],
    ['ray.io/v1', 'RayCluster', workers({ replicas: 2, numOfHosts: 2, maxReplicas: 5 }), ['head: 1+0', 'gpu: 4+0']],
    ['ray.io/v1', 'RayCluster', { enableInTreeAutoscaling: true, ...workers({ maxReplicas: 5 }) }, ['head: 1+0', 'gpu: 5+0']],
    ['ray.io/v1', 'RayService', { rayClusterConfig: workers({ replicas: 2 }) }, ['head: 1+1', 'gpu: 2+2']],
    [
      'ray.io/v1',
      'RayService',
      { upgradeStrategy: { type: 'None' }, rayClusterConfig: workers({ replicas: 2 }) },
      ['head: 1+0', 'gpu: 2+0'],
    ],
    ['ray.io/v1', 'RayJob', { rayClusterSpec: workers({ replicas: 2 }) }, ['head: 1+0', 'gpu: 2+0', 'submitter: 1+0']],
    ['ray.io/v1', 'RayJob', { clusterSelector: { 'ray.io/cluster': 'a' }, submissionMode: 'HTTPMode' }, []],
    ['argoproj.io/v1alpha1', 'Rollout', { replicas: 4, template: template(), strategy: { canary: {} } }, ['pods: 4+1']],
    ['argoproj.io/v1alpha1', 'Rollout', { replicas: 4, template: template(), strategy: { blueGreen: {} } }, ['pods: 4+4']],
    [
      'serving.kserve.io/v1beta1',
      'InferenceService',
      { predictor: { minReplicas: 2, maxReplicas: 4, containers: template().spec.containers }, transformer: template().spec },
      ['predictor: 4+1', 'transformer: 1+1'],
    ],
    ['serving.kserve.io/v1alpha1', 'ServingRuntime', { containers: template().spec.containers }, []],
    ['v1', 'ConfigMap', {}, []],
    ['karpenter.sh/v1', 'NodePool', { limits: {} }, []],
  ])('are told of %s %s %#', (apiVersion, kind, spec, expected) => {
    const one = owner(apiVersion, kind, spec);
    expect(told(kind === 'Pod' ? { ...one, content: { ...one.content, spec } } : one)).toEqual(expected);
  });

  it.each<[string, string, object, string]>([
    [
      'ray.io/v1',
      'RayCluster',
      { enableInTreeAutoscaling: true, ...workers({}) },
      'the group gpu of workers is autoscaled without maxReplicas',
    ],
    [
      'argoproj.io/v1alpha1',
      'Rollout',
      { workloadRef: { kind: 'Deployment', name: 'y' } },
      'its workloadRef names Deployment y, which the output does not hold',
    ],
    [
      'serving.kserve.io/v1beta1',
      'InferenceService',
      { predictor: { model: { runtime: 'vllm' } } },
      'its predictor names the runtime vllm, which the output does not hold',
    ],
    [
      'serving.kserve.io/v1beta1',
      'InferenceService',
      { predictor: { model: {} } },
      'its predictor names no runtime, which the cluster then chooses',
    ],
    [
      'serving.kserve.io/v1beta1',
      'InferenceService',
      { predictor: { sklearn: {} } },
      'its predictor names sklearn and no runtime, which the cluster then chooses; give it as model with a runtime',
    ],
    [
      'serving.kserve.io/v1alpha2',
      'LLMInferenceService',
      { model: { uri: 'hf://a/b' } },
      'its template has no containers: they come from a config of the cluster',
    ],
    [
      'trainer.kubeflow.org/v1alpha1',
      'TrainJob',
      { runtimeRef: { name: 'torch' } },
      'its controller makes pods that TrainJob does not show',
    ],
    [
      'example.com/v1',
      'Farm',
      { pools: [{ template: template() }] },
      'it holds a pod template, and how many pods Farm makes of it is not known',
    ],
    [
      'example.com/v1',
      'Widget',
      { size: 1 },
      'whether Widget of example.com/v1 makes pods is not known: name Widget.example.com with --without-pods if it makes none',
    ],
    ['argoproj.io/v1alpha1', 'Application', { source: {} }, 'its controller makes pods that Application does not show'],
  ])('that can not be told are said, of %s %s', (apiVersion, kind, spec, sentence) => {
    expect(told(owner(apiVersion, kind, spec))).toBe(sentence);
  });

  it('are as many as an autoscaler may make', () => {
    const hpa = owner('autoscaling/v2', 'HorizontalPodAutoscaler', { maxReplicas: 8, scaleTargetRef: { kind: 'Deployment', name: 'x' } });
    const keda = owner('keda.sh/v1alpha1', 'ScaledObject', { scaleTargetRef: { name: 'y' } });
    const maxima = autoscaledMaxima([hpa, keda]);
    expect(Object.fromEntries(maxima)).toEqual({ 'Deployment/ml/x': 8, 'Deployment/ml/y': 100 });
    const context = { ...none, autoscaled: (kind: string, namespace: string, name: string) => maxima.get(`${kind}/${namespace}/${name}`) };
    expect(told(owner('apps/v1', 'Deployment', { replicas: 2, template: template() }), context)).toEqual(['pods: 8+2']);
  });

  it('of KServe have the containers of their runtime, and what the model asks for', () => {
    const resources = { requests: { cpu: '2' }, limits: { 'nvidia.com/gpu': 1 } };
    const runtime = { spec: { nodeSelector: { a: 'b' }, containers: [{ name: 'kserve-container', image: 'v', resources }] } };
    const model = { runtime: 'vllm', resources: { requests: { cpu: '4' } } };
    const sets = expand(owner('serving.kserve.io/v1beta1', 'InferenceService', { predictor: { model } }), {
      ...none,
      find: (kind, _, name) => (kind === 'ClusterServingRuntime' && name === 'vllm' ? runtime : undefined),
    });
    expect(sets[0]).toMatchObject({
      template: {
        metadata: { labels: { team: 'ml' } },
        spec: { nodeSelector: { a: 'b' }, containers: [{ resources: { requests: { cpu: '4' }, limits: { 'nvidia.com/gpu': 1 } } }] },
      },
    });
  });
});
