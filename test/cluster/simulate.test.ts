import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAssembly } from '../../lib/assembly/writer.ts';
import { sandboxFolder } from '../../lib/sandbox/cache.ts';
import { listSandboxes } from '../../lib/sandbox/status.ts';
import { type SimulateReport, simulate } from '../../lib/toolkit/simulate/simulate.ts';
import { assembly, type TestManifest } from '../support/assembly.ts';
import { root, run } from '../support/run.ts';
import { noSandbox } from './support/sandbox.ts';

const gpu = { key: 'nvidia.com/gpu', effect: 'NoSchedule' } as const;
const pools = {
  gpu: {
    path: 'dev/main/gpu',
    maxNodes: 2,
    gpu: 'L40S',
    gpusPerNode: 4,
    resource: 'nvidia.com/gpu',
    nodeSelector: { pool: 'gpu' },
    taints: [gpu],
    allocatable: { cpu: '16', memory: '64Gi', pods: '20' },
  },
  cpu: {
    path: 'dev/main/cpu',
    maxNodes: 3,
    nodeSelector: { pool: 'cpu' },
    taints: [],
    allocatable: { cpu: '4', memory: '16Gi', pods: '20' },
  },
  batch: { path: 'dev/main/batch', maxNodes: 1, nodeSelector: { pool: 'batch' }, taints: [{ key: 'batch', effect: 'NoSchedule' }] },
} as const;

const pods = (name: string, resources: object, spec: object = {}) => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'a', resources, volumeMounts: [{ name: 'data', mountPath: '/data' }] }], ...spec },
});
const workload = (apiVersion: string, kind: string, name: string, spec: object): TestManifest =>
  ({ apiVersion, kind, metadata: { name, namespace: 'ml' }, spec }) as TestManifest;
const onGpus = { tolerations: [{ ...gpu, operator: 'Exists' }] };
const objects: readonly TestManifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ml', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'urgent' }, value: 1000 } as TestManifest,
  workload('v1', 'LimitRange', 'defaults', { limits: [{ type: 'Container', defaultRequest: { memory: '2Gi' } }] }),
  // 3 of 2 GPUs by the autoscaler and one by the surge: all 8.
  workload('apps/v1', 'Deployment', 'server', {
    replicas: 1,
    selector: { matchLabels: { app: 'server' } },
    template: pods('server', { limits: { 'nvidia.com/gpu': 2 }, requests: { cpu: '3500m' } }, { ...onGpus, priorityClassName: 'urgent' }),
  }),
  workload('autoscaling/v2', 'HorizontalPodAutoscaler', 'server', {
    maxReplicas: 3,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'server' },
  }),
  workload('apps/v1', 'DaemonSet', 'agent', {
    selector: { matchLabels: { app: 'agent' } },
    template: pods('agent', { requests: { cpu: '500m' } }),
  }),
  workload('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'large', {
    leaderWorkerTemplate: { size: 2, workerTemplate: pods('large', { limits: { 'nvidia.com/gpu': 8 } }, onGpus) },
  }),
  workload('batch/v1', 'Job', 'refused', { template: pods('refused', {}, { priorityClassName: 'gone' }) }),
  workload('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'train', { runtimeRef: { name: 'torch' } }),
  workload('example.com/v1', 'Widget', 'wheel', { size: 1 }),
  workload('example.com/v1', 'Gadget', 'gear', { size: 1 }),
];

