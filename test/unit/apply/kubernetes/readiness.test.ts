import { describe, expect, it } from 'vitest';
import type { LiveManifest, Readiness } from '../../../../lib/apply/kubernetes/readiness/readiness.ts';
import { readinessOf } from '../../../../lib/apply/kubernetes/readiness/readiness-of.ts';

type Part = Readonly<Record<string, unknown>>;
const object = (apiVersion: string, kind: string, spec: Part | undefined, status: Part | undefined, metadata: Part = {}): LiveManifest =>
  ({
    apiVersion,
    kind,
    metadata: { name: 'a', generation: 2, ...metadata },
    ...(spec && { spec }),
    ...(status && { status }),
  }) as LiveManifest;
const condition = (type: string, status: string, message = '', reason = '') => ({ type, status, message, reason });

const cases: readonly (readonly [Readiness['status'], string, LiveManifest])[] = [
  [
    'progressing',
    'the controller has not seen the change yet',
    object('apps/v1', 'Deployment', { replicas: 2 }, { observedGeneration: 1 }),
  ],
  [
    'progressing',
    '1 of 2 pods are of the new template',
    object('apps/v1', 'Deployment', { replicas: 2 }, { observedGeneration: 2, updatedReplicas: 1, replicas: 2 }),
  ],
  [
    'progressing',
    '1 old pod has still to end',
    object('apps/v1', 'Deployment', { replicas: 2 }, { observedGeneration: 2, updatedReplicas: 2, replicas: 3, availableReplicas: 2 }),
  ],
  [
    'progressing',
    '1 of 2 pods are available',
    object('apps/v1', 'Deployment', { replicas: 2 }, { observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 1 }),
  ],
  [
    'ready',
    '2 of 2 pods are available',
    object('apps/v1', 'Deployment', { replicas: 2 }, { observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 2 }),
  ],
  ['ready', 'scaled to 0', object('apps/v1', 'Deployment', { replicas: 0 }, { observedGeneration: 2 })],
  [
    'failed',
    'its rollout made no progress: timed out',
    object(
      'apps/v1',
      'Deployment',
      {},
      { observedGeneration: 2, conditions: [condition('Progressing', 'False', 'timed out', 'ProgressDeadlineExceeded')] },
    ),
  ],
  ['progressing', '1 of 3 pods are ready', object('apps/v1', 'StatefulSet', { replicas: 3 }, { observedGeneration: 2, readyReplicas: 1 })],
  [
    'progressing',
    '1 of 2 pods are of the new template',
    object(
      'apps/v1',
      'StatefulSet',
      { replicas: 3, updateStrategy: { rollingUpdate: { partition: 1 } } },
      { observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1, updateRevision: 'b', currentRevision: 'a' },
    ),
  ],
  [
    'ready',
    '3 of 3 pods are ready',
    object(
      'apps/v1',
      'StatefulSet',
      { replicas: 3 },
      { observedGeneration: 2, readyReplicas: 3, updatedReplicas: 3, updateRevision: 'b', currentRevision: 'b' },
    ),
  ],
  [
    'progressing',
    '1 of 2 nodes have the new pod',
    object('apps/v1', 'DaemonSet', {}, { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 }),
  ],
  ['ready', '0 of 0 nodes have an available pod', object('apps/v1', 'DaemonSet', {}, { observedGeneration: 2 })],
  ['ready', 'it ran to its end', object('batch/v1', 'Job', {}, { conditions: [condition('Complete', 'True')] })],
  [
    'failed',
    'Job has reached the specified backoff limit',
    object('batch/v1', 'Job', {}, { conditions: [condition('Failed', 'True', 'Job has reached the specified backoff limit.')] }),
  ],
  ['progressing', '1 of 3 ran to their end, 2 are running', object('batch/v1', 'Job', { completions: 3 }, { succeeded: 1, active: 2 })],
  [
    'progressing',
    'it can not be scheduled: 0/3 nodes are available',
    object('v1', 'Pod', {}, { phase: 'Pending', conditions: [condition('PodScheduled', 'False', '0/3 nodes are available.')] }),
  ],
  [
    'progressing',
    'container c: ImagePullBackOff (no such image), restarted 2 times',
    object(
      'v1',
      'Pod',
      {},
      {
        phase: 'Pending',
        containerStatuses: [
          { name: 'c', restartCount: 2, state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image\nmore' } } },
        ],
      },
    ),
  ],
  [
    'progressing',
    'container c ran out of memory, restarted 1 time',
    object(
      'v1',
      'Pod',
      {},
      {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'c',
            restartCount: 1,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
          },
        ],
      },
    ),
  ],
  ['ready', 'it is there', object('v1', 'Service', { type: 'ClusterIP' }, {})],
  ['progressing', 'its load balancer has no address yet', object('v1', 'Service', { type: 'LoadBalancer' }, { loadBalancer: {} })],
  [
    'ready',
    'its load balancer is a.example.com',
    object('v1', 'Service', { type: 'LoadBalancer' }, { loadBalancer: { ingress: [{ hostname: 'a.example.com' }] } }),
  ],
  [
    'progressing',
    'it is not bound: it waits for a volume, or for the first pod that uses it',
    object('v1', 'PersistentVolumeClaim', {}, { phase: 'Pending' }),
  ],
  ['failed', 'its volume is lost', object('v1', 'PersistentVolumeClaim', {}, { phase: 'Lost' })],
  ['ready', 'it is there', object('v1', 'ConfigMap', undefined, undefined)],
  ['accepted', 'no controller gave it an address', object('networking.k8s.io/v1', 'Ingress', {}, { loadBalancer: {} })],
  [
    'failed',
    'its names are not accepted: taken',
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {}, { conditions: [condition('NamesAccepted', 'False', 'taken')] }),
  ],
  ['accepted', 'no controller has looked at it', object('karpenter.sh/v1', 'NodePool', {}, undefined)],
  ['ready', 'it is ready', object('karpenter.sh/v1', 'NodePool', {}, { conditions: [condition('Ready', 'True')] })],
  [
    'progressing',
    'Ready is False: node class not found',
    object('karpenter.sh/v1', 'NodePool', {}, { conditions: [condition('Ready', 'False', 'node class not found')] }),
  ],
  [
    'ready',
    'all its groups are available',
    object('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', {}, { conditions: [condition('Available', 'True')] }),
  ],
  [
    'failed',
    'Failed: jobset failed',
    object('jobset.x-k8s.io/v1alpha2', 'JobSet', {}, { conditions: [condition('Failed', 'True', 'jobset failed')] }),
  ],
  [
    'failed',
    'Accepted is False: no such gateway',
    object(
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      {},
      { parents: [{ conditions: [condition('Accepted', 'False', 'no such gateway')] }] },
    ),
  ],
  [
    'ready',
    'its gateways took it',
    object(
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      { parentRefs: [{}] },
      { parents: [{ conditions: [condition('Accepted', 'True'), condition('ResolvedRefs', 'True')] }] },
    ),
  ],
  [
    'ready',
    'its head and 2 of 2 workers are ready',
    object('ray.io/v1', 'RayCluster', {}, { state: 'ready', desiredWorkerReplicas: 2, readyWorkerReplicas: 2 }),
  ],
  ['failed', 'the job failed: oom', object('ray.io/v1', 'RayJob', {}, { jobDeploymentStatus: 'Failed', message: 'oom' })],
  [
    'failed',
    'it is degraded: aborted',
    object('argoproj.io/v1alpha1', 'Rollout', {}, { phase: 'Degraded', message: 'aborted', observedGeneration: '2' }),
  ],
  ['accepted', 'the cluster took it; how it is, no rule tells', object('example.com/v1', 'Widget', {}, { anything: true })],
  [
    'progressing',
    'it is being deleted, and waits for example.com/cleanup',
    object('v1', 'ConfigMap', undefined, undefined, { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/cleanup'] }),
  ],
];

describe('readiness', () => {
  it.each(cases.map(([status, sentence, live]) => [live.kind, status, sentence, live] as const))(
    'of a %s: %s, %s',
    (_kind, status, sentence, live) => {
      expect(readinessOf(live)).toEqual({ status, sentence });
    },
  );

  it('never throws, whatever a controller wrote', () => {
    for (const [, , live] of cases) {
      for (const status of [{}, { conditions: null }, { conditions: 'x' }, null, 'x']) {
        expect(['ready', 'progressing', 'failed', 'accepted']).toContain(readinessOf({ ...live, status } as never).status);
      }
    }
  });
});
