import type { TestObject } from '../../support/assembly.ts';
import type { TestCluster } from './cluster.ts';

/** Objects of the first commit. */
const OBJECTS = 60;

/** Rules that let half a unit go at once. */
export const SWEEP_RULES = { mostDeletes: 100, mostDeletedShare: 1 };

/** Which of the three commits. */
export type Commit = 0 | 1 | 2;

/** Objects of three commits: the second drops every third, changes every third and adds some; the last drops half of all. */
export function sweepUnits(space: string, commit: Commit): Record<string, TestObject['manifest'][]> {
  return {
    [`sweep-${space}`]: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } },
      ...numbers(commit).map((i) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `m${i}`, namespace: space },
        data: { value: value(commit, i) },
      })),
    ],
  };
}

/** `name=value` of every ConfigMap that a commit wants. */
export function wantedIn(commit: Commit): string[] {
  return numbers(commit)
    .map((i) => `m${i}=${value(commit, i)}`)
    .sort();
}

/** `name=value` of every ConfigMap of a namespace. */
export async function liveIn(cluster: Pick<TestCluster, 'request'>, space: string): Promise<string[]> {
  const response = await cluster.request('GET', `/api/v1/namespaces/${space}/configmaps`);
  const { items } = JSON.parse(response.text) as { items: { metadata: { name: string }; data?: { value?: string } }[] };
  return items
    .filter((item) => item.metadata.name !== 'kube-root-ca.crt')
    .map((item) => `${item.metadata.name}=${item.data?.value}`)
    .sort();
}

/** An object of somebody else in the same namespace. */
export function stranger(space: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'stranger', namespace: space }, data: { value: 'theirs' } };
}

function numbers(commit: Commit): number[] {
  return Array.from({ length: OBJECTS + (commit === 0 ? 0 : 10) }, (_, i) => i).filter((i) =>
    commit === 0 ? true : commit === 1 ? i % 3 !== 0 : i % 2 === 0 && i % 3 !== 0,
  );
}

function value(commit: Commit, i: number): string {
  return commit > 0 && i % 3 === 1 ? 'changed' : 'first';
}
