import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterDrift, type UnitDrift } from '../../lib/apply/kubernetes/drift/cluster-drift.ts';
import { watchDrift } from '../../lib/apply/kubernetes/drift/watch-drift.ts';
import { temporaryFolder } from '../support/run.ts';
import { doneIn, TestCluster } from './support/cluster.ts';
import { programFolder, start } from './support/program.ts';

const cluster = new TestCluster();
const map = (namespace: string, name: string, data: object = { a: 'b' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});
const pathOf = (namespace: string, name: string) => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
const edit = (path: string, patch: object) => cluster.request('PATCH', path, patch, 'application/merge-patch+json');

/** A namespace with config maps of one unit, applied. */
async function applied(unit: string, ...names: readonly string[]) {
  const namespace = cluster.name(unit);
  await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const units = { [unit]: names.map((name) => map(namespace, name)) };
  await cluster.apply(units);
  const drift = (rules: object = {}, correct = false): Promise<readonly UnitDrift[]> =>
    clusterDrift(cluster.run(units, { rules }), correct);
  return { namespace, units, drift };
}
const told = (drifts: readonly UnitDrift[]) =>
  drifts.flatMap(({ objects }) => objects.map(({ object, kind }) => `${kind} ${object.name}`)).sort();

describe('drift', () => {
  it('case 19: is an edit, a deletion and a new object of the same name; another label is none', async () => {
    const { namespace, drift } = await applied('edits', 'edited', 'deleted', 'again', 'labelled', 'same');
    expect(await drift()).toEqual([]);
    await edit(pathOf(namespace, 'edited'), { data: { a: 'c', extra: 'mine' } });
    await edit(pathOf(namespace, 'labelled'), { metadata: { labels: { mine: 'yes' } } });
    for (const name of ['deleted', 'again']) await cluster.request('DELETE', pathOf(namespace, name));
    const { metadata } = map(namespace, 'again');
    await cluster.request('POST', `/api/v1/namespaces/${namespace}/configmaps`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: {},
    });
    const drifts = await drift();
    expect(told(drifts)).toEqual(['changed edited', 'deleted deleted', 'recreated again']);
    expect(drifts[0]?.objects.find(({ kind }) => kind === 'changed')).toMatchObject({
      fields: [{ name: 'data.a', before: 'c', after: 'b' }],
      reason: expect.stringContaining('edited'),
    });
    expect(drifts[0]).toMatchObject({ correct: false });
  });

  it('case 19: is corrected where the policy says so, and only there', async () => {
    const { namespace, drift } = await applied('corrected', 'a', 'b');
    await edit(pathOf(namespace, 'a'), { data: { a: 'c' } });
    await cluster.request('DELETE', pathOf(namespace, 'b'));
    expect((await drift({}, true))[0]?.corrected).toBeUndefined();
    expect((await cluster.get(pathOf(namespace, 'a')))?.['data']).toEqual({ a: 'c' });
    const [done] = await drift({ drift: 'correct' }, true);
    expect(done?.corrected).toHaveLength(2);
    expect((await cluster.get(pathOf(namespace, 'a')))?.['data']).toEqual({ a: 'b' });
    expect(await cluster.get(pathOf(namespace, 'b'))).toBeDefined();
    expect(await drift({ drift: 'correct' }, true)).toEqual([]);
  });

  it('case 19: is none in a field that the policy leaves alone', async () => {
    const { namespace, drift } = await applied('ignored', 'a');
    await edit(pathOf(namespace, 'a'), { data: { a: 'c' } });
    expect(await drift({ ignore: [{ kind: 'ConfigMap', pointer: '/data/a' }], drift: 'correct' }, true)).toEqual([]);
    expect((await cluster.get(pathOf(namespace, 'a')))?.['data']).toEqual({ a: 'c' });
    expect(told(await drift())).toEqual(['changed a']);
  });

  it('case 20: is a finalizer or an owner that somebody else gave it, also after a run that wrote nothing', async () => {
    const { namespace, units, drift } = await applied('guarded', 'held', 'owned', 'free', 'other');
    const owner = (await cluster.get(pathOf(namespace, 'free'))) as { metadata: { uid: string } };
    await edit(pathOf(namespace, 'held'), { metadata: { finalizers: ['acme.example/hold'] } });
    await edit(pathOf(namespace, 'owned'), {
      metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'free', uid: owner.metadata.uid }] },
    });
    const drifts = await drift();
    expect(told(drifts)).toEqual(['guarded held', 'guarded owned']);
    const reasons = drifts[0]?.objects.map(({ reason }) => reason);
    expect(reasons).toContain('finalizers: acme.example/hold; owners: none; these are never corrected');
    expect(reasons).toContain('finalizers: none; owners: ConfigMap free; these are never corrected');
    await cluster.apply(units);
    expect(told(await drift())).toEqual(['guarded held', 'guarded owned']);
    // Nor does a run that wrote something else of the unit forget it.
    await cluster.request('DELETE', pathOf(namespace, 'other'));
    expect(doneIn((await cluster.apply(units))['guarded'])).toEqual(['created ConfigMap other']);
    expect(told(await drift())).toEqual(['guarded held', 'guarded owned']);
    await edit(pathOf(namespace, 'held'), { metadata: { finalizers: null } });
    expect(told(await drift())).toEqual(['guarded owned']);
  });

  it('is an object that somebody took out of its unit, which is not gone', async () => {
    const { namespace, drift } = await applied('label', 'moved', 'bare');
    const label = 'applyset.kubernetes.io/part-of';
    const moved = `${pathOf(namespace, 'moved')}?fieldManager=somebody`;
    await edit(moved, { metadata: { labels: { [label]: 'applyset-theirs-v1' } } });
    await edit(pathOf(namespace, 'bare'), { metadata: { labels: { [label]: null } } });
    const [drifts] = await drift();
    expect(told(drifts ? [drifts] : [])).toEqual(['relabelled bare', 'relabelled moved']);
    expect(drifts?.objects.map(({ reason }) => reason).sort()).toEqual([
      `it lost the label ${label}`,
      `its label ${label} is applyset-theirs-v1, set by somebody`,
    ]);
  });

  it('that stays after --correct ends with exit code 3, and says why', async () => {
    const namespace = cluster.name('stays');
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const folder = programFolder(cluster.assembly({ stays: [map(namespace, 'held'), map(namespace, 'edited')] }));
    writeFileSync(join(folder, 'policy.yaml'), 'version: 1\nunits: [{ match: "*", drift: correct }]\n');
    const args = ['--policy', 'policy.yaml', '--kubeconfig', cluster.kubeconfig, '--store', temporaryFolder()];
    expect((await start(folder, 'apply', ...args).ended).code).toBe(0);
    await edit(pathOf(namespace, 'held'), { metadata: { finalizers: ['acme.example/hold'] } });
    await edit(pathOf(namespace, 'edited'), { data: { a: 'c' } });
    const corrected = await start(folder, 'drift', '--correct', ...args).ended;
    expect(corrected).toMatchObject({ code: 3, stderr: '' });
    expect(corrected.stdout).toContain('2 drifted, 1 corrected');
    expect(corrected.stdout).toMatch(/other finalizers or owners ConfigMap \S+\/held: finalizers: acme\.example\/hold; .*never corrected/);
    await edit(pathOf(namespace, 'held'), { metadata: { finalizers: null } });
    expect((await start(folder, 'drift', '--correct', ...args).ended).code).toBe(0);
  }, 60_000);

  it('is no change of the program that was not applied yet', async () => {
    const { namespace } = await applied('pending', 'a');
    const changed = { pending: [map(namespace, 'a', { a: 'new' }), map(namespace, 'b')] };
    expect(await clusterDrift(cluster.run(changed), false)).toEqual([]);
  });

  it('is corrected alone: what the program changed since, added or dropped waits for an apply', async () => {
    const { namespace } = await applied('alone', 'same', 'changed', 'dropped');
    await edit(pathOf(namespace, 'same'), { data: { a: 'mine' } });
    await edit(pathOf(namespace, 'changed'), { data: { a: 'mine' } });
    const next = { alone: [map(namespace, 'same'), map(namespace, 'changed', { a: 'new' }), map(namespace, 'added')] };
    const [done] = await clusterDrift(cluster.run(next, { rules: { drift: 'correct' } }), true);
    expect([done?.errors, done?.corrected]).toEqual([[], [`/ConfigMap/${namespace}/same`]]);
    expect(done?.objects.find(({ object }) => object.name === 'changed')?.reason).toContain('the program changed it since it was applied');
    const live = async (name: string) => (await cluster.get(pathOf(namespace, name)))?.['data'];
    expect([await live('same'), await live('changed'), await live('dropped')]).toEqual([{ a: 'b' }, { a: 'mine' }, { a: 'b' }]);
    expect(await cluster.get(pathOf(namespace, 'added'))).toBeUndefined();
    // Nothing of what is open was forgotten.
    await cluster.apply(next, { rules: { ownership: 'adopt' } });
    expect([await live('changed'), await live('dropped'), await live('added')]).toEqual([{ a: 'new' }, undefined, { a: 'b' }]);
  });

  it('is watched and corrected as it comes, and the watch ends with its signal', async () => {
    const { namespace, units } = await applied('watched', 'a', 'b');
    const stop = new AbortController();
    const seen: string[] = [];
    const corrected = (name: string) => new Promise<void>((resolve) => waiting.set(name, resolve));
    const waiting = new Map<string, () => void>();
    let current = cluster.run(units).assembly;
    const watch = watchDrift(cluster.run(units, { rules: { drift: 'correct' } }), {
      signal: stop.signal,
      assembly: () => current,
      drift: (drifts) => {
        seen.push(...told(drifts));
        for (const { objects } of drifts) for (const { object } of objects) waiting.get(object.name)?.();
      },
    });
    const first = corrected('a');
    await edit(pathOf(namespace, 'a'), { data: { a: 'c' } });
    await first;
    expect((await cluster.get(pathOf(namespace, 'a')))?.['data']).toEqual({ a: 'b' });
    const second = corrected('b');
    await cluster.request('DELETE', pathOf(namespace, 'b'));
    await second;
    expect(await cluster.get(pathOf(namespace, 'b'))).toBeDefined();
    // What was applied since is what it brings back.
    const next = { watched: [map(namespace, 'a', { a: 'next' }), map(namespace, 'b')] };
    current = cluster.run(next).assembly;
    await cluster.apply(next);
    const third = corrected('a');
    await edit(pathOf(namespace, 'a'), { data: { a: 'c' } });
    await third;
    expect((await cluster.get(pathOf(namespace, 'a')))?.['data']).toEqual({ a: 'next' });
    // A unit, a kind and a definition that came since are watched as well.
    const group = `${cluster.name('watch')}.example`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `gadgets.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Gadget', plural: 'gadgets', singular: 'gadget', listKind: 'GadgetList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } },
            },
          },
        ],
      },
    };
    const gadget = { apiVersion: `${group}/v1`, kind: 'Gadget', metadata: { name: 'new', namespace }, spec: { size: 1 } };
    const more = { ...next, later: [definition, gadget] };
    current = cluster.run(more).assembly;
    await cluster.apply(more);
    const path = `/apis/${group}/v1/namespaces/${namespace}/gadgets/new`;
    const size = async () => (await cluster.get(path))?.['spec'];
    // It wakes by what it watches already; from then on it has the new kind.
    await edit(pathOf(namespace, 'b'), { metadata: { labels: { wakes: 'it' } } });
    await edit(path, { spec: { size: 2 } });
    await expect.poll(size, { timeout: 20_000, interval: 50 }).toEqual({ size: 1 });
    await expect.poll(() => seen.slice(3)).toContain('changed new');
    stop.abort();
    await watch;
    expect(seen.slice(0, 3)).toEqual(['changed a', 'deleted b', 'changed a']);
    await cluster.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.${group}`);
  }, 60_000);
});
