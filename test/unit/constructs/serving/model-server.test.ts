import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { grantRead } from '../../../../lib/constructs/access/bucket-access.ts';
import { Secret } from '../../../../lib/constructs/access/secret.ts';
import { Bucket } from '../../../../lib/constructs/platform/bucket.ts';
import { Namespace } from '../../../../lib/constructs/platform/namespace.ts';
import { ModelServer } from '../../../../lib/constructs/serving/model-server.ts';
import { instanceRows } from '../../../../lib/facts/gpus/instances.ts';
import { compareQuantities } from '../../../../lib/facts/kubernetes/quantity.ts';
import { findVllmFlag, hasVllmFlag } from '../../../../lib/facts/vllm/flags.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { synthTree } from '../../../../lib/testing/index.ts';
import { deploymentOf } from '../../../support/app.ts';
import { BASE, inCluster, poolOf, synthServer } from '../../../support/serving.ts';

const argumentsOf = (result: ReturnType<typeof synthServer>) => deploymentOf(result).container['args'] as string[];

describe('a model server', () => {
  test('serves the model with every size given, its revision from models.lock', () => {
    const { container } = deploymentOf(synthServer());
    expect(container).toMatchObject({
      name: 'vllm',
      image: 'vllm/vllm-openai:v0.30.0@sha256:8a69ffad015f138d7170c4ddc429e230a3bc1c1719f67e14324749df200a4b90',
      command: ['vllm', 'serve'],
      args: [
        'Qwen/Qwen3-8B',
        '--revision=b968826d9c46dd6066d109eabc6255188de91218',
        '--tokenizer-revision=b968826d9c46dd6066d109eabc6255188de91218',
        '--served-model-name=Qwen/Qwen3-8B',
        '--port=8000',
        '--max-model-len=16384',
        '--max-num-seqs=8',
        '--max-num-batched-tokens=2048',
        '--tensor-parallel-size=1',
        '--gpu-memory-utilization=0.9',
        '--shutdown-timeout=30',
      ],
      ports: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
    });
  });

  test('gives no flag that the pinned vLLM does not have', () => {
    const flags = argumentsOf(synthServer({ tensorParallel: 2, pipelineParallel: 2 }, { gpusPerNode: 4 }))
      .filter((argument) => argument.startsWith('--'))
      .map((argument) => argument.split('=')[0] as string);
    expect(flags).toHaveLength(11);
    for (const flag of flags.filter((one) => one !== '--port')) {
      expect([flag, findVllmFlag(flag)?.flag]).toEqual([flag, flag]);
      expect([flag, hasVllmFlag(flag, '0.30.0')]).not.toEqual([flag, false]);
    }
  });

  test('takes the tokens of a step that vLLM takes by itself, which an upgrade then does not change', () => {
    const batched = (gpu: 'H100' | 'A100-80GB' | 'L4', more = {}) =>
      argumentsOf(synthServer(more, { gpu })).find((argument) => argument.startsWith('--max-num-batched-tokens'));
    expect(batched('H100')).toBe('--max-num-batched-tokens=8192');
    expect(batched('A100-80GB')).toBe('--max-num-batched-tokens=2048');
    expect(batched('L4', { concurrency: 4096 })).toBe('--max-num-batched-tokens=4096');
    expect(batched('L4', { maxBatchedTokens: 512 })).toBe('--max-num-batched-tokens=512');
  });

  test('asks for as many GPUs as share the model, with shared memory that is inside its memory', () => {
    const resources = (props: Record<string, unknown>, gpusPerNode = 1) => {
      const { container, pod } = deploymentOf(synthServer(props, { gpusPerNode }));
      return [container['resources'], (pod['volumes'] as object[])[1]];
    };
    expect(resources({})).toEqual([
      { requests: { cpu: '3', memory: '12Gi', 'nvidia.com/gpu': 1 }, limits: { memory: '12Gi', 'nvidia.com/gpu': 1 } },
      { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } },
    ]);
    expect(resources({ tensorParallel: 4, pipelineParallel: 2 }, 8)).toEqual([
      { requests: { cpu: '24', memory: '96Gi', 'nvidia.com/gpu': 8 }, limits: { memory: '96Gi', 'nvidia.com/gpu': 8 } },
      { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '8Gi' } },
    ]);
    expect(resources({ cpu: '500m', memory: '40Gi', sharedMemoryGiB: 16 })).toMatchObject([
      { requests: { cpu: '500m', memory: '40Gi' }, limits: { memory: '40Gi' } },
      { emptyDir: { sizeLimit: '16Gi' } },
    ]);
  });

  test('fits, as it is, beside the agents of every GPU instance of AWS', () => {
    const checked = instanceRows.filter((row) => row.count && row.allocatableCpuMillis && row.allocatableMemoryMib && row.accelerator);
    expect(checked.length).toBeGreaterThan(40);
    for (const { name, count = 0, allocatableCpuMillis = 0, allocatableMemoryMib = 0, arch } of checked) {
      if (arch !== 'amd64') continue;
      const free = { cpu: allocatableCpuMillis - 3000 * count, memory: allocatableMemoryMib - 12 * 1024 * count };
      expect([name, free.cpu >= 500, free.memory >= 1024]).toEqual([name, true, true]);
    }
    expect(compareQuantities('2Gi', '12Gi')).toBeLessThan(0);
  });

  test('runs on the nodes of its pool, as a user that the image has, with a writable root for the GPU', () => {
    const { pod, container } = deploymentOf(synthServer());
    expect(pod).toMatchObject({
      nodeSelector: { 'karpenter.k8s.aws/instance-gpu-name': 'l40s' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      serviceAccountName: 'qwen',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 2000, runAsGroup: 2000, fsGroup: 2000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: false,
    });
    expect(container['env']).toContainEqual({ name: 'USER', value: 'vllm' });
    expect(pod).not.toHaveProperty('priorityClassName');
    expect(deploymentOf(synthServer({ priorityClass: 'serving' })).pod).toMatchObject({ priorityClassName: 'serving' });
  });

  test('may take its time to start, and ends when its requests have ended', () => {
    const timesOf = (props: Record<string, unknown>) => {
      const { pod, container, spec } = deploymentOf(synthServer(props));
      const { failureThreshold, periodSeconds } = container['startupProbe'] as Record<string, number>;
      return {
        start: (failureThreshold ?? 0) * (periodSeconds ?? 0),
        deadline: spec['progressDeadlineSeconds'],
        leave: container['lifecycle'],
        drain: (container['args'] as string[]).at(-1),
        grace: pod['terminationGracePeriodSeconds'],
      };
    };
    const leave = { preStop: { sleep: { seconds: 15 } } };
    expect(timesOf({})).toEqual({ start: 1800, deadline: 2400, leave, drain: '--shutdown-timeout=30', grace: 60 });
    expect(timesOf({ startupMinutes: 60, drainSeconds: 300 })).toEqual({
      start: 3600,
      deadline: 4200,
      leave,
      drain: '--shutdown-timeout=300',
      grace: 330,
    });
    const { container } = deploymentOf(synthServer());
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
      expect(container[probe]).toMatchObject({ httpGet: { path: '/health', port: 'http' } });
  });

  test('has an address for clients in the cluster', () => {
    const result = inCluster((cluster) => {
      const server = new ModelServer(new Namespace(cluster, 'ml'), 'qwen', { ...BASE, pool: poolOf(cluster) });
      expect([server.url, server.host, server.port, server.namespace, server.serviceAccountName]).toEqual([
        'http://qwen.ml.svc.cluster.local:8000/v1',
        'qwen.ml.svc.cluster.local',
        8000,
        'ml',
        'qwen',
      ]);
    });
    expect(result.object('Service', 'qwen', 'ml')['spec']).toEqual({
      selector: { 'app.kubernetes.io/name': 'qwen', 'app.kubernetes.io/instance': 'qwen-dev' },
      ports: [{ name: 'http', port: 8000, targetPort: 'http', protocol: 'TCP' }],
    });
  });

  test('is reached from the namespaces of the program that hold its address, also when others are named', () => {
    const fromOf = (allowFrom: object, order: readonly string[]) => {
      const result = inCluster((cluster) => {
        const ml = new Namespace(cluster, 'ml');
        const make: Record<string, () => unknown> = {
          server: () => new ModelServer(ml, 'qwen', { ...BASE, ...allowFrom, pool: poolOf(cluster) }),
          near: () => map(ml, 'near', 'http://qwen.ml.svc.cluster.local:8000/v1'),
          web: () => map(new Namespace(cluster, 'web'), 'config', 'url = "http://qwen.ml.svc.cluster.local:8000/v1"'),
          batch: () => map(new Namespace(cluster, 'batch'), 'config', 'qwen.ml.svc:8000'),
          other: () => map(new Namespace(cluster, 'other'), 'config', 'qwen.mlx.svc my-qwen.ml.svc qwen.ml.svcs'),
        };
        for (const name of order) make[name]?.();
      });
      const [rule] = (result.object('NetworkPolicy', 'qwen', 'ml')['spec'] as { ingress: { from: object[] }[] }).ingress;
      return rule?.from;
    };
    const map = (scope: Construct, id: string, text: string) =>
      new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', data: { text } } as never);
    const peer = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
    const order = ['server', 'near', 'web', 'batch', 'other'];
    const used = [{ podSelector: {} }, peer('batch'), peer('web')];
    expect(fromOf({}, order)).toEqual(used);
    expect(fromOf({}, order.toReversed())).toEqual(used);
    expect(fromOf({ allowFrom: { namespaces: ['web', 'gateway'], cidrs: ['10.0.0.0/8'] } }, order)).toEqual([
      { podSelector: {} },
      peer('web'),
      peer('gateway'),
      peer('batch'),
      { ipBlock: { cidr: '10.0.0.0/8' } },
    ]);
    expect(fromOf({ allowFrom: 'cluster' }, order)).toEqual([{ namespaceSelector: {} }]);
  });

  test('is reached by pods of its namespace, or by whom it says, and reaches what it says', () => {
    const policy = (props: Record<string, unknown>) => synthServer(props).object('NetworkPolicy', 'qwen')['spec'];
    const ports = [{ port: 'http', protocol: 'TCP' }];
    expect(policy({})).toMatchObject({ policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }], ports }] });
    expect(policy({ allowFrom: { namespaces: ['gateway'] }, allowTo: { cidrs: ['10.0.0.0/8'] } })).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } } }], ports },
      ],
      egress: [{ to: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8' } }] }, { ports: [{ port: 53 }, { port: 53 }] }],
    });
  });

  test('keeps its weights on the node, on a volume of each pod, or on a claim that all share', () => {
    const cacheOf = (cache: object) => {
      const { pod, container } = deploymentOf(synthServer({ cache }));
      const { requests } = container['resources'] as { requests: Record<string, unknown> };
      return [(pod['volumes'] as object[])[0], requests['ephemeral-storage']];
    };
    expect(cacheOf({})).toEqual([{ name: 'model-cache', emptyDir: {} }, undefined]);
    expect(cacheOf({ size: '60Gi' })).toEqual([{ name: 'model-cache', emptyDir: { sizeLimit: '60Gi' } }, '60Gi']);
    expect(cacheOf({ claim: 'weights' })).toEqual([{ name: 'model-cache', persistentVolumeClaim: { claimName: 'weights' } }, undefined]);
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '60Gi' } }, storageClassName: 'gp3' };
    expect(cacheOf({ size: '60Gi', storageClass: 'gp3' })).toEqual([
      { name: 'model-cache', ephemeral: { volumeClaimTemplate: { spec } } },
      undefined,
    ]);
    const { container } = deploymentOf(synthServer());
    for (const name of ['HF_HOME', 'HOME', 'VLLM_CACHE_ROOT'])
      expect(container['env']).toContainEqual({ name, value: expect.stringMatching(/^\/var\/cache\/model\//) });
  });

  test('takes a token by its handle, and variables that replace its own', () => {
    const result = inCluster((cluster) => {
      const token = Secret.existing(cluster, 'hugging-face', { key: 'token' });
      const env = { HF_HOME: '/mnt', VLLM_LOGGING_LEVEL: 'DEBUG' };
      new ModelServer(cluster, 'llama', { ...BASE, model: 'meta-llama/Llama-3.1-8B-Instruct', pool: poolOf(cluster), token, env });
    });
    const env = deploymentOf(result).container['env'] as { name: string }[];
    expect(env.filter(({ name }) => name === 'HF_HOME')).toEqual([{ name: 'HF_HOME', value: '/mnt' }]);
    expect(env).toContainEqual({ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hugging-face', key: 'token' } } });
    expect(env).toContainEqual({ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' });
  });

  test('spreads several replicas, and lets one go at a time', () => {
    const one = synthServer();
    expect(deploymentOf(one).pod['topologySpreadConstraints']).toBeUndefined();
    expect(one.find('PodDisruptionBudget')).toEqual([]);
    const two = synthServer({ replicas: 2 });
    expect(deploymentOf(two).pod['topologySpreadConstraints']).toHaveLength(2);
    expect(two.object('PodDisruptionBudget', 'qwen')['spec']).toMatchObject({ maxUnavailable: 1 });
  });

  test('may be granted access to a bucket, and then starts after its role is there', () => {
    const result = inCluster((cluster) => {
      grantRead(new Bucket(Environment.of(cluster), 'weights'), new ModelServer(cluster, 'qwen', { ...BASE, pool: poolOf(cluster) }));
    });
    expect(result.resource('aws_eks_pod_identity_association').body).toMatchObject({ namespace: 'test', service_account: 'qwen' });
    expect(result.content.units.get('dev/kubernetes.main.qwen')?.dependsOn.map(({ unit }) => unit)).toContain('dev/terraform.access-main');
  });

  test('stands in a cluster', () => {
    const build = () => synthTree((platform) => new ModelServer(new Construct(platform, 'x'), 'qwen', {} as never));
    expect(build).toThrow(/KS1003 x\/qwen .*the model server qwen is outside a cluster/);
  });
});

describe('a rollout', () => {
  const SURGE = { maxSurge: 1, maxUnavailable: 0 };
  const FULL = { maxSurge: 0, maxUnavailable: 1 };
  const rollouts = (maxNodes: number, ...replicas: number[]) => {
    const result = inCluster((cluster) => {
      const pool = poolOf(cluster, { maxNodes });
      for (const [index, count] of replicas.entries()) new ModelServer(cluster, `server-${index}`, { ...BASE, pool, replicas: count });
    });
    return result.find('Deployment').map(({ spec }) => (spec as { strategy: { rollingUpdate: object } }).strategy.rollingUpdate);
  };

  test('adds a pod first where the pool has a GPU for it', () => {
    expect(rollouts(4, 3)).toEqual([SURGE]);
    expect(rollouts(4, 1, 2)).toEqual([SURGE, SURGE]);
  });

  test('takes a pod away first where the pool is full, also when it is by servers that come later', () => {
    expect(rollouts(4, 4)).toEqual([FULL]);
    expect(rollouts(4, 1, 3)).toEqual([FULL, FULL]);
  });
});
