import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { DirectoryStore } from '../../lib/apply/release/directory-store.ts';
import { BlobReleases } from '../../lib/apply/release/release-store.ts';
import type { RunEvent } from '../../lib/apply/run/environment-run.ts';
import type { AssemblyContent } from '../../lib/assembly/content.ts';
import { App } from '../../lib/constructs/app/app.ts';
import { GpuNodePool } from '../../lib/constructs/gpu/gpu-node-pool.ts';
import { Karpenter } from '../../lib/constructs/platform/addons/karpenter.ts';
import { Bucket } from '../../lib/constructs/platform/bucket.ts';
import { Cluster } from '../../lib/constructs/platform/cluster.ts';
import { EksCluster } from '../../lib/constructs/platform/eks/eks-cluster.ts';
import { Namespace } from '../../lib/constructs/platform/namespace.ts';
import { Network } from '../../lib/constructs/platform/network/network.ts';
import { NodePool } from '../../lib/constructs/platform/pools/node-pool.ts';
import { ModelServer } from '../../lib/constructs/serving/model-server.ts';
import { removeSandbox } from '../../lib/sandbox/control-plane/down.ts';
import { startSandbox } from '../../lib/sandbox/control-plane/up.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { Unit } from '../../lib/synth/unit.ts';
import { synthTree } from '../../lib/testing/index.ts';
import { applyUnits, planUnits } from '../../lib/toolkit/apply/apply.ts';
import { approvePlan } from '../../lib/toolkit/apply/approve.ts';
import { destroyUnits } from '../../lib/toolkit/apply/destroy.ts';
import { temporaryFolder } from '../support/run.ts';
import { BASE, LOCK } from '../support/serving.ts';
import { findTool } from '../terraform/harness/tools.ts';
import { builtIn } from './support/built-in.ts';
import { Planes } from './support/planes.ts';
import { writeOutput } from './support/program.ts';
import { noSandbox } from './support/sandbox.ts';

const tool = findTool('tofu') ?? findTool('terraform');
const PLATFORM = 'leaving';
const KARPENTER = '/apis/karpenter.sh/v1';
// Kubernetes looks for new kinds, whose objects it takes away with their owners, every half minute.
const WITHIN = { timeout: 90_000, interval: 50 };
/** What the program still has: each step of the test takes one thing more away. */
type Has = 'model' | 'pool' | 'cluster' | 'environment';

/**
 * The end of a platform, piece by piece, in a program of Keelson's own constructs. The Kubernetes plane is a control plane of this test
 * alone, since a cluster that goes takes everything in it along. For the Terraform plane, each stack is one of built-in resources of the
 * same names, outputs and variables: no fake of AWS has clusters of EKS that the provider would make. What Karpenter does, the test does:
 * its definitions, the NodeClaims, and that they go when the instances are gone.
 */
