import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { podTrouble } from '../../lib/apply/kubernetes/readiness/pod.ts';
import { loadCarriedDefinition } from '../../lib/facts/crds/load.ts';
import { sandboxFolder } from '../../lib/sandbox/cache.ts';
import { SandboxClient } from '../../lib/sandbox/client/sandbox-client.ts';
import { PROGRAMS } from '../../lib/sandbox/control-plane/state.ts';
import { putDefinitions } from '../../lib/sandbox/nodes/put-objects.ts';
import { isRunning, readProcess, type StartedProcess } from '../../lib/sandbox/processes/process-file.ts';
import { stopProcess } from '../../lib/sandbox/processes/start-process.ts';
import { sandboxDown, sandboxStatuses } from '../../lib/toolkit/sandbox/existing.ts';
import type { SandboxReport } from '../../lib/toolkit/sandbox/up.ts';
import { root, run, temporaryFolder } from '../support/run.ts';
import { nodesSandbox, noNodes, removeNodesSandbox } from './support/nodes-sandbox.ts';
import { start } from './support/program.ts';
import { testSandbox } from './support/sandbox.ts';

type Status = Readonly<Record<string, unknown>>;
interface Live {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: Status;
}

describe('a sandbox with nodes', () => {
  const example = join(root, 'examples/inference-platform');
  let report: SandboxReport;
  let connection: Connection;

  beforeAll(async () => {
    if (noNodes !== undefined) return;
    report = await nodesSandbox('nodes', { declared: { directory: join(example, 'deploy'), root: example, environment: 'dev' } });
    connection = connect({ kubeconfig: report.kubeconfig });
  }, 120_000);
  beforeEach((context) => {
    if (noNodes !== undefined) context.skip(`no nodes: ${noNodes}`);
  });
  afterAll(async () => {
    connection?.close();
    await removeNodesSandbox('nodes');
  });

  const make = async (path: string, object: object): Promise<void> => {
    const { status, text } = await connection.request({ method: 'POST', path, body: JSON.stringify(object) });
    expect([path, status, status < 300 ? '' : text]).toEqual([path, 201, '']);
  };
  const read = async (path: string): Promise<Live> => JSON.parse((await connection.request({ method: 'GET', path })).text) as Live;
  const statusOf = async (path: string): Promise<Status> => (await read(path)).status ?? {};
  const soon = { timeout: 20_000, interval: 100 };
  const core = '/api/v1/namespaces/default';
  const pod = (labels: object = {}) => ({
    metadata: { labels },
    spec: { containers: [{ name: 'main', image: 'example.com/main:1' }], tolerations: [{ operator: 'Exists' }] },
  });

  it('has the nodes of every pool of the environment, with what they tell', async () => {
    const { environments } = JSON.parse(readFileSync(join(example, 'deploy/keelson.json'), 'utf8'));
    const { pools } = environments.dev.clusters.main;
    expect(report.nodes).toEqual(
      Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, (pool as { maxNodes: number }).maxNodes])),
    );
    const node = await read('/api/v1/nodes/l40s-0');
    expect(node.metadata.labels).toMatchObject({
      ...pools.l40s.nodeSelector,
      ...pools.l40s.labels,
      'topology.kubernetes.io/zone': pools.l40s.zones[0],
    });
    expect(node.spec['taints']).toEqual(pools.l40s.taints);
    expect(node.status?.['allocatable']).toMatchObject({ 'nvidia.com/gpu': String(pools.l40s.gpusPerNode) });
  });

  it('has the definitions of the custom resources that the output uses and does not bring', () => {
    expect(report.definitions).toContain('inferenceservices.serving.kserve.io');
    expect(report.definitions).not.toContain('cronworkflows.argoproj.io');
    expect(report.unknownKinds).toEqual([]);
  });

  it('binds claims, of whatever class, and removes the volume with the claim', async () => {
    const claim = (name: string, spec: object) => ({
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    });
    await make('/apis/storage.k8s.io/v1/storageclasses', {
      metadata: { name: 'slow' },
      provisioner: 'ebs.csi.aws.com',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    await make(`${core}/persistentvolumeclaims`, claim('plain', {}));
    await make(`${core}/persistentvolumeclaims`, claim('waits', { storageClassName: 'slow' }));
    for (const name of ['plain', 'waits'])
      await expect.poll(async () => (await statusOf(`${core}/persistentvolumeclaims/${name}`))['phase'], soon).toBe('Bound');
    const { spec } = await read(`${core}/persistentvolumeclaims/waits`);
    await connection.request({ method: 'DELETE', path: `${core}/persistentvolumeclaims/waits` });
    const volume = `/api/v1/persistentvolumes/${spec['volumeName']}`;
    await expect.poll(async () => (await connection.request({ method: 'GET', path: volume })).status, soon).toBe(404);
  });

  it('gives load balancers an address, and takes gateways', async () => {
    await make(`${core}/services`, { metadata: { name: 'front' }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } });
    await make('/apis/networking.k8s.io/v1/namespaces/default/ingresses', {
      metadata: { name: 'web' },
      spec: { defaultBackend: { service: { name: 'front', port: { number: 80 } } } },
    });
    // They come when the sandbox runs already, as those of an assembly do.
    const definitions = ['Gateway', 'GatewayClass'].map((kind) => loadCarriedDefinition('gateway.networking.k8s.io', kind) as never);
    const client = new SandboxClient(sandboxFolder(report.name));
    await putDefinitions(client, definitions);
    client.close();
    const gateways = '/apis/gateway.networking.k8s.io/v1';
    await make(`${gateways}/gatewayclasses`, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'c' },
      spec: { controllerName: 'example.com/c' },
    });
    await make(`${gateways}/namespaces/default/gateways`, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g' },
      spec: { gatewayClassName: 'c', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });
    const address = (name: string) => ({
      loadBalancer: { ingress: [{ hostname: `${name}.default.sandbox.invalid`, ip: expect.stringMatching(/^192\.0\.2\./) }] },
    });
    await expect.poll(() => statusOf(`${core}/services/front`), soon).toMatchObject(address('front'));
    await expect.poll(() => statusOf('/apis/networking.k8s.io/v1/namespaces/default/ingresses/web'), soon).toMatchObject(address('web'));
    const taken = expect.arrayContaining([expect.objectContaining({ type: 'Accepted', status: 'True' })]);
    await expect.poll(() => statusOf(`${gateways}/gatewayclasses/c`), soon).toMatchObject({ conditions: taken });
    await expect
      .poll(() => statusOf(`${gateways}/namespaces/default/gateways/g`), soon)
      .toMatchObject({
        conditions: taken,
        addresses: [{ type: 'Hostname', value: 'g.default.sandbox.invalid' }],
      });
  });

  it('runs a Job to its end, and a StatefulSet with its claims', async () => {
    const job = pod();
    await make('/apis/batch/v1/namespaces/default/jobs', {
      metadata: { name: 'once' },
      spec: { template: { ...job, spec: { ...job.spec, restartPolicy: 'Never' } } },
    });
    await make('/apis/apps/v1/namespaces/default/statefulsets', {
      metadata: { name: 'db' },
      spec: {
        replicas: 2,
        serviceName: 'db',
        selector: { matchLabels: { app: 'db' } },
        template: pod({ app: 'db' }),
        volumeClaimTemplates: [
          { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
        ],
      },
    });
    await expect.poll(async () => (await statusOf('/apis/batch/v1/namespaces/default/jobs/once'))['succeeded'], soon).toBe(1);
    await expect.poll(async () => (await statusOf('/apis/apps/v1/namespaces/default/statefulsets/db'))['readyReplicas'], soon).toBe(2);
  });

  it.each([
    ['image-pull', 'container main: ImagePullBackOff (Back-off pulling image "example.com/main:1")'],
    ['crash-loop', 'container main: CrashLoopBackOff (back-off 5m0s restarting failed container=main), restarted 5 times'],
    ['out-of-memory', 'container main ran out of memory, restarted 5 times'],
    ['never-ready', undefined],
  ])('lets a pod fail on demand: %s', async (failure, trouble) => {
    const base = pod();
    await make(`${core}/pods`, { ...base, metadata: { name: failure, annotations: { 'keelson.dev/sandbox-failure': failure } } });
    const path = `${core}/pods/${failure}`;
    await expect.poll(async () => ((await statusOf(path))['containerStatuses'] as object[] | undefined)?.length, soon).toBe(1);
    const status = await statusOf(path);
    expect(podTrouble(status)).toBe(trouble);
    expect(status['conditions']).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False' }));
  });

  it('lets the pods of a workload fail while the sandbox shall, and recover', async () => {
    const deployments = '/apis/apps/v1/namespaces/default/deployments';
    const deployment = (name: string, label: string) => ({
      metadata: { name },
      spec: { selector: { matchLabels: { [label]: name } }, template: pod({ [label]: name }) },
    });
    // By their label, or by the name of the Deployment alone.
    const labels = { shaky: 'app.kubernetes.io/name', plain: 'app', steady: 'app' };
    for (const [name, label] of Object.entries(labels)) await make(deployments, deployment(name, label));
    const ready = async (name: string) => (await statusOf(`${deployments}/${name}`))['readyReplicas'] ?? 0;
    for (const name of Object.keys(labels)) await expect.poll(() => ready(name), soon).toBe(1);
    const failures = 'default/shaky=crash-loop,default/plain=never-ready,default/slip=image-pull';
    expect((await nodesSandbox('nodes', { failures })).unmatchedFailures).toEqual(['default/slip']);
    for (const name of ['shaky', 'plain']) await expect.poll(() => ready(name), soon).toBe(0);
    expect(await ready('steady')).toBe(1);
    expect((await sandboxStatuses(report.name))[0]?.failures).toEqual({
      'default/shaky': 'crash-loop',
      'default/plain': 'never-ready',
      'default/slip': 'image-pull',
    });
    // Started again without a word of it, it is as before.
    await nodesSandbox('nodes');
    expect(await ready('shaky')).toBe(0);
    await nodesSandbox('nodes', { failures: 'none' });
    for (const name of ['shaky', 'plain']) await expect.poll(() => ready(name), soon).toBe(1);
  }, 60_000);

  it('gets definitions that are named without an environment', async () => {
    const folder = temporaryFolder();
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    writeFileSync(join(folder, 'widgets.yaml'), JSON.stringify(definition));
    const { definitions } = await nodesSandbox('nodes', { own: { root: folder, crds: ['widgets.yaml'] } });
    expect(definitions).toEqual(['widgets.example.com']);
    const served = await connection.request({ method: 'GET', path: '/apis/example.com/v1/widgets' });
    expect(served.status).toBe(200);
  });

  it('that Ctrl-C keeps from starting leaves nothing, and says so', async () => {
    const name = `${report.name}-stopped`;
    const folder = sandboxFolder(name);
    const running = start(temporaryFolder(), 'sandbox', 'up', '--name', name);
    await vi.waitUntil(() => readProcess(folder, 'etcd') !== undefined, { timeout: 20_000, interval: 5 });
    const etcd = readProcess(folder, 'etcd') as StartedProcess;
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain(`KS8027 sandbox ${name}: it was not started, and nothing of it is left`);
    expect([isRunning(etcd), existsSync(folder), existsSync(`${folder}.lock`)]).toEqual([false, false, false]);
    await expect(sandboxStatuses(name)).rejects.toThrow('KS8103');
  }, 60_000);

  it('starts what was killed again, with its data, and says so before', async () => {
    const folder = sandboxFolder(report.name);
    const started = ['kube-apiserver', 'kwok'].flatMap((program) => readProcess(folder, program) ?? []);
    await Promise.all(started.map((one) => stopProcess(one, 0)));
    const [broken] = await sandboxStatuses(report.name);
    expect(broken?.running).toBe(false);
    // The stand-ins look every two seconds whether the API server runs, and end with it.
    const ended = broken?.programs.filter(({ name, state }) => state === 'ended' && name !== 'stand-ins');
    expect(ended?.map(({ name }) => name)).toEqual(['kube-apiserver', 'kwok']);
    const again = await nodesSandbox('nodes');
    expect(again.kubeconfig).toBe(report.kubeconfig);
    expect((await sandboxStatuses(report.name))[0]?.running).toBe(true);
    expect((await read(`${core}/services/front`)).metadata.name).toBe('front');
    expect((await read('/api/v1/nodes/l40s-0')).metadata.name).toBe('l40s-0');
    // Nothing but the two of them was started anew.
    expect(started.map((one) => isRunning(one))).toEqual([false, false]);
  }, 60_000);

  it('is shown, found and started again by name on the command line', async () => {
    const keelson = (...args: readonly string[]) =>
      run(process.execPath, [join(root, 'dist/cli/main.js'), 'sandbox', ...args], { cwd: example, env: { ...process.env, NO_COLOR: '1' } });
    const [up, status, path, absent, wrong, unfinished, unnamed] = await Promise.all([
      keelson('up', '--name', report.name),
      keelson('status', '--name', report.name),
      keelson('kubeconfig', '--name', report.name),
      keelson('down', '--name', 'nowhere'),
      keelson('up', '--name', 'No Name'),
      keelson(),
      keelson('up', 'mine'),
    ]);
    expect([up.code, up.stdout]).toEqual([
      0,
      expect.stringContaining(`✔ sandbox ${report.name} runs\n  nodes: 20 general, 5 l40s, 4 system\n`),
    ]);
    expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('  nodes of l40s: 5 of 5 ready\n')]);
    expect(status.stdout).toContain(`  kwok                     running  ${join(sandboxFolder(report.name), 'kwok.log')}\n`);
    expect(path.stdout).toBe(`${report.kubeconfig}\n`);
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('error KS8103: there is no sandbox "nowhere"; there is ')]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('error KS8104: "No Name" is no name for a sandbox')]);
    expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringMatching(/too many arguments for 'up'.*for a sandbox, --name <name>/)]);
    expect([unfinished.code, unfinished.stderr]).toEqual([2, expect.stringContaining('the second word of the command is missing')]);
  }, 60_000);

  it('ends clean after a crash, and leaves the others alone', async () => {
    const other = await testSandbox();
    const folder = sandboxFolder(report.name);
    const started = PROGRAMS.flatMap((program) => readProcess(folder, program) ?? []);
    expect(started.length).toBe(PROGRAMS.length);
    process.kill(started.find((one) => one.name === 'etcd')?.pid as number, 'SIGKILL');
    // Of several at once one ends it, and the others find none.
    const ends = await Promise.allSettled([1, 2, 3].map(() => sandboxDown(report.name)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(started.filter((one) => isRunning(one))).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    await expect(sandboxDown(report.name)).rejects.toThrow(`there is no sandbox "${report.name}"`);
    expect((await sandboxStatuses(other.name))[0]?.running).toBe(true);
  }, 60_000);
});
