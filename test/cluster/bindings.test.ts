import { describe, expect, it } from 'vitest';
import type { ReadOutput } from '../../lib/apply/kubernetes/bindings/output.ts';
import { BOUND_VALUES } from '../../lib/apply/kubernetes/bindings/roll-pods.ts';
import type { TestObject } from '../support/assembly.ts';
import { errorsOf, TestCluster, type Units } from './support/cluster.ts';

const DATA = 'dev/terraform.data';
const bucket = { unit: DATA, output: 'bucket', type: 'string' as const };
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** A Deployment that reads a ConfigMap and a Secret. */
const reader = (space: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'reader', namespace: space },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'reader' } },
    template: {
      metadata: { labels: { app: 'reader' } },
      spec: {
        containers: [{ name: 'c', image: 'example.com/a:1', envFrom: [{ secretRef: { name: 'login' } }] }],
        volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
      },
    },
  },
});

describe('bindings in a real cluster', () => {
  const cluster = new TestCluster();
  let serial = 0;
  const space = async (): Promise<string> => {
    const name = cluster.name(`b${serial++}`);
    expect((await cluster.request('POST', '/api/v1/namespaces', namespace(name))).status).toBe(201);
    return name;
  };
  const data = async (ns: string, name: string) => (await cluster.get(`/api/v1/namespaces/${ns}/configmaps/${name}`))?.data;
  const given =
    (values: Readonly<Record<string, unknown>>): ReadOutput =>
    (unit, output) =>
      unit === DATA && output in values ? { value: values[output] } : { pending: `${unit} was not applied yet` };
  const settings = (ns: string): TestObject => ({
    manifest: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: ns },
      data: { plain: '<keelson:terraform.data.bucket>', url: 'x', document: 'x' },
    },
    bindings: {
      '/data/plain': { parts: [bucket] },
      '/data/url': { parts: ['s3://', bucket, '/models'] },
      '/data/document': {
        parts: ['{"name":"', { ...bucket, as: 'jsonString' }, '","ports":', { ...bucket, output: 'ports', type: 'list', as: 'json' }, '}'],
      },
    },
  });

  it('fill placeholders, templates, integers and documents from outputs of Terraform', async () => {
    const ns = await space();
    const service: TestObject = {
      manifest: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's', namespace: ns },
        spec: { ports: [{ name: 'a', port: '<keelson:terraform.data.port>' }] },
      },
      bindings: { '/spec/ports/0/port': { type: 'number', parts: [{ ...bucket, output: 'port', type: 'number' }] } },
    };
    const outputs = given({ bucket: 'a "b"', ports: [1, 2], port: '8080' });
    expect(errorsOf(await cluster.apply({ app: [settings(ns), service] }, { outputs }))).toEqual([]);
    expect(await data(ns, 'settings')).toEqual({
      plain: 'a "b"',
      url: 's3://a "b"/models',
      document: '{"name":"a \\"b\\"","ports":[1,2]}',
    });
    expect(await cluster.get(`/api/v1/namespaces/${ns}/services/s`)).toMatchObject({ spec: { ports: [{ port: 8080 }] } });
    const again = await cluster.apply({ app: [settings(ns), service] }, { outputs });
    expect([errorsOf(again), again.app?.events, again.app?.plan.unchanged]).toEqual([[], [], 2]);
  });

  it('fill fields from live objects of units that come before, and only say in a plan that they come later', async () => {
    const ns = await space();
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: ns }, spec: { ports: [{ port: 80 }] } };
    const address = { unit: cluster.unit('first'), output: 'address', type: 'string' as const };
    const user: TestObject = {
      manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'user', namespace: ns }, data: { url: 'x' } },
      bindings: { '/data/url': { parts: ['http://', address, ':80'] } },
    };
    const units: Units = { first: [service], second: [user] };
    const options = {
      after: { second: ['first'] },
      gives: { first: { address: { type: 'string' as const, from: { object: `/Service/${ns}/s`, pointer: '/spec/clusterIP' } } } },
    };
    const planned = await cluster.plan(units, options);
    expect(Object.values(planned).flatMap((one) => one.problems)).toEqual([]);
    expect(planned.second?.plan.changes).toMatchObject([
      { action: 'create', reason: `it needs ${address.unit}.address, which comes with this apply` },
    ]);
    expect(errorsOf(await cluster.apply(units, options))).toEqual([]);
    const live = (await cluster.get(`/api/v1/namespaces/${ns}/services/s`)) as unknown as { spec: { clusterIP: string } };
    expect(await data(ns, 'user')).toEqual({ url: `http://${live.spec.clusterIP}:80` });
  });

  it('block only their unit when they have no value, with a sentence that says why', async () => {
    const ns = await space();
    const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other', namespace: ns } };
    const results = await cluster.apply({ blocked: [settings(ns)], other: [other] }, { outputs: given({ bucket: 'b' }) });
    expect(errorsOf(results)).toEqual([
      expect.stringContaining(`KS8013 ${cluster.unit('blocked')}: it needs ${DATA}.ports, which is not known: ${DATA} was not applied yet`),
    ]);
    expect(await data(ns, 'settings')).toBeUndefined();
    expect(await cluster.get(`/api/v1/namespaces/${ns}/configmaps/other`)).toBeDefined();
  });

  it('do not read an object that the unit has not applied', async () => {
    const ns = await space();
    const secret = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs', namespace: ns }, data: { key: 'theirs' } };
    await cluster.request('POST', `/api/v1/namespaces/${ns}/configmaps`, secret);
    const user: TestObject = {
      manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'user', namespace: ns }, data: { got: 'x' } },
      bindings: { '/data/got': { parts: [{ unit: cluster.unit('a'), output: 'key', type: 'string' }] } },
    };
    const gives = { a: { key: { type: 'string' as const, from: { object: `/ConfigMap/${ns}/theirs`, pointer: '/data/key' } } } };
    const results = await cluster.apply({ a: [], b: [user] }, { gives });
    expect(errorsOf(results)).toEqual([
      expect.stringContaining(`which is not known: ${cluster.unit('a')} has no object /ConfigMap/${ns}/theirs`),
    ]);
  });

  it('refuse to show a secret value in anything but a Secret', async () => {
    const ns = await space();
    const user: TestObject = {
      manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'user', namespace: ns }, data: { got: 'x' } },
      bindings: { '/data/got': { parts: [bucket], sensitive: true } },
    };
    const results = await cluster.apply({ a: [user] }, { outputs: given({ bucket: 'hunter2' }) });
    expect(errorsOf(results)).toEqual([expect.stringContaining(`KS8021 /ConfigMap/${ns}/user: /data/got would show ${DATA}.bucket`)]);
    expect(JSON.stringify(results)).not.toContain('hunter2');
  });

  it('roll the pods that read a value, and no others, when it changes', async () => {
    const ns = await space();
    const login: TestObject = {
      manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace: ns }, stringData: { password: 'x' } },
      bindings: { '/stringData/password': { parts: [{ ...bucket, output: 'password' }], sensitive: true } },
    };
    const bystander = { ...reader(ns), metadata: { name: 'bystander', namespace: ns } };
    const { spec } = bystander;
    const plain = {
      ...bystander,
      spec: { ...spec, template: { ...spec.template, spec: { containers: [{ name: 'c', image: 'example.com/a:1' }] } } },
    };
    const units: Units = { roll: [settings(ns), login, reader(ns), plain] };
    const checksums = async () => {
      const one = async (name: string) =>
        (
          (await cluster.get(`/apis/apps/v1/namespaces/${ns}/deployments/${name}`)) as unknown as {
            spec: { template: { metadata: { annotations?: Record<string, string> } } };
          }
        ).spec.template.metadata.annotations?.[BOUND_VALUES];
      return [await one('reader'), await one('bystander')];
    };
    const seen: (string | undefined)[] = [];
    for (const values of [
      { bucket: 'one', password: 'x' },
      { bucket: 'two', password: 'x' },
      { bucket: 'two', password: 'y' },
    ]) {
      const outputs = given({ ...values, ports: [] });
      const results = await cluster.apply(units, { outputs });
      expect(errorsOf(results)).toEqual([]);
      const [first, second] = await checksums();
      expect(second).toBeUndefined();
      seen.push(first);
      const again = await cluster.apply(units, { outputs });
      expect(again.roll?.events).toEqual([]);
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).not.toContain(undefined);
  });

  it('get typed stand-ins in a sandbox, which the plan shows', async () => {
    const ns = await space();
    const planned = await cluster.plan({ sandboxed: [settings(ns)] }, { standIns: true });
    expect(planned.sandboxed?.plan.standIns).toEqual({
      [`${DATA}.bucket`]: 'sandbox-bucket',
      [`${DATA}.ports`]: [expect.any(String)],
    });
    expect(errorsOf(await cluster.apply({ sandboxed: [settings(ns)] }, { standIns: true }))).toEqual([]);
    expect(await data(ns, 'settings')).toMatchObject({ plain: 'sandbox-bucket' });
  });
});
