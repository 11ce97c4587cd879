import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../../lib/assembly/content.ts';
import { gpusOf } from '../../../../lib/toolkit/diff/kubernetes/gpus.ts';
import { deployment, type TestObject } from '../../../support/assembly.ts';
import { changeOf, diff } from './helpers.ts';

const pod = (gpus: number, more: object = {}) => ({
  containers: [{ name: 'c', resources: { limits: { 'nvidia.com/gpu': gpus } } }],
  ...more,
});
const workload = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'w' }, spec }) as unknown as KubernetesObject;

describe('counting the GPUs of a workload', () => {
  it.each([
    ['a Deployment', workload('Deployment', { replicas: 3, template: { spec: pod(2) } }), 6],
    ['one without replicas', workload('Deployment', { template: { spec: pod(2) } }), 2],
    ['one with none', workload('Deployment', { replicas: 0, template: { spec: pod(2) } }), 0],
    ['a Pod', workload('Pod', pod(1)), 1],
    ['a DaemonSet, once', workload('DaemonSet', { template: { spec: pod(1) } }), 1],
    ['a parallel Job', workload('Job', { parallelism: 4, completions: 8, template: { spec: pod(1) } }), 4],
    ['a CronJob', workload('CronJob', { jobTemplate: { spec: { parallelism: 2, template: { spec: pod(1) } } } }), 2],
    [
      'the roles of a PyTorchJob',
      workload('PyTorchJob', {
        pytorchReplicaSpecs: { Master: { replicas: 1, template: { spec: pod(8) } }, Worker: { replicas: 3, template: { spec: pod(8) } } },
      }),
      32,
    ],
    [
      'the groups of a RayCluster',
      workload('RayCluster', {
        headGroupSpec: { template: { spec: { containers: [{ name: 'h' }] } } },
        workerGroupSpecs: [{ replicas: 2, template: { spec: pod(4) } }],
      }),
      8,
    ],
    [
      'a JobSet',
      workload('JobSet', { replicatedJobs: [{ replicas: 2, template: { spec: { parallelism: 3, template: { spec: pod(1) } } } }] }),
      6,
    ],
    [
      'a LeaderWorkerSet with one template',
      workload('LeaderWorkerSet', { replicas: 2, leaderWorkerTemplate: { size: 4, workerTemplate: { spec: pod(8) } } }),
      64,
    ],
    [
      'a LeaderWorkerSet with a leader without GPUs',
      workload('LeaderWorkerSet', {
        replicas: 1,
        leaderWorkerTemplate: { size: 3, leaderTemplate: { spec: { containers: [{ name: 'l' }] } }, workerTemplate: { spec: pod(8) } },
      }),
      16,
    ],
    [
      'hosts of a Ray worker',
      workload('RayCluster', { workerGroupSpecs: [{ replicas: 2, numOfHosts: 4, template: { spec: pod(4) } }] }),
      32,
    ],
    [
      'the slices of a DisaggregatedSet',
      workload('DisaggregatedSet', {
        slices: 2,
        roles: [1, 3].map((replicas) => ({ spec: { replicas, leaderWorkerTemplate: { size: 2, workerTemplate: { spec: pod(8) } } } })),
      }),
      128,
    ],
    [
      'the model of an InferenceService, and its transformer',
      workload('InferenceService', {
        predictor: { minReplicas: 3, model: { resources: { limits: { 'nvidia.com/gpu': 2 } } } },
        transformer: pod(1),
      }),
      7,
    ],
    [
      'an InferenceService over several nodes',
      workload('InferenceService', { predictor: { model: {}, workerSpec: { pipelineParallelSize: 2, tensorParallelSize: 8 } } }),
      16,
    ],
    [
      'both workloads of an LLMInferenceService',
      workload('LLMInferenceService', {
        replicas: 2,
        template: pod(8),
        worker: pod(8),
        parallelism: { data: 16, dataLocal: 8 },
        prefill: { template: pod(4), scaling: { minReplicas: 3 } },
      }),
      44,
    ],
    ['a ConfigMap', workload('ConfigMap', {}), 0],
    [
      'an init container that needs more than the rest',
      workload('Pod', pod(1, { initContainers: [{ name: 'i', resources: { limits: { 'nvidia.com/gpu': 2 } } }] })),
      2,
    ],
    [
      'a sidecar beside the rest',
      workload(
        'Pod',
        pod(1, { initContainers: [{ name: 's', restartPolicy: 'Always', resources: { limits: { 'nvidia.com/gpu': '2' } } }] }),
      ),
      3,
    ],
    [
      'a number of replicas that is a reference',
      workload('Deployment', { replicas: '<keelson:terraform.data.n>', template: { spec: pod(2) } }),
      2,
    ],
  ])('takes %s', (_, manifest, gpus) => {
    expect(gpusOf(manifest)).toBe(gpus);
  });
});

describe('GPUs in a summary', () => {
  const unit = (...objects: TestObject['manifest'][]) => ({
    'dev/kubernetes.main.qwen': { objects: objects.map((manifest) => ({ manifest })) },
  });
  const server = (image: string, replicas: number | undefined, gpus = 2) =>
    deployment('qwen', { image, gpus, ...(replicas !== undefined && { replicas }) });

  it.each([
    ['restart', server('a', 2), server('b', 2), { restart: 4 }],
    ['restart and grow', server('a', 2), server('b', 3), { restart: 4, add: 2 }],
    ['restart and shrink', server('a', 3), server('b', 1), { restart: 2, free: 4 }],
    ['only grow', server('a', 1), server('a', 4), { add: 6 }],
    ['stay when the pods stop using them', server('a', 1, 2), server('a', 1, 0), { free: 2 }],
  ])('%s', (_, before, after, gpus) => {
    expect(diff(unit(before), unit(after)).summary.gpus).toEqual({ add: 0, free: 0, restart: 0, replace: 0, ...gpus });
  });

  it('come with a new workload and go with a deleted one', () => {
    expect(diff({}, unit(server('a', 2))).summary.gpus).toEqual({ add: 4, free: 0, restart: 0, replace: 0 });
    const gone = diff(unit(server('a', 2)), {});
    expect(gone.summary.gpus).toEqual({ add: 0, free: 4, restart: 0, replace: 0 });
    expect(gone.environments[0]?.units[0]?.gpus.free).toBe(4);
  });

  it('take the replicas that an autoscaler keeps at least', () => {
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'qwen', namespace: 'acme' },
      spec: { minReplicas: 3, maxReplicas: 9, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'qwen' } },
    };
    const result = diff(unit(server('a', undefined), scaler), unit(server('b', undefined), scaler));
    expect(changeOf(result, 'Deployment acme/qwen').gpus).toEqual({ before: 6, after: 6, restart: 6 });
  });

  it('restart only in the part that changes', () => {
    const service = (image: string) => ({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'qwen', namespace: 'acme' },
      spec: { predictor: pod(8), transformer: { containers: [{ name: 'c', image }] } },
    });
    const result = diff(unit(service('a')), unit(service('b')));
    expect(changeOf(result, 'InferenceService acme/qwen')).toMatchObject({ action: 'restart', gpus: { before: 8, after: 8, restart: 0 } });
    expect(result.summary.gpus.restart).toBe(0);
  });
});
