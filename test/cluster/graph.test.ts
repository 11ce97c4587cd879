import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObjectEvent } from '../../lib/apply/kubernetes/apply/unit-context.ts';
import { DirectoryStore } from '../../lib/apply/release/directory-store.ts';
import { BlobReleases } from '../../lib/apply/release/release-store.ts';
import type { UnitOutcome } from '../../lib/apply/run/environment-run.ts';
import { applyEnvironment, planEnvironment } from '../../lib/apply/run/run-environment.ts';
import { type EnvironmentOptions, openEnvironment } from '../../lib/toolkit/apply/environment.ts';
import { resolveOutput } from '../../lib/toolkit/apply/resolve.ts';
import type { TestObject, TestUnit } from '../support/assembly.ts';
import { SWEEP } from '../support/property.ts';
import { root, run, temporaryFolder } from '../support/run.ts';
import { findTool } from '../terraform/harness/tools.ts';
import { TestCluster } from './support/cluster.ts';
import { objects, Planes, stack } from './support/planes.ts';

const DATA = 'dev/terraform.data';
const APP = 'dev/kubernetes.main.app';
const ADDRESS = { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } };
const bin = join(root, 'dist/cli/main.js');
const tool = findTool('tofu') ?? findTool('terraform');

interface Wishes {
  readonly host?: string;
  readonly port?: number;
  readonly other?: string;
  /** An object that the API server refuses. */
  readonly broken?: boolean;
}