describe('keelson simulate', () => {
  const directory = mkdtempSync(join(tmpdir(), 'keelson-simulate-'));
  let report: SimulateReport;

  beforeAll(async () => {
    if (noSandbox !== undefined) return;
    const content = assembly({ 'dev/kubernetes.main.ml': { objects } }, { dev: { main: { path: 'dev/main', version: '1.36', pools } } });
    writeAssembly(content, { directory: join(directory, 'deploy') });
    report = await simulate({ directory: join(directory, 'deploy'), root: directory, build: false, withoutPods: ['Widget.example.com'] });
  }, 120_000);
  beforeEach((context) => {
    if (noSandbox !== undefined) context.skip(`no API server: ${noSandbox}`);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const workloadOf = (object: string) => report.workloads.filter((one) => one.object === object);

  it('places what fits, with the most of the autoscaler and the surge of the rollout', () => {
    expect(workloadOf('Deployment ml/server')).toEqual([
      { path: 'dev/main/server', object: 'Deployment ml/server', pods: 4, surge: 1, placed: { gpu: 4 }, unplaced: [] },
    ]);
  });

  it('gives a DaemonSet one pod on each node that takes it', () => {
    expect(workloadOf('DaemonSet ml/agent')).toMatchObject([{ pods: 3, placed: { cpu: 3 } }]);
  });

  it('says of each pod why it has no node, in the words of the scheduler or the API server', () => {
    expect(workloadOf('LeaderWorkerSet ml/large')).toMatchObject([
      {
        role: 'leader',
        unplaced: [
          {
            pod: 'ml/large-leader-0',
            surge: false,
            reason: expect.stringMatching(/^0\/6 nodes are available: .*5 Insufficient nvidia\.com\/gpu/),
          },
        ],
      },
      { role: 'worker', unplaced: [{ pod: 'ml/large-worker-0' }] },
    ]);
    expect(workloadOf('Job ml/refused')).toMatchObject([
      { unplaced: [{ reason: expect.stringMatching(/^the API server refuses it: .*no PriorityClass with name gone/) }] },
    ]);
  });

  it('says what each pool has left', () => {
    expect(report.pools).toEqual([
      { pool: 'batch', nodes: 1, usedNodes: 0, pods: 0, unknown: ['cpu', 'memory'], resources: {} },
      {
        pool: 'cpu',
        nodes: 3,
        usedNodes: 0,
        pods: 3,
        unknown: [],
        resources: {
          cpu: { allocatable: 12, requested: 1.5, left: 10.5, mostOnOneNode: 3.5 },
          memory: { allocatable: 48, requested: 6, left: 42, mostOnOneNode: 14 },
        },
      },
      {
        pool: 'gpu',
        nodes: 2,
        usedNodes: 2,
        pods: 4,
        unknown: [],
        resources: {
          cpu: { allocatable: 32, requested: 14, left: 18, mostOnOneNode: 9 },
          memory: { allocatable: 128, requested: 8, left: 120, mostOnOneNode: 60 },
          'nvidia.com/gpu': { allocatable: 8, requested: 8, left: 0, mostOnOneNode: 0 },
        },
      },
    ]);
  });

  it('fails for pods without a node, and for a kind whose pods can not be told', () => {
    expect(report.fits).toBe(false);
    expect(report.errors.map(({ code, details }) => `${code} ${details.path}: ${details.message}`)).toEqual([
      'KS8107 dev/main/gear: Gadget gear: whether Gadget of example.com/v1 makes pods is not known: name Gadget.example.com with --without-pods if it makes none',
      'KS8107 dev/main/train: TrainJob train: its controller makes pods that TrainJob does not show',
      expect.stringMatching(/^KS8108 dev\/main\/refused: 1 of 1 pod of Job ml\/refused has no node/),
      expect.stringMatching(
        /^KS8108 dev\/main\/large: 1 of 1 pod of LeaderWorkerSet ml\/large \(leader\) has no node: 0\/6 nodes are available: 1 node\(s\) had untolerated taint\(s\), 5 Insufficient nvidia\.com\/gpu$/,
      ),
      expect.stringMatching(/^KS8108 dev\/main\/large: 1 of 1 pod of LeaderWorkerSet ml\/large \(worker\) has no node/),
    ]);
  });

  it('refuses a kind without pods that the output does not have', async () => {
    const options = { directory: join(directory, 'deploy'), root: directory, withoutPods: ['Wigdet.example.com'] };
    await expect(simulate(options)).rejects.toThrow(/KS8116: .*"Wigdet\.example\.com".*did you mean Widget\.example\.com\?/);
  });

  it('leaves no sandbox behind', () => {
    expect(listSandboxes()).not.toContain(`simulate-${process.pid}`);
  });

  it('is a command, which fails with 5 for pods without a node, and with 0 when all have one', async () => {
    const keelson = (...args: readonly string[]) =>
      run(process.execPath, [join(root, 'dist/cli/main.js'), 'simulate', ...args], { cwd: join(root, 'examples/quickstart') });
    const [strict, wide] = await Promise.all([keelson('--output', 'json'), keelson('--undeclared-nodes', '1')]);
    expect(strict.code).toBe(5);
    expect(JSON.parse(strict.stdout)).toMatchObject({
      environment: 'dev',
      fits: false,
      errors: [{ code: 'KS8108', message: expect.stringContaining('pods of Deployment acme/chat have no node') }],
    });
    expect([wide.code, wide.stderr]).toEqual([0, '']);
    expect(wide.stdout).toContain('l40s: 2 pods on 2 of 4 nodes; nvidia.com/gpu 2 of 4 left, cpu and memory not told by the pool');
    expect(wide.stdout).toContain('✔ all 4 pods of 2 workloads have a node');
  }, 120_000);

  it.each(['dev', 'staging', 'prod'])(
    'finds a node for every pod of the flagship in %s',
    async (environment) => {
      const folder = join(root, 'examples/inference-platform');
      const { fits, errors } = await simulate({ directory: join(folder, 'deploy'), root: folder, environment, build: false });
      expect([errors, fits]).toEqual([[], true]);
    },
    60_000,
  );

  it('removes its sandbox when it is interrupted', async () => {
    const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'simulate'], {
      cwd: join(root, 'examples/quickstart'),
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    const name = `simulate-${child.pid}`;
    await expect.poll(() => listSandboxes(), { timeout: 20_000, interval: 20 }).toContain(name);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(existsSync(sandboxFolder(name))).toBe(false);
  }, 60_000);
});
