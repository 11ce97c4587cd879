import { describe, expect, it } from 'vitest';
import { errorsOf, TestCluster } from './support/cluster.ts';

describe('what the API server refuses', () => {
  const cluster = new TestCluster();

  it('is told by field and reason: the object itself, with its values, is left out', async () => {
    const namespace = cluster.name('words');
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const value = 'hunter2-in-the-environment';
    const job = (command: string) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once', namespace },
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'main', image: 'main', command: [command], env: [{ name: 'PASSWORD', value }] }],
          },
        },
      },
    });
    expect(errorsOf(await cluster.apply({ words: [job('first')] }))).toEqual([]);
    for (const rules of [{}, { replace: true }]) {
      const { words } = await cluster.plan({ words: [job('second')] }, { rules });
      const text = JSON.stringify([words?.problems.map(({ message }) => message), words?.plan.changes.map(({ reason }) => reason)]);
      expect(text).toContain('spec.template: Invalid value: (left out): field is immutable');
      expect(text).not.toContain('hunter2');
    }
  });
});
