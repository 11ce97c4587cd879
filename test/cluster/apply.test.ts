import { describe, expect, it } from 'vitest';
import { doneIn, errorsOf, type Live, TestCluster } from './support/cluster.ts';

const map = (name: string, namespace: string, data: Record<string, string>, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ...more },
  data,
});
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const deployment = (name: string, space: string, spec: object = {}, image = 'example.com/a:1') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: space },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image }] } },
    ...spec,
  },
});

describe('applying to a real API server', () => {
  const cluster = new TestCluster();
  let serial = 0;
  /** A namespace of the test's own, made through the API. */
  const space = async (): Promise<string> => {
    const name = cluster.name(`ns${serial++}`);
    expect((await cluster.request('POST', '/api/v1/namespaces', namespace(name))).status).toBe(201);
    return name;
  };
  const pathOf = (ns: string, name: string) => `/api/v1/namespaces/${ns}/configmaps/${name}`;

  it('case 1: applies a definition, its object, a namespace and what is in it in one pass, whatever their order', async () => {
    const group = `${cluster.id}.example.com`;
    const ns = cluster.name('one');
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        ],
      },
    };
    const widget = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'a', namespace: ns }, spec: { size: 1 } };
    const results = await cluster.apply({ one: [widget, map('a', ns, { a: 'b' }), namespace(ns), definition] });
    expect(errorsOf(results)).toEqual([]);
    expect(doneIn(results.one)).toEqual([
      'created ConfigMap a',
      `created CustomResourceDefinition widgets.${group}`,
      `created Namespace ${ns}`,
      'created Widget a',
    ]);
  });

  it('case 3: blocks the objects of a definition whose names are not accepted, and names it', async () => {
    const group = `clash.${cluster.id}.example.com`;
    const definition = (plural: string) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope: 'Cluster',
        names: { plural, kind: 'Clash', listKind: 'ClashList' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    });
    expect(errorsOf(await cluster.apply({ first: [definition('clashes')] }))).toEqual([]);
    const results = await cluster.apply({ first: [definition('clashes')], second: [definition('others')] });
    expect(results.second?.errors.map((error) => error.message)).toEqual([expect.stringContaining('its names are not accepted')]);
    expect(results.first?.errors).toEqual([]);
  });

  it('case 5: writes nothing when one object would be refused, and names it', async () => {
    const ns = await space();
    const bad = { ...deployment('c', ns), spec: { replicas: 'many' } };
    const results = await cluster.apply({ five: [map('a', ns, { a: '1' }), map('b', ns, { a: '1' }), bad as never] });
    expect(errorsOf(results)).toEqual([expect.stringMatching(/KS8008 dev\/main\/c \(.*c\.yaml:1\): .*replicas/)]);
    expect(await cluster.get(pathOf(ns, 'a'))).toBeUndefined();
  });

  it('refuses a field that the server does not know', async () => {
    const ns = await space();
    const results = await cluster.apply({ strict: [{ ...map('a', ns, {}), datas: {} } as never] });
    expect(errorsOf(results)).toEqual([expect.stringContaining('.datas: field not declared in schema')]);
  });

  it('case 6: remembers what was written before an object failed, so that the next run deletes it', async () => {
    const ns = await space();
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace: ns },
      spec: { hard: { 'count/deployments.apps': '0' } },
    };
    expect(errorsOf(await cluster.apply({ quota: [quota] }))).toEqual([]);
    await expect
      .poll(
        async () =>
          ((await cluster.get(`/api/v1/namespaces/${ns}/resourcequotas/q`)) as { status?: { hard?: object } } | undefined)?.status?.hard,
        { timeout: 10_000 },
      )
      .toBeDefined();
    const six = [map('a', ns, { a: '1' }), map('b', ns, { a: '1' })];
    const first = await cluster.apply({ quota: [quota], six: [...six, deployment('c', ns)] }, { preflight: false });
    expect(errorsOf(first)).toEqual([expect.stringContaining('exceeded quota')]);
    expect(await cluster.get(pathOf(ns, 'a'))).toBeDefined();
    const second = await cluster.apply({ quota: [quota], six: six.slice(1) });
    expect(errorsOf(second)).toEqual([]);
    expect(doneIn(second.six)).toEqual(['deleted ConfigMap a']);
    expect(await cluster.get(pathOf(ns, 'a'))).toBeUndefined();
  });

  it('case 8: writes nothing the second time', async () => {
    const ns = await space();
    const units = { eight: [map('a', ns, { a: '1' }), deployment('d', ns, { replicas: 1 })] };
    await cluster.apply(units);
    await expect
      .poll(async () => (await cluster.get(`/apis/apps/v1/namespaces/${ns}/deployments/d`))?.metadata.resourceVersion, { timeout: 5000 })
      .toBeDefined();
    const versions = async () => [(await cluster.get(pathOf(ns, 'a')))?.metadata.resourceVersion];
    const before = await versions();
    const sent = cluster.connection.sent;
    const second = await cluster.apply(units);
    expect([doneIn(second.eight), second.eight?.plan.unchanged]).toEqual([[], 2]);
    expect(await versions()).toEqual(before);
    // The cluster's UID, two of discovery, the record, one list per kind; and one for the version above.
    expect(cluster.connection.sent - sent).toBeLessThanOrEqual(8);
  });

  it('case 9: refuses to change what can not change, and leaves the object alone', async () => {
    const ns = await space();
    await cluster.apply({ nine: [deployment('d', ns)] });
    const path = `/apis/apps/v1/namespaces/${ns}/deployments/d`;
    const uid = (await cluster.get(path))?.metadata.uid;
    const other = deployment('d', ns, {
      selector: { matchLabels: { app: 'x' } },
      template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'a' }] } },
    });
    const results = await cluster.apply({ nine: [other] });
    expect(errorsOf(results)).toEqual([expect.stringMatching(/KS8010 .*field is immutable.*the policy does not allow to replace it/)]);
    expect((await cluster.get(path))?.metadata.uid).toBe(uid);
  });

  it('case 10: replaces an object where the policy allows it, but never a definition, a claim or a namespace', async () => {
    const ns = await space();
    const claim = (storage: string, mode: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'p', namespace: ns },
      spec: { accessModes: [mode], resources: { requests: { storage } } },
    });
    await cluster.apply({ ten: [deployment('d', ns), claim('1Gi', 'ReadWriteOnce')] });
    const path = `/apis/apps/v1/namespaces/${ns}/deployments/d`;
    const uid = (await cluster.get(path))?.metadata.uid;
    const other = deployment('d', ns, {
      selector: { matchLabels: { app: 'x' } },
      template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'a' }] } },
    });
    const refused = await cluster.apply({ ten: [other, claim('1Gi', 'ReadWriteMany')] }, { rules: { replace: true } });
    expect(errorsOf(refused)).toEqual([expect.stringContaining('a PersistentVolumeClaim is never replaced')]);
    expect((await cluster.get(path))?.metadata.uid).toBe(uid);
    const done = await cluster.apply({ ten: [other, claim('1Gi', 'ReadWriteOnce')] }, { rules: { replace: true } });
    expect([errorsOf(done), doneIn(done.ten)]).toEqual([[], ['replaced Deployment d']]);
    expect((await cluster.get(path))?.metadata.uid).not.toBe(uid);
  });

  it('case 11: does not replace an object for a typing error', async () => {
    const ns = await space();
    const service = (type: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: ns },
      spec: { type, ports: [{ port: 80 }] },
    });
    await cluster.apply({ eleven: [service('ClusterIP')] });
    const uid = (await cluster.get(`/api/v1/namespaces/${ns}/services/s`))?.metadata.uid;
    const results = await cluster.apply({ eleven: [service('ClusterIPSS')] }, { rules: { replace: true } });
    expect(errorsOf(results)).toEqual([expect.stringMatching(/KS8008 .*ClusterIPSS/)]);
    expect((await cluster.get(`/api/v1/namespaces/${ns}/services/s`))?.metadata.uid).toBe(uid);
  });

  it('case 12: keeps a namespace whose new annotation is invalid', async () => {
    const name = cluster.name('twelve');
    await cluster.apply({ twelve: [namespace(name)] });
    const uid = (await cluster.get(`/api/v1/namespaces/${name}`))?.metadata.uid;
    const bad = { ...namespace(name), metadata: { name, annotations: { 'not a key': 'x' } } };
    const results = await cluster.apply({ twelve: [bad] }, { rules: { replace: true } });
    expect(errorsOf(results)).toHaveLength(1);
    expect((await cluster.get(`/api/v1/namespaces/${name}`))?.metadata.uid).toBe(uid);
  });

  it.each(['fail', 'adopt', 'yield'] as const)('case 13: a field of another applier: the policy says %s', async (ownership) => {
    const ns = await space();
    const other = { ...map('a', ns, { a: 'theirs', b: 'theirs' }) };
    await cluster.connection.request({
      method: 'PATCH',
      path: pathOf(ns, 'a'),
      query: { fieldManager: 'other' },
      body: JSON.stringify(other),
      contentType: 'application/apply-patch+yaml',
    });
    const results = await cluster.apply({ [`thirteen-${ownership}`]: [map('a', ns, { a: 'ours', c: 'ours' })] }, { rules: { ownership } });
    const data = (await cluster.get(pathOf(ns, 'a')))?.data;
    if (ownership === 'fail') {
      expect(errorsOf(results)).toEqual([expect.stringMatching(/KS8009 .*other has \.data\.a/)]);
      expect(data).toEqual({ a: 'theirs', b: 'theirs' });
    } else {
      expect(errorsOf(results)).toEqual([]);
      expect(data).toEqual(ownership === 'adopt' ? { a: 'ours', b: 'theirs', c: 'ours' } : { a: 'theirs', b: 'theirs', c: 'ours' });
    }
  });

  it('case 14: leaves replicas alone that an autoscaler sets', async () => {
    const ns = await space();
    const { replicas: _, ...spec } = deployment('d', ns).spec;
    const units = { fourteen: [{ ...deployment('d', ns), spec }] };
    await cluster.apply(units);
    const path = `/apis/apps/v1/namespaces/${ns}/deployments/d`;
    await cluster.connection.request({
      method: 'PATCH',
      path: `${path}/scale`,
      query: { fieldManager: 'autoscaler' },
      body: JSON.stringify({ spec: { replicas: 3 } }),
      contentType: 'application/merge-patch+json',
    });
    const again = await cluster.apply({
      fourteen: [{ ...deployment('d', ns, {}, 'example.com/a:2'), spec: { ...spec, minReadySeconds: 1 } }],
    });
    expect(errorsOf(again)).toEqual([]);
    expect((await cluster.get(path)) as Live & { spec: object }).toMatchObject({ spec: { replicas: 3, minReadySeconds: 1 } });
  });

  it('case 15: keeps the number of replicas when the manifest no longer sets it, without a dip', async () => {
    const ns = await space();
    await cluster.apply({ fifteen: [deployment('d', ns, { replicas: 4 })] });
    const { replicas: _, ...spec } = deployment('d', ns).spec;
    const results = await cluster.apply({ fifteen: [{ ...deployment('d', ns), spec }] });
    expect(errorsOf(results)).toEqual([]);
    const path = `/apis/apps/v1/namespaces/${ns}/deployments/d`;
    expect((await cluster.get(path)) as Live & { spec: object }).toMatchObject({ spec: { replicas: 4 } });
    expect(doneIn((await cluster.apply({ fifteen: [{ ...deployment('d', ns), spec }] })).fifteen)).toEqual([]);
  });

  it('case 16: takes over what kubectl applied, and removes a field that leaves the assembly', async () => {
    const ns = await space();
    const manifest = map('a', ns, { a: '1', b: '1' });
    const last = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(manifest) };
    const made = { ...manifest, metadata: { ...manifest.metadata, annotations: last } };
    await cluster.connection.request({
      method: 'POST',
      path: `/api/v1/namespaces/${ns}/configmaps`,
      query: { fieldManager: 'kubectl-client-side-apply' },
      body: JSON.stringify(made),
    });
    expect(errorsOf(await cluster.apply({ sixteen: [manifest] }))).toEqual([
      expect.stringMatching(/KS8009 .*it was made by kubectl-client-side-apply/),
    ]);
    const adopted = await cluster.apply({ sixteen: [manifest] }, { rules: { ownership: 'adopt' } });
    expect([errorsOf(adopted), doneIn(adopted.sixteen)]).toEqual([[], ['adopted ConfigMap a']]);
    const less = await cluster.apply({ sixteen: [map('a', ns, { a: '1' })] });
    expect(errorsOf(less)).toEqual([]);
    const live = await cluster.get(pathOf(ns, 'a'));
    expect([live?.data, live?.metadata.annotations]).toEqual([{ a: '1' }, undefined]);
  });

  it('case 17: removes from data what leaves stringData', async () => {
    const ns = await space();
    const secret = (stringData: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: ns }, stringData });
    await cluster.apply({ seventeen: [secret({ a: 'x', b: 'y' })] });
    await cluster.apply({ seventeen: [secret({ a: 'x' })] });
    expect((await cluster.get(`/api/v1/namespaces/${ns}/secrets/s`))?.data).toEqual({ a: Buffer.from('x').toString('base64') });
  });

  it('case 18: renumbers a port of a Service', async () => {
    const ns = await space();
    const service = (port: number) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: ns },
      spec: { ports: [{ name: 'http', port }], selector: { a: 'b' } },
    });
    await cluster.apply({ eighteen: [service(80)] });
    expect(errorsOf(await cluster.apply({ eighteen: [service(81)] }))).toEqual([]);
    expect(await cluster.get(`/api/v1/namespaces/${ns}/services/s`)).toMatchObject({ spec: { ports: [{ port: 81 }] } });
  });

  it('case 19: corrects an edit and a deletion, and leaves labels of others and ignored fields alone', async () => {
    const ns = await space();
    const units = { nineteen: [map('a', ns, { a: '1', b: '1' }), map('b', ns, { a: '1' })] };
    await cluster.apply(units);
    await cluster.connection.request({
      method: 'PATCH',
      path: pathOf(ns, 'a'),
      query: { fieldManager: 'kubectl-edit' },
      body: JSON.stringify({ data: { a: '2', b: '2' }, metadata: { labels: { extra: 'x' } } }),
      contentType: 'application/merge-patch+json',
    });
    await cluster.request('DELETE', pathOf(ns, 'b'));
    const results = await cluster.apply(units, { rules: { ignore: [{ kind: 'ConfigMap', pointer: '/data/b' }] } });
    expect([errorsOf(results), doneIn(results.nineteen)]).toEqual([[], ['configured ConfigMap a', 'created ConfigMap b']]);
    const live = await cluster.get(pathOf(ns, 'a'));
    expect([live?.data, live?.metadata.labels?.extra]).toEqual([{ a: '1', b: '2' }, 'x']);
  });

  it('case 21: deletes what left, and lets go of what is annotated to stay', async () => {
    const ns = await space();
    await cluster.apply({ prune: [map('a', ns, {}), map('b', ns, {}, { annotations: { 'keelson.dev/keep': 'true' } }), map('c', ns, {})] });
    const results = await cluster.apply({ prune: [map('c', ns, {})] });
    expect([errorsOf(results), doneIn(results.prune)]).toEqual([[], ['deleted ConfigMap a', 'kept ConfigMap b']]);
    const kept = await cluster.get(pathOf(ns, 'b'));
    expect(kept?.metadata.labels?.['applyset.kubernetes.io/part-of']).toBeUndefined();
    expect(await cluster.get(pathOf(ns, 'a'))).toBeUndefined();
    expect(doneIn((await cluster.apply({ prune: [map('c', ns, {})] })).prune)).toEqual([]);
  });

  it('case 24: does not delete an object that was made anew', async () => {
    const ns = await space();
    await cluster.apply({ anew: [map('a', ns, {}), map('b', ns, {})] });
    await cluster.request('DELETE', pathOf(ns, 'a'));
    const label = { 'applyset.kubernetes.io/part-of': cluster.applySet('anew') };
    await cluster.request('POST', `/api/v1/namespaces/${ns}/configmaps`, map('a', ns, { theirs: 'x' }, { labels: label }));
    const results = await cluster.apply({ anew: [map('b', ns, {})] });
    expect([errorsOf(results), doneIn(results.anew)]).toEqual([[], []]);
    expect((await cluster.get(pathOf(ns, 'a')))?.data).toEqual({ theirs: 'x' });
  });

  it('bad input 16: deletes nothing for a label that a stranger set', async () => {
    const ns = await space();
    await cluster.apply({ label: [map('a', ns, {})] });
    const label = { 'applyset.kubernetes.io/part-of': cluster.applySet('label') };
    await cluster.request('POST', `/api/v1/namespaces/${ns}/configmaps`, map('stranger', ns, {}, { labels: label }));
    expect(doneIn((await cluster.apply({ label: [map('a', ns, {})] })).label)).toEqual([]);
    expect(await cluster.get(pathOf(ns, 'stranger'))).toBeDefined();
  });

  it.each([
    ['a first', { one: 'a', two: 'b' }],
    ['b first', { one: 'b', two: 'a' }],
  ])('case 25: an object that moves between units is never deleted (%s)', async (_name, { one, two }) => {
    const ns = await space();
    const [first, second] = [`${one}-${ns.slice(-1)}`, `${two}-${ns.slice(-1)}`];
    await cluster.apply({ [first]: [map('m', ns, {}), map('x', ns, {})], [second]: [map('y', ns, {})] });
    const uid = (await cluster.get(pathOf(ns, 'm')))?.metadata.uid;
    const results = await cluster.apply({ [first]: [map('x', ns, {})], [second]: [map('y', ns, {}), map('m', ns, {})] });
    expect(errorsOf(results)).toEqual([]);
    expect((await cluster.get(pathOf(ns, 'm')))?.metadata.uid).toBe(uid);
    const again = await cluster.apply({ [first]: [map('x', ns, {})], [second]: [map('y', ns, {}), map('m', ns, {})] });
    expect([doneIn(again[first]), doneIn(again[second])]).toEqual([[], []]);
  });

  it('case 26: keeps a namespace that has more in it than the unit knows', async () => {
    const [full, empty] = [cluster.name('full'), cluster.name('empty')];
    const anchor = namespace(cluster.name('anchor'));
    await cluster.apply({ spaces: [namespace(full), namespace(empty), anchor] });
    await cluster.request('POST', `/api/v1/namespaces/${full}/configmaps`, map('theirs', full, {}));
    const results = await cluster.apply({ spaces: [anchor] });
    expect([errorsOf(results), doneIn(results.spaces)]).toEqual([[], [`deleted Namespace ${empty}`, `kept Namespace ${full}`]]);
    expect(await cluster.get(`/api/v1/namespaces/${full}`)).toMatchObject({ status: { phase: 'Active' } });
  });

  it('case 27: halts when everything, or more than the budget, would be deleted', async () => {
    const ns = await space();
    const maps = Array.from({ length: 12 }, (_, i) => map(`m${i}`, ns, {}));
    await cluster.apply({ budget: maps });
    expect(errorsOf(await cluster.apply({ budget: [] }))).toEqual([
      expect.stringMatching(/KS8011 .*12 of its 12 objects would be deleted: the unit would be empty/),
    ]);
    expect(errorsOf(await cluster.apply({ budget: maps.slice(7) }))).toEqual([
      expect.stringMatching(/KS8011 .*7 of its 12 objects would be deleted: the policy allows 20, and 50 % of 12/),
    ]);
    expect(await cluster.get(pathOf(ns, 'm0'))).toBeDefined();
    const approved = await cluster.apply({ budget: maps.slice(7) }, { allowDeletes: 7 });
    expect([errorsOf(approved), doneIn(approved.budget)]).toEqual([[], Array.from({ length: 7 }, (_, i) => `deleted ConfigMap m${i}`)]);
  });

  it('case 27: counts what is there, and not what is only recorded', async () => {
    const ns = await space();
    const maps = Array.from({ length: 24 }, (_, i) => map(`m${i}`, ns, {}));
    await cluster.apply({ ghosts: maps });
    for (let i = 0; i < 12; i++) await cluster.request('DELETE', pathOf(ns, `m${i}`));
    expect(errorsOf(await cluster.apply({ ghosts: maps.slice(20) }))).toEqual([
      expect.stringMatching(/KS8011 .*8 of its 12 objects would be deleted: the policy allows 20, and 50 % of 12/),
    ]);
    expect(await cluster.get(pathOf(ns, 'm12'))).toBeDefined();
  });

  it('a unit that left the program goes when that is approved, and not before', async () => {
    const ns = await space();
    await cluster.apply({ stays: [map('a', ns, {})], leaves: [map('b', ns, {})] });
    const halted = await cluster.apply({ stays: [map('a', ns, {})] });
    expect(errorsOf(halted)).toEqual([expect.stringMatching(/KS8011 .*1 of its 1 objects would be deleted: the unit would be empty/)]);
    expect(await cluster.get(pathOf(ns, 'b'))).toBeDefined();
    const approved = await cluster.apply({ stays: [map('a', ns, {})] }, { allowDeletes: 1 });
    expect([errorsOf(approved), doneIn(approved.leaves)]).toEqual([[], ['deleted ConfigMap b']]);
    expect(Object.keys(await cluster.apply({ stays: [map('a', ns, {})] }))).toEqual(['stays']);
  });

  it('case 29: goes on when a definition was deleted under its objects', async () => {
    const group = `gone.${cluster.id}.example.com`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `gones.${group}` },
      spec: {
        group,
        scope: 'Cluster',
        names: { plural: 'gones', kind: 'Gone', listKind: 'GoneList' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    const ns = await space();
    const object = { apiVersion: `${group}/v1`, kind: 'Gone', metadata: { name: 'a' } };
    expect((await cluster.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition)).status).toBe(201);
    await expect
      .poll(async () => errorsOf(await cluster.apply({ gone: [object, map('a', ns, {})] })), { timeout: 15_000, interval: 500 })
      .toEqual([]);
    await cluster.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gones.${group}`);
    await expect.poll(async () => (await cluster.request('GET', `/apis/${group}/v1/gones`)).status, { timeout: 15_000 }).toBe(404);
    await expect
      .poll(async () => errorsOf(await cluster.apply({ gone: [map('a', ns, {})] })), { timeout: 15_000, interval: 500 })
      .toEqual([]);
    expect(doneIn((await cluster.apply({ gone: [map('a', ns, {})] })).gone)).toEqual([]);
  });

  it('case 31: applies a ConfigMap of 900 KiB, and keeps records below what an object may hold', async () => {
    const ns = await space();
    const big = map('big', ns, { text: 'x'.repeat(900 * 1024) });
    expect(errorsOf(await cluster.apply({ big: [big] }))).toEqual([]);
    expect(doneIn((await cluster.apply({ big: [big] })).big)).toEqual([]);
  });

  it('case 33: a unit that fails leaves the others alone, and stops only its dependents', async () => {
    const ns = await space();
    const good = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`u${i}`, [map(`m${i}`, ns, {})]]));
    const bad = { ...map('bad', ns, {}), data: 'text' };
    const results = await cluster.apply(
      { ...good, bad: [bad as never], dependent: [map('dependent', ns, {})] },
      { after: { dependent: ['bad'] } },
    );
    expect(
      Object.entries(results)
        .filter(([, result]) => result.errors.length > 0)
        .map(([unit]) => unit),
    ).toEqual(['bad', 'dependent']);
    expect(results.dependent?.errors.map((error) => error.code)).toEqual(['KS8018']);
    expect(await cluster.get(pathOf(ns, 'm11'))).toBeDefined();
    expect(await cluster.get(pathOf(ns, 'dependent'))).toBeUndefined();
  });

  it('bad input 5: never shows the value of a Secret that is refused', async () => {
    const ns = await space();
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: ns }, data: { key: 'hunter2 is not base64' } };
    const results = await cluster.apply({ secret: [secret] });
    expect(errorsOf(results)).toHaveLength(1);
    expect(JSON.stringify([results, errorsOf(results)])).not.toContain('hunter2');
  });

  it('bad input 6: masks values of Secrets in the plan', async () => {
    const ns = await space();
    const secret = (value: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: ns },
      stringData: { key: value },
    });
    await cluster.apply({ masked: [secret('hunter2')] });
    const plan = await cluster.plan({ masked: [secret('hunter3')] });
    expect(plan.masked?.plan.changes).toMatchObject([
      { action: 'update', fields: [{ pointer: '/data/key', before: '***', after: '***' }] },
    ]);
    expect(JSON.stringify(plan.masked?.plan)).not.toContain(Buffer.from('hunter').toString('base64').slice(0, 6));
  });

  it('refuses another cluster than the recorded one', async () => {
    const ns = await space();
    const units = { pin: [map('a', ns, {})] };
    await cluster.apply(units);
    await expect(cluster.apply(units, { pinnedUid: '00000000-0000-0000-0000-000000000000' })).rejects.toThrow(
      /KS8005 .*and the policy says 00000000/,
    );
  });
});
