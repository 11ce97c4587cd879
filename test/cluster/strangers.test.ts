import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DirectoryStore } from '../../lib/apply/release/directory-store.ts';
import type { UnitRelease } from '../../lib/apply/release/release.ts';
import { BlobReleases } from '../../lib/apply/release/release-store.ts';
import { type Ended, run, temporaryFolder } from '../support/run.ts';
import { doneIn, errorsOf, TestCluster } from './support/cluster.ts';
import { bin, programFolder } from './support/program.ts';

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

  it('an environment whose releases went to another cluster is refused, by every verb that writes', async () => {
    const { ns, path } = await space();
    const folder = programFolder(cluster.assembly({ ours: [map(ns, { a: '1' })] }));
    const store = join(temporaryFolder(), 'releases');
    const keelson = (...args: readonly string[]): Promise<Ended> =>
      run(process.execPath, [bin, ...args, '--kubeconfig', cluster.kubeconfig, '--store', store], { cwd: folder });
    expect((await keelson('apply')).code).toBe(0);
    const platform = cluster.key().split('/')[0] as string;
    const releases = new BlobReleases(new DirectoryStore(store), { platform });
    const [first] = await releases.history(`${cluster.key()}/${cluster.name('ours')}`);
    expect(first?.clusterUid).toBe((await cluster.get('/api/v1/namespaces/kube-system'))?.metadata.uid);

    const clusterUid = '00000000-0000-4000-8000-000000000000';
    await releases.record({ ...(first as UnitRelease), clusterUid, startedAt: new Date().toISOString() }, () => []);
    const before = await cluster.get(path);
    const says = `and release 2 of ${cluster.unit('ours')} went to ${clusterUid}`;
    for (const verb of [['plan'], ['apply'], ['delete', '--yes'], ['drift', '--correct']])
      expect([verb, (await keelson(...verb)).stderr]).toEqual([verb, expect.stringMatching(new RegExp(`KS8005 .*${says}`))]);
    expect(await cluster.get(path)).toEqual(before);
  });
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
