import { describe, expect, it } from 'vitest';
import { property, SWEEP } from '../support/property.ts';
import { errorsOf, TestCluster } from './support/cluster.ts';
import { DyingConnection, Killed } from './support/dying-connection.ts';

const OBJECTS = 60;
const rules = { mostDeletes: 100, mostDeletedShare: 1 };

describe('case 7: killed at a request', () => {
  const cluster = new TestCluster();
  const map = (name: string, namespace: string, value: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { value },
  });
  const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  /** Objects of three commits: the second drops every third, changes every third and adds some; the last drops half of all. */
  const commit = (space: string, number: 0 | 1 | 2) => ({
    [`kill-${space}`]: [
      namespace(space),
      ...Array.from({ length: OBJECTS + (number === 0 ? 0 : 10) }, (_, i) => i)
        .filter((i) => (number === 0 ? true : number === 1 ? i % 3 !== 0 : i % 2 === 0 && i % 3 !== 0))
        .map((i) => map(`m${i}`, space, number > 0 && i % 3 === 1 ? 'changed' : 'first')),
    ],
  });
  const liveIn = async (space: string): Promise<string[]> => {
    const response = await cluster.request('GET', `/api/v1/namespaces/${space}/configmaps`);
    const { items } = JSON.parse(response.text) as { items: { metadata: { name: string }; data?: { value?: string } }[] };
    return items
      .filter((item) => item.metadata.name !== 'kube-root-ca.crt')
      .map((item) => `${item.metadata.name}=${item.data?.value}`)
      .sort();
  };
  const wantedIn = (space: string, number: 0 | 1 | 2): string[] =>
    (commit(space, number)[`kill-${space}`] ?? [])
      .flatMap((one) => ('data' in one ? `${one.metadata.name}=${(one.data as { value: string }).value}` : []))
      .sort();

  // A whole run of the second commit takes about 130 requests; the sweep takes each index, the tests twenty of them.
  const all = Array.from({ length: 140 }, (_, i) => i);
  const indices = SWEEP ? all : all.filter((i) => i % 7 === (property(1).seed ?? 0) % 7);

  it.each(indices)('%i of the second commit, the next commit leaves no orphan and deletes nothing else', async (index) => {
    const space = cluster.name(`k${index}`);
    expect(errorsOf(await cluster.apply(commit(space, 0), { rules }))).toEqual([]);
    await cluster.request('POST', `/api/v1/namespaces/${space}/configmaps`, map('stranger', space, 'theirs'));
    const dying = new DyingConnection(cluster.connection, index, index % 2 === 0);
    await cluster.apply(commit(space, 1), { rules, connection: dying }).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await dying.settled();
    const results = await cluster.apply(commit(space, 2), { rules });
    expect(errorsOf(results)).toEqual([]);
    expect(await liveIn(space)).toEqual([...wantedIn(space, 2), 'stranger=theirs'].sort());
    const again = await cluster.apply(commit(space, 2), { rules });
    expect(Object.values(again).map((result) => result.events)).toEqual([[]]);
  });

  it.each(indices.filter((_, i) => i % 4 === 0))('%i of the first commit, the same commit again is whole', async (index) => {
    const space = cluster.name(`f${index}`);
    const dying = new DyingConnection(cluster.connection, index, index % 2 === 1);
    await cluster.apply(commit(space, 0), { rules, connection: dying }).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await dying.settled();
    expect(errorsOf(await cluster.apply(commit(space, 0), { rules }))).toEqual([]);
    expect(await liveIn(space)).toEqual(wantedIn(space, 0));
  });
});
