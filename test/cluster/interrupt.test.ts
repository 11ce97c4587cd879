import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run.ts';
import { errorsOf, TestCluster } from './support/cluster.ts';
import { programFolder, type Running, start } from './support/program.ts';
import { TroubleProxy } from './support/proxy.ts';

const OBJECTS = 80;

describe('Ctrl-C', () => {
  const cluster = new TestCluster();
  const units = (namespace: string) => ({
    first: Array.from({ length: OBJECTS }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `m${i}`, namespace },
      data: { a: 'b' },
    })),
    second: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'last', namespace }, data: {} }],
  });
  const after = { second: ['first'] };
  const maps = async (namespace: string): Promise<string[]> => {
    const { items } = (await cluster.get(`/api/v1/namespaces/${namespace}/configmaps`)) as unknown as {
      items: { metadata: { name: string } }[];
    };
    return items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt');
  };
  const makeNamespace = async (name: string): Promise<string> => {
    const namespace = cluster.name(name);
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    return namespace;
  };

  /** Runs `keelson` and sends it signals at its first write of an object, whose answer comes only later. */
  const interrupted = async (
    folder: string,
    method: 'PATCH' | 'DELETE',
    args: readonly string[],
    { signals, answerAfterMs }: { readonly signals: readonly NodeJS.Signals[]; readonly answerAfterMs: number },
  ) => {
    let running: Running | undefined;
    let isFirst = true;
    const proxy = new TroubleProxy(cluster.kubeconfig, (_, { method: asked, url = '' }) => {
      if (!isFirst || asked !== method || url.includes('dryRun') || !url.includes('/m')) return { what: 'pass' };
      isFirst = false;
      for (const signal of signals) running?.child.kill(signal);
      return { what: 'delay', milliseconds: answerAfterMs };
    });
    const kubeconfig = await proxy.start(temporaryFolder());
    try {
      running = start(folder, ...args, '--kubeconfig', kubeconfig);
      return await running.ended;
    } finally {
      await proxy.stop();
    }
  };

  it('is none that the reader of its output goes away: an apply comes to its end, and its code says how', async () => {
    const namespace = await makeNamespace('closed');
    const folder = programFolder(cluster.assembly(units(namespace), { after }));
    const running = start(folder, 'apply', '--timeout', '0', '--kubeconfig', cluster.kubeconfig);
    await running.has('created ConfigMap');
    running.child.stdout?.destroy();
    expect((await running.ended).code).toBe(0);
    expect((await maps(namespace)).length).toBe(OBJECTS + 1);
  }, 60_000);

  it('in an apply: what is under way ends, what was done and what was not is said, and the next run goes on', async () => {
    const namespace = await makeNamespace('apply');
    const folder = programFolder(cluster.assembly(units(namespace), { after }));
    const ended = await interrupted(folder, 'PATCH', ['apply'], { signals: ['SIGINT'], answerAfterMs: 1000 });
    expect(ended.code).toBe(130);
    expect(ended.stderr).toBe('SIGINT: what is under way ends; once more to end at once\n');
    const done = (await maps(namespace)).length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(OBJECTS);
    expect(ended.stdout.match(/created ConfigMap/g)).toHaveLength(done);
    const summary = ended.stdout.slice(ended.stdout.indexOf('interrupted: '));
    expect(summary).toContain('interrupted: 0 units of 2 came to an end');
    expect(summary).toContain(`${cluster.unit('first')}: ${done} done, ${OBJECTS - done} not: create ConfigMap ${namespace}/m`);
    expect(summary).toContain(`${cluster.unit('second')}: it was not begun`);

    // What was intended is known: a commit without any of it leaves nothing behind.
    const rules = { mostDeletes: 100, mostDeletedShare: 1 };
    const none = { first: [units(namespace).second[0] as never] };
    expect(errorsOf(await cluster.apply(none, { rules }))).toEqual([]);
    expect(await maps(namespace)).toEqual(['last']);
  }, 60_000);

  it('in a wait for readiness: all is written, and it is said that nobody knows whether it is ready', async () => {
    const namespace = await makeNamespace('wait');
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'never', namespace },
      spec: { storageClassName: 'none', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const folder = programFolder(cluster.assembly({ wait: [claim] }));
    const running = start(folder, 'apply', '--kubeconfig', cluster.kubeconfig);
    await running.has('created PersistentVolumeClaim');
    running.child.kill('SIGTERM');
    const { code, stdout } = await running.ended;
    expect([code, stdout]).toEqual([130, expect.stringContaining(`${cluster.unit('wait')}: 1 done, and not waited for`)]);
  }, 60_000);

  it('in a delete, by SIGTERM: the rest is there, and the next one takes it', async () => {
    const namespace = await makeNamespace('delete');
    const folder = programFolder(cluster.assembly(units(namespace), { after }));
    await cluster.apply(units(namespace), { after });
    const args = ['delete', '--yes', '--allow-deletes', '100'];
    const ended = await interrupted(folder, 'DELETE', args, { signals: ['SIGTERM'], answerAfterMs: 1000 });
    const left = await maps(namespace);
    expect(ended.code).toBe(130);
    expect(left.length).toBeGreaterThan(0);
    expect(ended.stderr).toContain(`KS8027 ${cluster.unit('first')}: ${OBJECTS - left.length} of ${OBJECTS} changes were made`);
    const again = await start(folder, ...args, '--kubeconfig', cluster.kubeconfig).ended;
    expect([again.code, await maps(namespace)]).toEqual([0, []]);
  }, 60_000);

  it('a second time ends at once', async () => {
    const namespace = await makeNamespace('twice');
    const folder = programFolder(cluster.assembly(units(namespace), { after }));
    const began = performance.now();
    const ended = await interrupted(folder, 'PATCH', ['apply'], { signals: ['SIGINT', 'SIGTERM'], answerAfterMs: 50_000 });
    expect([ended.code, ended.stdout]).toEqual([130, expect.not.stringContaining('interrupted: ')]);
    expect(performance.now() - began).toBeLessThan(45_000);
  }, 60_000);

  it('in a watch for drift: what was seen is summed up', async () => {
    const namespace = await makeNamespace('watch');
    const drifted = { watched: [units(namespace).second[0] as never] };
    const folder = programFolder(cluster.assembly(drifted));
    writeFileSync(join(folder, 'policy.yaml'), JSON.stringify({ version: 1, units: [{ match: '*', drift: 'correct' }] }));
    await cluster.apply(drifted);
    const path = `/api/v1/namespaces/${namespace}/configmaps/last`;
    await cluster.request('DELETE', path);
    const running = start(folder, 'drift', '--watch', '--policy', 'policy.yaml', '--kubeconfig', cluster.kubeconfig);
    await running.has('1 corrected');
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect([code, stdout]).toEqual([130, expect.stringContaining('the watch ended: 1 drifted, 1 corrected\n')]);
    expect(await cluster.get(path)).toBeDefined();
  }, 60_000);
});
