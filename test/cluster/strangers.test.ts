import { describe, expect, it } from 'vitest';
import { doneIn, errorsOf, TestCluster } from './support/cluster.ts';

const cluster = new TestCluster();

describe('what belongs to somebody else', () => {
  it.each([true, false])('an object of another environment is neither taken over nor deleted, with preflight %s', async (preflight) => {
    const { ns, path } = await space();
    const other = { platform: `${cluster.id}-other-${preflight}` };
    const theirs = [map(ns, { a: 'theirs' })];
    expect(errorsOf(await cluster.apply({ theirs }, other))).toEqual([]);
    const before = await cluster.get(path);

    const owner = `${other.platform}/dev/main/${cluster.name('theirs')}`;
    const refused = await cluster.apply({ ours: [map(ns, { a: 'ours' }), second(ns)] }, { preflight });
    expect(errorsOf(refused)).toEqual([expect.stringMatching(new RegExp(`KS8009 .*it belongs to ${owner}`))]);
    await cluster.apply({ ours: [second(ns)] }, { preflight });
    expect(await cluster.get(path)).toEqual(before);

    const adopted = await cluster.apply({ ours: [map(ns, { a: 'ours' }), second(ns)] }, { preflight, rules: { ownership: 'adopt' } });
    expect([errorsOf(adopted), doneIn(adopted.ours)]).toEqual([[], ['adopted ConfigMap a']]);
    expect(errorsOf(await cluster.apply({ theirs }, other))).toEqual([
      expect.stringMatching(new RegExp(`KS8009 .*it belongs to ${cluster.key()}/${cluster.name('ours')}`)),
    ]);
    await cluster.apply({ theirs: [second(ns, 'c')] }, other);
    expect(await cluster.get(path)).toMatchObject({ metadata: { uid: before?.metadata.uid }, data: { a: 'ours' } });
  });

  it.each([true, false])(
    'an object that somebody made is not taken over, though no field differs, with preflight %s',
    async (preflight) => {
      const { ns, path } = await space();
      await cluster.request('POST', `/api/v1/namespaces/${ns}/configmaps?fieldManager=somebody`, map(ns, { a: '1' }));
      const before = await cluster.get(path);
      const refused = await cluster.apply({ ours: [map(ns, { a: '1' })] }, { preflight });
      expect(errorsOf(refused)).toEqual([expect.stringMatching(/KS8009 .*it was made by somebody/)]);
      await cluster.apply({ ours: [second(ns)] }, { preflight });
      expect(await cluster.get(path)).toEqual(before);
    },
  );
});

async function space(): Promise<{ ns: string; path: string }> {
  const ns = cluster.name(`strangers-${Math.random().toString(36).slice(2, 8)}`);
  await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ns } });
  return { ns, path: `/api/v1/namespaces/${ns}/configmaps/a` };
}

function map(namespace: string, data: Readonly<Record<string, string>>) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace }, data };
}

function second(namespace: string, name = 'b') {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: {} };
}
