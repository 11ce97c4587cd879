import { describe, expect, it } from 'vitest';
import { planDeletion } from '../../lib/apply/kubernetes/apply/delete-units.ts';
import type { UnitResult } from '../../lib/apply/kubernetes/apply/unit-context.ts';
import { type ApplyOptions, doneIn, errorsOf, TestCluster, type Units } from './support/cluster.ts';

/** What `keelson delete` tells of what others do in the cluster, and what it leaves for them. */
describe('deleting beside others', () => {
  const cluster = new TestCluster();
  const map = (namespace: string, name: string, metadata: object = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, ...metadata },
  });
  const shop = (space: string, ...more: Units[string]): Units => ({
    spaces: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } }],
    app: [map(space, 'settings'), ...more],
  });
  const after = { app: ['spaces'] };
  const apply = async (units: Units, options: ApplyOptions = {}): Promise<void> => {
    expect(errorsOf(await cluster.apply(units, { after, ...options }))).toEqual([]);
  };
  const plan = (units: Units, options: ApplyOptions = {}, targets?: readonly string[]) =>
    planDeletion(cluster.run(units, { after, ...options }), targets);
  const told = (results: readonly UnitResult[]): string[] => results.flatMap(doneIn);
  const isGoing = async (space: string): Promise<boolean> =>
    (await cluster.get(`/api/v1/namespaces/${space}`))?.metadata.deletionTimestamp !== undefined ||
    (await cluster.get(`/api/v1/namespaces/${space}`)) === undefined;

  it('keeps what the plan kept, though nobody is in it any more', async () => {
    const space = cluster.name('kept-once');
    await apply(shop(space));
    await cluster.request('POST', `/api/v1/namespaces/${space}/configmaps`, map(space, 'theirs'));
    const deletion = await plan(shop(space), { allowDeletes: 10 });
    expect(deletion.prepared.at(-1)?.plan.changes).toMatchObject([{ action: 'keep', reason: 'ConfigMap theirs is in it' }]);
    await cluster.request('DELETE', `/api/v1/namespaces/${space}/configmaps/theirs`);
    const results = await deletion.run();
    expect(told(results)).toEqual(['deleted ConfigMap settings']);
    expect(results.flatMap(({ errors }) => errors.map(({ message }) => message))).toEqual([
      `KS8028 ${cluster.unit('spaces')}: Namespace ${space} would go as well now; run it again, and look at the new plan`,
    ]);
    expect(await isGoing(space)).toBe(false);
    expect(told(await (await plan(shop(space))).run())).toEqual([`deleted Namespace ${space}`]);
  }, 60_000);

  it('takes the Endpoints of a Service that goes for no strangers', async () => {
    const space = cluster.name('service');
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: space },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    };
    const units = shop(space, service);
    await apply(units);
    await expect.poll(() => cluster.get(`/api/v1/namespaces/${space}/endpoints/web`), { timeout: 20_000 }).toBeDefined();
    const deletion = await plan(units);
    expect(deletion.prepared.flatMap(({ plan: { changes } }) => changes.map(({ action }) => action))).toEqual([
      'delete',
      'delete',
      'delete',
    ]);
    expect(told(await deletion.run())).toEqual(['deleted ConfigMap settings', 'deleted Service web', `deleted Namespace ${space}`]);
    expect(await isGoing(space)).toBe(true);
  }, 60_000);

  it('goes on after a deletion that ended between two units', async () => {
    const space = cluster.name('again');
    await apply(shop(space));
    expect(told(await (await plan(shop(space), {}, [cluster.unit('app')])).run())).toEqual(['deleted ConfigMap settings']);
    expect(told(await (await plan(shop(space))).run())).toEqual([`deleted Namespace ${space}`]);
  }, 60_000);

  it('deletes a unit whose record is lost with the rest', async () => {
    const space = cluster.name('lost');
    await apply(shop(space));
    const { items } = JSON.parse((await cluster.request('GET', '/api/v1/namespaces/keelson-system/configmaps')).text) as {
      items: { metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> } }[];
    };
    const records = items.filter((item) => JSON.stringify(item).includes(cluster.applySet('app')));
    expect(records.length).toBeGreaterThan(0);
    for (const { metadata } of records) await cluster.request('DELETE', `/api/v1/namespaces/keelson-system/configmaps/${metadata.name}`);
    expect(told(await (await plan(shop(space))).run())).toEqual(['deleted ConfigMap settings', `deleted Namespace ${space}`]);
  }, 60_000);

  it('tells what was gone already, and leaves another object of the same name', async () => {
    const space = cluster.name('races');
    const units = shop(space, map(space, 'again'));
    await apply(units);
    const deletion = await plan(units, {}, [cluster.unit('app')]);
    await cluster.request('DELETE', `/api/v1/namespaces/${space}/configmaps/settings`);
    await cluster.request('DELETE', `/api/v1/namespaces/${space}/configmaps/again`);
    await cluster.request('POST', `/api/v1/namespaces/${space}/configmaps`, map(space, 'again'));
    expect(told(await deletion.run())).toEqual(['absent ConfigMap settings', 'kept ConfigMap again']);
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/again`)).toBeDefined();
  }, 60_000);

  it('keeps a namespace in which something is whose owner stays, though it has an owner', async () => {
    const space = cluster.name('owned');
    await apply(shop(space));
    const role = await cluster.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: space },
      rules: [],
    });
    const owner = (name: string, uid: string, kind = 'ClusterRole', apiVersion = 'rbac.authorization.k8s.io/v1') => ({
      ownerReferences: [{ apiVersion, kind, name, uid }],
    });
    const settings = await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`);
    const uid = (JSON.parse(role.text) as { metadata: { uid: string } }).metadata.uid;
    await cluster.request('POST', `/api/v1/namespaces/${space}/configmaps`, map(space, 'theirs', owner(space, uid)));
    const ours = owner('settings', settings?.metadata.uid ?? '', 'ConfigMap', 'v1');
    await cluster.request('POST', `/api/v1/namespaces/${space}/configmaps`, map(space, 'ours', ours));
    try {
      const deletion = await plan(shop(space));
      expect(deletion.prepared.at(-1)?.plan.changes).toMatchObject([{ action: 'keep', reason: 'ConfigMap theirs is in it' }]);
    } finally {
      await cluster.request('DELETE', `/apis/rbac.authorization.k8s.io/v1/clusterroles/${space}`);
    }
  }, 60_000);

  it('keeps a namespace whose objects another unit lets go for the next run', async () => {
    const space = cluster.name('next');
    const [left, anchor] = [cluster.name('left'), cluster.name('anchor')];
    const spaces = (...names: string[]) => names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
    const before = {
      spaces: spaces(anchor, space, left),
      app: [map(anchor, 'stays'), map(space, 'goes')],
      old: [map(left, 'goes')],
    };
    const edges = { after: { app: ['spaces'], old: ['spaces'] } };
    await apply(before, edges);
    const now = { spaces: spaces(anchor), app: [map(anchor, 'stays')] };
    const first = await cluster.apply(now, edges);
    // A whole unit is only let go when that is approved: its objects do not go with their namespace before.
    expect(errorsOf(first)).toEqual([expect.stringMatching(/KS8011 .*old: 1 of its 1 objects would be deleted: the unit would be empty/)]);
    expect(doneIn(first['spaces'])).toEqual([`kept Namespace ${left}`, `kept Namespace ${space}`]);
    expect(first['spaces']?.plan.changes.map(({ reason }) => reason)).toEqual([
      'ConfigMap goes is in it and goes first: the next run deletes it',
      'ConfigMap goes is in it and goes first: the next run deletes it',
    ]);
    expect(doneIn(first['app'])).toEqual(['deleted ConfigMap goes']);
    expect(await cluster.get(`/api/v1/namespaces/${left}/configmaps/goes`)).toBeDefined();
    const second = await cluster.apply(now, { ...edges, allowDeletes: 1 });
    expect([errorsOf(second), doneIn(second['spaces']), doneIn(second['old'])]).toEqual([
      [],
      expect.arrayContaining([`deleted Namespace ${space}`]),
      ['deleted ConfigMap goes'],
    ]);
    const third = await cluster.apply(now, edges);
    expect(errorsOf(third)).toEqual([]);
    expect([await isGoing(space), await isGoing(left), await isGoing(anchor)]).toEqual([true, true, false]);
  }, 60_000);

  it('says what keeps a namespace, and that it can not be applied until it is gone', async () => {
    const space = cluster.name('going');
    const held = { ...map(space, 'held', { finalizers: ['example.com/hold'] }) };
    await apply(shop(space, held));
    const results = await (await plan(shop(space, held), { readyWithinMs: 1 })).run();
    const waits = results.flatMap(({ lingering = [] }) => lingering.map(({ message }) => message));
    expect(waits).toEqual([
      expect.stringContaining(`ConfigMap ${space}/held: it was deleted, and waits for the finalizer example.com/hold;`),
      expect.stringMatching(new RegExp(`Namespace ${space}: it was deleted, and waits for .*; run it again when what is in it is gone`)),
    ]);
    const remaining = /Some content in the namespace has finalizers remaining: example.com\/hold in 1 resource instances/;
    await expect.poll(async () => JSON.stringify(await cluster.get(`/api/v1/namespaces/${space}`)), { timeout: 20_000 }).toMatch(remaining);
    const { spaces, app } = await cluster.apply(shop(space, held), { after });
    expect(spaces?.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`KS8029 .*Namespace ${space} waits for what is in it: .*${remaining.source}`)),
    ]);
    expect(app?.errors.map(({ code }) => code)).toEqual(['KS8018']);
    const release = [{ op: 'remove', path: '/metadata/finalizers' }];
    await cluster.request('PATCH', `/api/v1/namespaces/${space}/configmaps/held`, release, 'application/json-patch+json');
    await expect.poll(() => cluster.get(`/api/v1/namespaces/${space}`), { timeout: 30_000 }).toBeUndefined();
    await apply(shop(space));
  }, 90_000);
});