describe('what leaves a program', () => {
  const name = `${inject('sandbox')}-removal`;
  let connection: Connection;
  let kubeconfig = '';
  beforeAll(async () => {
    vi.stubEnv('TF_CLI_CONFIG_FILE', '/dev/null');
    if (noSandbox !== undefined) return;
    ({ kubeconfig } = await startSandbox({ name, build: false }));
    connection = connect({ kubeconfig });
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    connection?.close();
    await removeSandbox(name);
  });

  const program = (has: readonly Has[]): AssemblyContent => {
    const root = mkdtempSync(join(tmpdir(), 'keelson-removal-'));
    writeFileSync(join(root, 'models.lock'), LOCK);
    const { content } = synthTree(
      (platform) => {
        new Bucket(new Environment(platform, 'prod', { region: 'eu-central-1' }), 'other');
        if (!has.includes('environment')) return;
        const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
        const network = new Network(dev, 'network', {
          cidr: '10.0.0.0/16',
          zones: ['a', 'b'],
          nat: 'none',
          endpoints: [],
          flowLogs: false,
        });
        const notes = new Bucket(dev, 'notes');
        if (!has.includes('cluster')) return;
        const external = ['karpenter.sh/v1/NodePool', 'karpenter.k8s.aws/v1/EC2NodeClass', 'karpenter.sh/v1alpha1/NodeOverlay'];
        const cluster = new EksCluster(dev, 'main', { network, version: '1.35', external });
        new NodePool(cluster, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3 });
        new Karpenter(cluster, 'karpenter');
        new NodePool(cluster, 'workers', { maxNodes: 9 });
        if (has.includes('pool')) {
          const pool = new GpuNodePool(cluster, 'gpus', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4 });
          const serving = new Namespace(cluster, 'serving');
          if (has.includes('model')) new ModelServer(serving, 'qwen', { ...BASE, pool });
        }
        new App(cluster, 'chat', {
          image: `example.com/chat@sha256:${'a'.repeat(64)}`,
          port: 8080,
          env: { NOTES: notes.name },
        });
      },
      { root, name: PLATFORM },
    );
    return builtIn(content);
  };

  it('goes in its order, when it is approved, and leaves nothing', async (context) => {
    if (noSandbox !== undefined) return context.skip(`no API server: ${noSandbox}`);
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const planes = new Planes(temporaryFolder(), PLATFORM, tool);
    const key = join(planes.folder, 'alice');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const signers = [{ name: 'alice', keys: [readFileSync(`${key}.pub`, 'utf8').trim()] }];
    const approvals = { appliers: ['ci'], signers, rules: [{ match: `${PLATFORM}/*`, by: ['alice'] }] };
    writeFileSync(planes.policy, JSON.stringify({ ...JSON.parse(readFileSync(planes.policy, 'utf8')), approvals }));
    const { directory, policy, program: terraform, releases: store } = planes;
    const options = { directory, policy, terraform, store, kubeconfig, environment: 'dev' };
    const planFile = join(planes.folder, 'plan.json');
    const ended: string[] = [];
    const event = (one: RunEvent): void =>
      void (one.type === 'ended' && ended.push(`${one.unit.slice('dev/'.length)} ${one.outcome.result}`));
    const changed = (): string[] => ended.splice(0).filter((one) => !one.endsWith(' unchanged'));
    const apply = (timeoutSeconds = 0) => applyUnits({ ...options, timeoutSeconds, event });
    /** Plans, is refused without an approval, and gets it. Gives what needed it, and why. */
    const approved = async (): Promise<string[]> => {
      const { errors, needs } = await planUnits({ ...options, planFile });
      expect(told(errors)).toEqual([]);
      const before = ended.length;
      const refused = await apply();
      expect(new Set(refused.errors.map(({ code }) => code)), told(refused.errors).join('\n')).toContain('KS8080');
      ended.splice(before);
      await approvePlan({ plan: planFile, policy, store, key }, async () => true);
      return [...needs].flatMap(([unit, why]) => why.map((one) => `${one.what === unit ? unit : one.what}: ${one.why}`)).sort();
    };
    await definitions();

    writeOutput(planes.folder, program(['environment', 'cluster', 'pool', 'model']));
    expect(told((await apply()).errors)).toEqual([]);
    expect(changed()).toHaveLength(8);
    await claim('gpus');
    await claim('workers');
    await object('PATCH', `${KARPENTER}/nodepools/gpus`, { status: { resources: { nodes: '2', 'nvidia.com/gpu': '2' } } });

    // The model, and with it the unit that it was alone in.
    writeOutput(planes.folder, program(['environment', 'cluster', 'pool']));
    expect(await approved()).toEqual(['dev/kubernetes.main.serving: it left the program, and all that it has goes']);
    expect(told((await apply()).errors)).toEqual([]);
    expect(changed()).toEqual(['kubernetes.main.serving removed']);
    expect(await status('/apis/apps/v1/namespaces/serving/deployments/qwen')).toBe(404);

    // The pool, with what it has now; nodes may come and go until it is approved.
    writeOutput(planes.folder, program(['environment', 'cluster']));
    expect(await approved()).toEqual([
      'EC2NodeClass gpus: is deleted: the nodes that are of it are drained; how many is unknown',
      'Namespace serving: is deleted: everything in it goes with it',
      'NodePool gpus: is deleted: 2 nodes are drained, GPUs: 2',
    ]);
    await object('PATCH', `${KARPENTER}/nodepools/gpus`, { status: { resources: { nodes: '1', 'nvidia.com/gpu': '1' } } });
    expect(told((await apply()).errors)).toEqual([]);
    expect(changed().sort()).toEqual(['kubernetes.main.namespaces applied', 'kubernetes.main.pools applied']);
    expect(await status(`${KARPENTER}/nodepools/gpus`)).toBe(404);
    await instanceIsGone('gpus');

    // The cluster. Somebody made a load balancer, a volume and a pool by hand.
    const others = '/api/v1/namespaces/default';
    await object('POST', `${others}/services`, {
      metadata: { name: 'theirs', finalizers: ['service.kubernetes.io/load-balancer-cleanup'] },
      spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
    });
    await object('POST', `${KARPENTER}/nodepools`, {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'theirs' },
      spec: {},
    });
    await claim('theirs');
    writeOutput(planes.folder, program(['environment']));
    const needs = await approved();
    expect(needs).toContain('dev/terraform.cluster-main: it left the program, and all that it has goes');
    expect(needs).toContain('NodePool theirs: is deleted: its nodes are drained; how many it has is unknown');
    const removing = apply(180);
    // Nothing that it stands on goes before its controller took the load balancer away.
    await vi.waitUntil(async () => (await get(`${others}/services/theirs`))?.metadata.deletionTimestamp !== undefined, WITHIN);
    expect([changed(), (await get(`${KARPENTER}/nodepools/theirs`))?.metadata.deletionTimestamp]).toEqual([
      ['kubernetes.main.chat removed'],
      undefined,
    ]);
    await object('PATCH', `${others}/services/theirs`, { metadata: { finalizers: null } });
    // Nor before the nodes are gone: first those that no unit has.
    await vi.waitUntil(async () => (await get(`${KARPENTER}/nodeclaims/theirs`))?.metadata.deletionTimestamp !== undefined, WITHIN);
    expect(changed()).toEqual([]);
    await instanceIsGone('theirs');
    await vi.waitUntil(async () => (await get(`${KARPENTER}/nodeclaims/workers`))?.metadata.deletionTimestamp !== undefined, WITHIN);
    const order = changed();
    expect(order.splice(0, 1)).toEqual(['kubernetes.main removed']);
    expect(order.filter((one) => !one.startsWith('kubernetes.main.namespaces '))).toEqual([]);
    await instanceIsGone('workers');
    expect(told((await removing).errors)).toEqual([]);
    order.push(...changed());
    expect(order.slice(-2)).toEqual(['terraform.addons-main removed', 'terraform.cluster-main removed']);
    expect(order.slice(0, -2).sort()).toEqual(['kubernetes.main.namespaces removed', 'kubernetes.main.pools removed']);
    expect(['network', 'cluster-main', 'addons-main'].map((stack) => (planes.state(stack)?.resources ?? 0) > 0)).toEqual([
      true,
      false,
      false,
    ]);

    // The environment: the program knows it no longer, and its releases do.
    writeOutput(planes.folder, program([]));
    await expect(apply()).rejects.toThrow(/there is no environment "dev"; there is prod; .*keelson destroy --env dev removes/);
    const destroy = (confirm?: string) => destroyUnits({ ...options, event, planFile, ...(confirm !== undefined && { confirm }) });
    const { errors } = await destroy('dev');
    expect(
      errors
        .filter(({ code }) => code === 'KS8080')
        .map(({ message }) => message.split(/[ :]/)[1])
        .sort(),
    ).toEqual(['dev/terraform.data', 'dev/terraform.network']);
    await destroy();
    await approvePlan({ plan: planFile, policy, store, key }, async () => true);
    ended.splice(0);
    expect(told((await destroy('dev')).errors)).toEqual([]);
    expect(changed().sort()).toEqual(['terraform.data removed', 'terraform.network removed']);
    await expect(destroyUnits({ ...options, environment: 'devv' })).rejects.toThrow(/there is no environment "devv"/);

    const latest = await new BlobReleases(new DirectoryStore(store), { platform: PLATFORM }).latest('dev');
    expect([...latest.values()].map(({ unit, result }) => `${unit} ${result}`).filter((one) => !one.endsWith(' removed'))).toEqual([]);
    expect(latest.size).toBe(8);
    expect(['network', 'data', 'cluster-main', 'addons-main'].map((stack) => planes.state(stack)?.resources)).toEqual([0, 0, 0, 0]);
    const left = await connection.request({ method: 'GET', path: '/api/v1/namespaces' });
    expect(namesIn(left.text)).toEqual(['default', 'keelson-system', 'kube-node-lease', 'kube-public', 'kube-system']);
    for (const plural of ['nodepools', 'nodeclaims'])
      expect(namesIn((await connection.request({ method: 'GET', path: `${KARPENTER}/${plural}` })).text)).toEqual([]);
    const records = { labelSelector: `keelson.dev/cluster-of=${PLATFORM}.dev.main` };
    const kept = await connection.request({ method: 'GET', path: '/api/v1/namespaces/keelson-system/configmaps', query: records });
    expect(namesIn(kept.text)).toEqual([]);
  }, 300_000);

  it('is not what moves, in either plane', async (context) => {
    if (noSandbox !== undefined) return context.skip(`no API server: ${noSandbox}`);
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const planes = new Planes(temporaryFolder(), 'moving', tool);
    const moving = (hasMoved: boolean): AssemblyContent =>
      builtIn(
        synthTree(
          (platform) => {
            const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
            new Bucket(dev, hasMoved ? 'papers' : 'notes', hasMoved ? { aliases: ['notes'] } : {});
            const cluster = Cluster.existing(dev, 'main', { version: '1.36' });
            const props = { image: `example.com/chat@sha256:${'a'.repeat(64)}`, port: 8080 };
            if (hasMoved) new App(new Unit(cluster, 'talk'), 'chat', { ...props, aliases: ['dev/main/chat'] });
            else new App(cluster, 'chat', props);
          },
          { name: 'moving' },
        ).content,
      );
    // Nothing may be deleted, and nobody is asked.
    const strict = JSON.parse(readFileSync(planes.policy, 'utf8')) as { units: { terraform: object }[] };
    const units = strict.units.map((one) => ({ ...one, mostDeletes: 0, terraform: { ...one.terraform, mostDeletes: 0, mostReplaces: 0 } }));
    writeFileSync(planes.policy, JSON.stringify({ ...strict, units }));
    const { directory, policy, program: terraform, releases: store } = planes;
    const options = { directory, policy, terraform, store, kubeconfig, environment: 'dev', timeoutSeconds: 0 };
    const objects = ['/apis/apps/v1/namespaces/moving/deployments/chat', '/api/v1/namespaces/moving/services/chat'];
    const identities = async () => [
      ...(await Promise.all(objects.map(async (path) => (await get(path))?.metadata.uid ?? path))),
      ...idsIn(readFileSync(join(planes.folder, 'states/moving/dev/data.tfstate'), 'utf8')),
    ];
    writeOutput(planes.folder, moving(false));
    expect(told((await applyUnits(options)).errors)).toEqual([]);
    const before = await identities();
    expect(before.length).toBeGreaterThan(3);

    writeOutput(planes.folder, moving(true));
    const planned = await planUnits(options);
    expect([told(planned.errors), [...planned.needs]]).toEqual([[], []]);
    const actions = planned.units.flatMap(({ planned: one }) =>
      one?.plane === 'terraform'
        ? one.changes.resources.map(({ action }) => action)
        : (one?.plan.changes.map(({ action }) => action) ?? []),
    );
    expect(actions).toContain('move');
    expect(actions.filter((action) => action === 'delete' || action === 'replace' || action === 'create')).toEqual([]);
    expect(told((await applyUnits(options)).errors)).toEqual([]);
    expect(await identities()).toEqual(before);
    // The next run has a list that shows that the old unit has nothing, and forgets it.
    expect(told((await applyUnits(options)).errors)).toEqual([]);
    const again = await applyUnits(options);
    expect([told(again.errors), again.units.filter(({ result }) => result !== 'unchanged')]).toEqual([[], []]);
    expect(await identities()).toEqual(before);
  }, 120_000);

  const object = async (method: 'POST' | 'PATCH', path: string, body: object): Promise<void> => {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const { status: code, text } = await connection.request({ method, path, contentType, body: JSON.stringify(body) });
    expect(code, text).toBeLessThan(300);
  };
  const status = async (path: string): Promise<number> => (await connection.request({ method: 'GET', path })).status;
  const get = async (path: string): Promise<{ metadata: { deletionTimestamp?: string; uid: string } } | undefined> => {
    const response = await connection.request({ method: 'GET', path });
    return response.status === 404 ? undefined : JSON.parse(response.text);
  };
  /** A node of a pool, which Karpenter holds until its instance is gone. */
  const claim = async (pool: string): Promise<void> => {
    const owner = await get(`${KARPENTER}/nodepools/${pool}`);
    const ownerReferences = [{ apiVersion: 'karpenter.sh/v1', kind: 'NodePool', name: pool, uid: owner?.metadata.uid }];
    await object('POST', `${KARPENTER}/nodeclaims`, {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodeClaim',
      metadata: { name: pool, labels: { 'karpenter.sh/nodepool': pool }, finalizers: ['karpenter.sh/termination'], ownerReferences },
    });
  };
  const instanceIsGone = (pool: string): Promise<void> =>
    object('PATCH', `${KARPENTER}/nodeclaims/${pool}`, { metadata: { finalizers: null } });

  /** What Karpenter's chart brings. */
  const definitions = async (): Promise<void> => {
    for (const [group, kind, plural] of [
      ['karpenter.sh', 'NodePool', 'nodepools'],
      ['karpenter.sh', 'NodeClaim', 'nodeclaims'],
      ['karpenter.k8s.aws', 'EC2NodeClass', 'ec2nodeclasses'],
    ] as const) {
      const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
      const definition = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${plural}.${group}` },
        spec: {
          group,
          scope: 'Cluster',
          names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
          versions: [{ name: 'v1', served: true, storage: true, schema }],
        },
      };
      const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      const { status, text } = await connection.request({ method: 'POST', path, body: JSON.stringify(definition) });
      expect(status, text).toBe(201);
      await vi.waitUntil(async () => (await connection.request({ method: 'GET', path: `/apis/${group}/v1/${plural}` })).status === 200, {
        timeout: 30_000,
        interval: 50,
      });
    }
  };
});

function told(errors: readonly Error[]): string[] {
  return errors.map(({ message }) => message).sort();
}

function namesIn(list: string): string[] {
  return (JSON.parse(list) as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name).sort();
}

/** Ids of what a state has, whatever their addresses. */
function idsIn(state: string): string[] {
  const { resources } = JSON.parse(state) as { resources: { instances: { attributes: { id: string } }[] }[] };
  return resources.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id)).sort();
}