describe('one graph of both planes', () => {
  const cluster = new TestCluster();
  let serial = 0;
  beforeEach(() => void vi.stubEnv('TF_CLI_CONFIG_FILE', '/dev/null'));
  afterEach(() => void vi.unstubAllEnvs());

  /** Terraform gives a host and a port, an application uses them, and Terraform uses the address of its load balancer. */
  const program = (platform: string, space: string, { host = 'db', port = 5432, other = 'x', broken = false }: Wishes = {}) => {
    const value = (output: string, type: 'string' | 'number') => ({ unit: DATA, output, type });
    const pods = (name: string, volumes: readonly object[]): TestObject => ({
      manifest: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace: space },
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: { containers: [{ name: 'c', image: 'example.com/a:1' }], volumes, ...(broken && { typo: true }) },
          },
        },
      },
    });
    const app: TestObject[] = [
      {
        manifest: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings', namespace: space },
          data: { url: 'x', document: 'x' },
        },
        bindings: {
          '/data/url': { parts: ['postgres://', value('host', 'string'), ':', value('port', 'number'), '/shop'] },
          '/data/document': {
            parts: [
              '{"host":"',
              { ...value('host', 'string'), as: 'jsonString' },
              '","port":',
              { ...value('port', 'number'), as: 'json' },
              '}',
            ],
          },
        },
      },
      {
        manifest: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: space }, spec: { ports: [{ port: 'x' }] } },
        bindings: { '/spec/ports/0/port': { type: 'number', parts: [value('port', 'number')] } },
      },
      {
        manifest: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'front', namespace: space },
          spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
        },
      },
      pods('reader', [{ name: 'settings', configMap: { name: 'settings' } }]),
      pods('plain', []),
    ];
    const units: Record<string, TestUnit> = {
      [DATA]: stack('data', { host, port }),
      'dev/terraform.other': stack('other', { x: other }),
      [APP]: {
        objects: objects(platform, 'app', app),
        dependsOn: [{ unit: DATA, reasons: ['binding'] }],
        outputs: { address: { type: 'string', from: { object: `/Service/${space}/front`, pointer: '/status/loadBalancer/ingress/0/ip' } } },
      },
      'dev/terraform.dns': {
        ...stack('dns', { record: '${var.address}' }, { variable: { address: { type: 'string' } } }),
        dependsOn: [{ unit: APP, reasons: ['binding'] }],
        bindings: [{ target: 'var.address', type: 'string', parts: ['A ', { unit: APP, output: 'address', type: 'string' }] }],
      },
    };
    return units;
  };

  const setUp = async () => {
    const space = cluster.name(`g${serial++}`);
    const made = await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } });
    expect(made.status).toBe(201);
    const planes = new Planes(temporaryFolder(), space, tool as NonNullable<typeof tool>);
    const store = new BlobReleases(new DirectoryStore(planes.releases), { platform: space });
    // What a cloud's controller would do.
    const giveAddress = ({ object, result }: ObjectEvent): void => {
      if (object.name !== 'front' || result !== 'created') return;
      const path = `/api/v1/namespaces/${space}/services/front/status`;
      void cluster.request('PATCH', path, { status: ADDRESS }, 'application/merge-patch+json');
    };
    const under = async (work: typeof applyEnvironment, more: Partial<EnvironmentOptions> = {}) => {
      const { directory, policy, program: terraform, releases } = planes;
      const options = { directory, policy, terraform, store: releases, kubeconfig: cluster.kubeconfig, ...more };
      const { allowDeletes = 0 } = more;
      const { run, close } = openEnvironment(options, { readyWithinMs: 30_000, notify: giveAddress, allowDeletes });
      const outcomes = await work(run).finally(close);
      return Object.fromEntries(outcomes.map((outcome) => [outcome.unit.replace('dev/', ''), outcome]));
    };
    return {
      space,
      planes,
      store,
      write: (wishes: Wishes = {}) => planes.write(program(space, space, wishes)),
      apply: (more?: Partial<EnvironmentOptions>) => under(applyEnvironment, more),
      plan: (more?: Partial<EnvironmentOptions>) => under(planEnvironment, more),
    };
  };

  const results = (outcomes: Readonly<Record<string, UnitOutcome>>) =>
    Object.fromEntries(Object.entries(outcomes).map(([unit, { result }]) => [unit, result]));
  const revisions = (latest: Awaited<ReturnType<BlobReleases['latest']>>): string[] =>
    [...latest.values()].map(({ unit, revision, result }) => `${unit} ${revision} ${result}`).sort();
  const messages = (outcomes: Readonly<Record<string, UnitOutcome>>) =>
    Object.values(outcomes).flatMap(({ errors }) => errors.map((error) => error.message));
  const versions = async (space: string) =>
    Promise.all(
      [
        `/api/v1/namespaces/${space}/configmaps/settings`,
        `/api/v1/namespaces/${space}/services/db`,
        `/api/v1/namespaces/${space}/services/front`,
        `/apis/apps/v1/namespaces/${space}/deployments/reader`,
        `/apis/apps/v1/namespaces/${space}/deployments/plain`,
        `/api/v1/namespaces/keelson-system/configmaps?labelSelector=keelson.dev/cluster-of%3D${space}.dev.main`,
      ].map(async (path) => {
        const live = (await cluster.get(path)) as unknown as {
          metadata: { resourceVersion: string };
          items?: { metadata: { resourceVersion: string } }[];
        };
        return live.items ? live.items.map(({ metadata }) => metadata.resourceVersion).join() : live.metadata.resourceVersion;
      }),
    );

  it('is applied in its order, does nothing when nothing changed, and rolls only the readers of a value that did', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { space, planes, store, write, apply, plan } = await setUp();
    write();
    const planned = await plan();
    expect(messages(planned)).toEqual([]);
    expect(results(planned)).toEqual({
      'terraform.data': 'planned',
      'terraform.other': 'planned',
      'kubernetes.main.app': 'planned',
      'terraform.dns': 'later',
    });
    expect(planned['terraform.dns']?.after).toEqual([APP]);
    expect(planes.state('data')).toBeUndefined();
    planes.calls();

    const first = await apply();
    expect(messages(first)).toEqual([]);
    expect(new Set(Object.values(results(first)))).toEqual(new Set(['applied']));
    expect((await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`))?.data).toEqual({
      url: 'postgres://db:5432/shop',
      document: '{"host":"db","port":5432}',
    });
    expect(await cluster.get(`/api/v1/namespaces/${space}/services/db`)).toMatchObject({ spec: { ports: [{ port: 5432 }] } });
    expect(planes.state('dns')?.outputs).toEqual({ record: 'A 192.0.2.10' });
    expect(planes.calls().filter((call) => call.includes(' apply '))).toHaveLength(3);

    const before = [
      await versions(space),
      ['data', 'other', 'dns'].map((name) => planes.state(name)?.serial),
      revisions(await store.latest('dev')),
    ];
    const again = await apply();
    expect([messages(again), new Set(Object.values(results(again)))]).toEqual([[], new Set(['unchanged'])]);
    expect(planes.calls()).toEqual([]);
    expect([
      await versions(space),
      ['data', 'other', 'dns'].map((name) => planes.state(name)?.serial),
      revisions(await store.latest('dev')),
    ]).toEqual(before);

    write({ host: 'db2' });
    const changed = await apply();
    expect([messages(changed), results(changed)]).toEqual([
      [],
      { 'terraform.data': 'applied', 'terraform.other': 'unchanged', 'kubernetes.main.app': 'applied', 'terraform.dns': 'unchanged' },
    ]);
    const done = changed['kubernetes.main.app']?.kubernetes?.events.map(({ object }) => `${object.kind} ${object.name}`).sort();
    expect(done).toEqual(['ConfigMap settings', 'Deployment reader']);
    const folders = planes.calls().map((call) => call.split(' ')[0] ?? '');
    expect(new Set(folders.filter((folder) => folder.startsWith('run-'))).size).toBe(1);
  }, 120_000);

  it('is resolved into files of which kubectl makes the same objects', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    if (spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status !== 0) return context.skip('no kubectl on this machine');
    const { space, planes, write, apply } = await setUp();
    write();
    expect(messages(await apply())).toEqual([]);
    const paths = [
      `/api/v1/namespaces/${space}/configmaps/settings`,
      `/api/v1/namespaces/${space}/services/db`,
      `/apis/apps/v1/namespaces/${space}/deployments/reader`,
      `/apis/apps/v1/namespaces/${space}/deployments/plain`,
    ];
    /** What is said of an object, without what the server makes up for each anew. */
    const said = async (path: string) => {
      const {
        metadata,
        status: _,
        ...rest
      } = structuredClone(await cluster.get(path)) as unknown as Record<string, Record<string, unknown>>;
      const { name, labels, annotations } = metadata as Record<string, unknown>;
      for (const made of ['clusterIP', 'clusterIPs']) delete rest['spec']?.[made];
      // The controller counts what it rolled out.
      const own = Object.entries((annotations ?? {}) as object).filter(([key]) => !key.startsWith('deployment.kubernetes.io/'));
      return { ...rest, name, labels, annotations: Object.fromEntries(own) };
    };
    const applied = await Promise.all(paths.map(said));
    for (const path of paths) expect((await cluster.request('DELETE', path)).status).toBe(200);
    await vi.waitUntil(async () => (await Promise.all(paths.map((path) => cluster.get(path)))).every((live) => live === undefined), 30_000);

    const { directory, policy, releases: store, program: terraform } = planes;
    const to = join(planes.folder, 'resolved');
    await resolveOutput({ directory, policy, store, terraform, kubeconfig: cluster.kubeconfig, environment: 'dev', to });
    const kubernetes = join(to, 'dev/kubernetes/main');
    const args = ['--kubeconfig', cluster.kubeconfig, 'apply', '--server-side', '--force-conflicts', '-R', '-f', kubernetes];
    const kubectl = await run('kubectl', args, { cwd: planes.folder });
    expect(kubectl.code, kubectl.stderr).toBe(0);
    expect(await Promise.all(paths.map(said))).toEqual(applied);
  }, 120_000);

  it('stops only what depends on a unit that fails, and goes on from there', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { planes, store, write, apply } = await setUp();
    write({ broken: true });
    const failed = await apply();
    expect(results(failed)).toEqual({
      'terraform.data': 'applied',
      'terraform.other': 'applied',
      'kubernetes.main.app': 'failed',
      'terraform.dns': 'blocked',
    });
    expect(messages(failed)).toContainEqual(expect.stringMatching(/^KS8018 dev\/terraform\.dns: it waits for dev\/kubernetes\.main\.app/));
    expect(planes.state('dns')).toBeUndefined();
    planes.calls();
    write();
    const mended = await apply();
    expect([messages(mended), results(mended)]).toEqual([
      [],
      { 'terraform.data': 'unchanged', 'terraform.other': 'unchanged', 'kubernetes.main.app': 'applied', 'terraform.dns': 'applied' },
    ]);
    expect(revisions(await store.latest('dev'))).toEqual([
      `${APP} 1 applied`,
      'dev/terraform.data 1 applied',
      'dev/terraform.dns 1 applied',
      'dev/terraform.other 1 applied',
    ]);
  }, 120_000);

  it('waits for what another environment has not given yet, in both planes', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { space, planes, plan, apply } = await setUp();
    const shared = 'shared/terraform.data';
    const url = { parts: ['https://', { unit: shared, output: 'host', type: 'string' as const }] };
    const settings: TestObject = {
      manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: space }, data: { url: 'x' } },
      bindings: { '/data/url': url },
    };
    const binding = [{ unit: shared, reasons: ['binding' as const] }];
    planes.write({
      [shared]: stack('data', { host: 'db' }),
      'dev/terraform.other': stack('other', { x: 'x' }),
      'dev/terraform.dns': {
        ...stack('dns', { record: '${var.url}' }, { variable: { url: { type: 'string' } } }),
        dependsOn: binding,
        bindings: [{ target: 'var.url', type: 'string', ...url }],
      },
      [APP]: { objects: objects(space, 'app', [settings]), dependsOn: binding },
    });
    const dev = { environment: 'dev' };
    const planned = await plan(dev);
    expect([messages(planned), results(planned)]).toEqual([
      [],
      { 'terraform.other': 'planned', 'terraform.dns': 'later', 'kubernetes.main.app': 'later' },
    ]);
    expect([planned['terraform.dns']?.after, planned['kubernetes.main.app']?.after]).toEqual([[shared], [shared]]);
    const halted = await apply(dev);
    expect(results(halted)).toEqual({ 'terraform.other': 'applied', 'terraform.dns': 'blocked', 'kubernetes.main.app': 'blocked' });
    const why = `it waits for ${shared}: it needs ${shared}.host, and ${shared} was not applied yet; apply that environment first: keelson apply --env shared`;
    expect(messages(halted).sort()).toEqual([`KS8097 ${APP}: ${why}`, `KS8097 dev/terraform.dns: ${why}`]);

    expect(messages(await apply({ environment: 'shared' }))).toEqual([]);
    expect(messages(await apply(dev))).toEqual([]);
    expect((await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`))?.data).toEqual({ url: 'https://db' });
    expect(planes.state('dns')?.outputs).toEqual({ record: 'https://db' });
  }, 120_000);

  it('removes what left the program, dependents first, when it is approved', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { space, planes, store, write, apply, plan } = await setUp();
    const all = write();
    expect(messages(await apply())).toEqual([]);
    planes.write({ [DATA]: program(space, space)[DATA] as TestUnit });
    planes.calls();
    const planned = await plan();
    expect(planned['terraform.dns']?.planned).toMatchObject({
      removesUnit: true,
      contentDigest: all.manifest.environments['dev']?.units['terraform.dns']?.digest,
      changes: { resources: [{ address: 'terraform_data.record', action: 'delete' }] },
    });
    planes.calls();
    const halted = await apply();
    expect(results(halted)).toEqual({
      'terraform.data': 'unchanged',
      'terraform.other': 'approval',
      'terraform.dns': 'approval',
      'kubernetes.main.app': 'blocked',
    });
    expect(messages(halted)).toContainEqual(
      expect.stringContaining('KS8011 dev/terraform.dns: it left the program, and its 1 resource would be destroyed'),
    );
    expect([planes.state('dns')?.resources, planes.calls().filter((call) => call.includes(' apply '))]).toEqual([1, []]);
    expect(await cluster.get(`/api/v1/namespaces/${space}/services/front`)).toBeDefined();

    const ended: string[] = [];
    const event: EnvironmentOptions['event'] = (one) => void (one.type === 'ended' && ended.push(one.unit));
    const removed = await apply({ allowDeletes: 5, event });
    expect([messages(removed), results(removed)]).toEqual([
      [],
      { 'terraform.data': 'unchanged', 'terraform.other': 'removed', 'terraform.dns': 'removed', 'kubernetes.main.app': 'removed' },
    ]);
    expect(ended.filter((unit) => unit !== 'dev/terraform.other')).toEqual(['dev/terraform.dns', APP, DATA]);
    expect([planes.state('dns')?.resources, planes.state('other')?.resources, planes.state('data')?.resources]).toEqual([0, 0, 2]);
    expect(await cluster.get(`/api/v1/namespaces/${space}/services/front`)).toBeUndefined();
    expect(revisions(await store.latest('dev'))).toEqual([
      `${APP} 2 removed`,
      'dev/terraform.data 1 applied',
      'dev/terraform.dns 2 removed',
      'dev/terraform.other 2 removed',
    ]);
    planes.calls();
    expect(results(await apply())).toEqual({ 'terraform.data': 'unchanged' });
    expect(planes.calls()).toEqual([]);
  }, 120_000);

  it('removes the pods of a model that left the program before the role that they use', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { space, planes, apply } = await setUp();
    const access = 'dev/terraform.access';
    const role = { unit: access, output: 'qwen', type: 'string' as const };
    const account: TestObject = {
      manifest: {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'qwen', namespace: space, annotations: { role: 'x' } } as never,
      },
      bindings: { '/metadata/annotations/role': { parts: [role] } },
    };
    const model = 'dev/kubernetes.main.qwen';
    planes.write({
      [access]: stack('access', { other: 'a', qwen: 'q' }),
      [model]: { objects: objects(space, 'qwen', [account]), dependsOn: [{ unit: access, reasons: ['binding'] }] },
    });
    expect(messages(await apply())).toEqual([]);
    planes.write({ [access]: stack('access', { other: 'a' }) });
    const ended: string[] = [];
    const event: EnvironmentOptions['event'] = (one) => void (one.type === 'ended' && ended.push(`${one.unit} ${one.outcome.result}`));
    expect(messages(await apply({ allowDeletes: 1, event }))).toEqual([]);
    expect(ended).toEqual([`${model} removed`, `${access} applied`]);
    expect([planes.state('access')?.resources, await cluster.get(`/api/v1/namespaces/${space}/serviceaccounts/qwen`)]).toEqual([
      1,
      undefined,
    ]);
  }, 120_000);

  it('gives secret values to those that may have them, and keeps none', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { space, planes, apply } = await setUp();
    const secret = { unit: DATA, output: 'password', type: 'string' as const };
    const data = (password: string): TestUnit => ({
      ...stack('data', { x: 'x' }, { output: { password: { value: `\${sensitive("${password}")}`, sensitive: true } } }),
      outputs: { password: { type: 'string', sensitive: true } },
    });
    const units = (password: string): Record<string, TestUnit> => ({
      [DATA]: data(password),
      [APP]: {
        objects: objects(space, 'app', [
          {
            manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace: space }, stringData: { password: 'x' } },
            bindings: { '/stringData/password': { parts: [secret], sensitive: true } },
          },
        ]),
        dependsOn: [{ unit: DATA, reasons: ['binding'] }],
      },
      'dev/terraform.user': {
        ...stack(
          'user',
          { login: '${sha256(var.password)}' },
          {
            variable: { password: { type: 'string', sensitive: true } },
            output: { login: { value: '${terraform_data.login.output}', sensitive: true } },
          },
        ),
        outputs: {},
        dependsOn: [{ unit: DATA, reasons: ['binding'] }],
        bindings: [{ target: 'var.password', type: 'string', parts: [secret], sensitive: true }],
      },
    });
    planes.write(units('hunter2-one'));
    expect(messages(await apply())).toEqual([]);
    const login = async () => (await cluster.get(`/api/v1/namespaces/${space}/secrets/login`))?.data as Record<string, string>;
    expect(await login()).toEqual({ password: Buffer.from('hunter2-one').toString('base64') });
    planes.calls();
    expect(results(await apply())).toEqual({
      'terraform.data': 'unchanged',
      'terraform.user': 'unchanged',
      'kubernetes.main.app': 'unchanged',
    });
    // Only the Secret needs the value itself; a variable goes by the state that it is of.
    expect(planes.calls().filter((call) => / (plan|apply) /.test(call))).toEqual([]);
    planes.write(units('hunter2-two'));
    const changed = await apply();
    expect([messages(changed), new Set(Object.values(results(changed)))]).toEqual([[], new Set(['applied'])]);
    expect(await login()).toEqual({ password: Buffer.from('hunter2-two').toString('base64') });
    const kept = readdirSync(planes.releases, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(kept.length).toBeGreaterThan(6);
    for (const { parentPath, name } of kept) {
      if (parentPath.endsWith('contents')) continue; // a test writes its secret into the program; nobody else should
      const bytes = readFileSync(join(parentPath, name));
      expect((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).not.toContain('hunter2');
    }
  }, 120_000);

  // A first apply calls Terraform nineteen times; the sweep kills it at each, the tests at some.
  const kills = Array.from({ length: 19 }, (_, i) => i + 1).filter((call) => SWEEP || call % 5 === 2);
  it.each(kills)(
    'is whole after it was killed at call %i of Terraform and run again',
    async (call) => {
      const { space, planes, write } = await setUp();
      write();
      const { program: terraform, policy, releases } = planes;
      const keelson = () =>
        run(
          process.execPath,
          [bin, 'apply', '--terraform', terraform, '--policy', policy, '--store', releases, '--kubeconfig', cluster.kubeconfig],
          {
            cwd: planes.folder,
            env: { ...process.env, XDG_STATE_HOME: join(planes.folder, 'home'), NO_COLOR: '1' },
          },
        ).catch((error: Error & { signal?: string }) => ({ code: error.signal, stdout: '', stderr: '' }));
      const address = giveAddressTo(space);
      try {
        planes.killAt(call);
        expect((await keelson()).code).toBe('SIGKILL');
        planes.killAt(undefined);
        let again = await keelson();
        // Terraform outlives the applier, and may still be at it: nobody has to do anything but wait.
        for (let i = 0; i < 20 && again.stderr.includes('is still at it'); i++) again = await keelson();
        expect([again.code, again.stderr]).toEqual([0, '']);
        expect(['data', 'other', 'dns'].map((name) => [planes.state(name)?.outputs, planes.state(name)?.resources])).toEqual([
          [{ host: 'db', port: 5432 }, 2],
          [{ x: 'x' }, 1],
          [{ record: 'A 192.0.2.10' }, 1],
        ]);
        planes.calls();
        expect((await keelson()).stdout).toContain('dev/terraform.dns: nothing to do');
        expect(planes.calls()).toEqual([]);
      } finally {
        await address.stop();
      }
    },
    120_000,
  );

  /** What a cloud's controller would do, as long as the test runs. */
  const giveAddressTo = (space: string): { stop(): Promise<void> } => {
    let isOver = false;
    const path = `/api/v1/namespaces/${space}/services/front`;
    const done = (async () => {
      while (!isOver) {
        if ((await cluster.get(path)) !== undefined) {
          await cluster.request('PATCH', `${path}/status`, { status: ADDRESS }, 'application/merge-patch+json');
          return;
        }
        await sleep(50);
      }
    })();
    return {
      stop: () => {
        isOver = true;
        return done;
      },
    };
  };
});
