import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OPEN_GATE } from '../../lib/apply/approval/planned-unit.ts';
import type { ObjectEvent } from '../../lib/apply/kubernetes/apply/unit-context.ts';
import type { UnitOutcome } from '../../lib/apply/run/environment-run.ts';
import { applyEnvironment, planEnvironment } from '../../lib/apply/run/run-environment.ts';
import { openEnvironment } from '../../lib/toolkit/apply/environment.ts';
import type { TestObject, TestUnit } from '../support/assembly.ts';
import { MemoryReleases } from '../support/releases.ts';
import { temporaryFolder } from '../support/run.ts';
import { findTool } from '../terraform/harness/tools.ts';
import { TestCluster } from './support/cluster.ts';
import { objects, Planes, stack } from './support/planes.ts';

const DATA = 'dev/terraform.data';
const APP = 'dev/kubernetes.main.app';
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
    const store = new MemoryReleases();
    // What a cloud's controller would do.
    const giveAddress = ({ object, result }: ObjectEvent): void => {
      if (object.name !== 'front' || result !== 'created') return;
      const status = { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } };
      const path = `/api/v1/namespaces/${space}/services/front/status`;
      void cluster.request('PATCH', path, { status }, 'application/merge-patch+json');
    };
    const open = () => {
      const { directory, policy, program: terraform } = planes;
      return openEnvironment(
        { directory, policy, terraform, kubeconfig: cluster.kubeconfig },
        { readyWithinMs: 30_000, notify: giveAddress },
      );
    };
    const under = async (work: typeof applyEnvironment, more = {}) => {
      const { run, close } = open();
      const outcomes = await work({ ...run, gate: OPEN_GATE, store, ...more }).finally(close);
      return Object.fromEntries(outcomes.map((outcome) => [outcome.unit.replace('dev/', ''), outcome]));
    };
    return {
      space,
      planes,
      store,
      write: (wishes: Wishes = {}) => planes.write(program(space, space, wishes)),
      apply: (more = {}) => under(applyEnvironment, more),
      plan: (more = {}) => under(planEnvironment, more),
    };
  };

  const results = (outcomes: Readonly<Record<string, UnitOutcome>>) =>
    Object.fromEntries(Object.entries(outcomes).map(([unit, { result }]) => [unit, result]));
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

    const before = [await versions(space), ['data', 'other', 'dns'].map((name) => planes.state(name)?.serial), store.all.length];
    const again = await apply();
    expect([messages(again), new Set(Object.values(results(again)))]).toEqual([[], new Set(['unchanged'])]);
    expect(planes.calls()).toEqual([]);
    expect([await versions(space), ['data', 'other', 'dns'].map((name) => planes.state(name)?.serial), store.all.length]).toEqual(before);

    write({ host: 'db2' });
    const changed = await apply();
    expect([messages(changed), results(changed)]).toEqual([
      [],
      { 'terraform.data': 'applied', 'terraform.other': 'unchanged', 'kubernetes.main.app': 'applied', 'terraform.dns': 'unchanged' },
    ]);
    const done = changed['kubernetes.main.app']?.kubernetes?.events.map(({ object }) => `${object.kind} ${object.name}`).sort();
    expect(done).toEqual(['ConfigMap settings', 'Deployment reader']);
    expect(new Set(planes.calls().map((call) => call.split(' ')[0])).size).toBe(1);
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
    expect(store.all.map(({ unit, result }) => `${unit} ${result}`)).toEqual([
      expect.stringMatching(/terraform\.(data|other) applied/),
      expect.stringMatching(/terraform\.(data|other) applied/),
      `${APP} applied`,
      'dev/terraform.dns applied',
    ]);
  }, 120_000);
});
