import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/run.ts';
import { type Live, TestCluster } from './support/cluster.ts';
import { programFolder, type Running, start } from './support/program.ts';
import { TroubleProxy } from './support/proxy.ts';

describe('two appliers of one environment', () => {
  const cluster = new TestCluster();

  /** A program of ConfigMaps that all have one value, and rules under which a lease holds so long. */
  const program = (namespace: string, value: string, leaseSeconds: number): string => {
    const maps = ['a', 'b', 'c', 'd'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace },
      data: { value },
    }));
    const folder = programFolder(cluster.assembly({ first: maps.slice(0, 2), second: maps.slice(2) }, { after: { second: ['first'] } }));
    writeFileSync(join(folder, 'policy.yaml'), JSON.stringify({ version: 1, store: { leaseSeconds } }));
    return folder;
  };
  const apply = (folder: string, kubeconfig: string, store: string, ...args: string[]): Running =>
    start(folder, 'apply', '--timeout', '0', '--policy', 'policy.yaml', '--kubeconfig', kubeconfig, '--store', store, ...args);
  const maps = async (namespace: string): Promise<Live[]> =>
    ((await cluster.get(`/api/v1/namespaces/${namespace}/configmaps`)) as unknown as { items: Live[] }).items.filter(
      ({ metadata }) => metadata.name !== 'kube-root-ca.crt',
    );
  const values = async (namespace: string): Promise<string[]> =>
    (await maps(namespace)).map(({ metadata, data }) => `${metadata.name}=${(data as { value: string }).value}`).sort();
  const makeNamespace = async (name: string): Promise<string> => {
    const namespace = cluster.name(name);
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    return namespace;
  };
  const stateOf = (pid: number | undefined): string => /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

  /** A proxy that holds back the answer to the n-th write of an object, and says when it does. */
  const holding = (nth: number) => {
    let writes = 0;
    let letGo = (): void => undefined;
    let isHeld = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const held = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const later: string[] = [];
    const proxy = new TroubleProxy(cluster.kubeconfig, (_, { method = '', url = '' }) => {
      const isWrite = method !== 'GET' && !url.includes('dryRun');
      if (isWrite && writes >= nth) later.push(`${method} ${url}`);
      if (!isWrite || url.includes('coordination.k8s.io') || ++writes !== nth) return { what: 'pass' };
      proxy.seen = () => isHeld();
      return { what: 'hold', until };
    });
    return { proxy, held, letGo, later };
  };

  // The store of the releases is where the lease is: beside the cluster, and in it.
  it.each(['directory', 'cluster'].flatMap((store) => [1, 4].map((nth) => ({ store, nth }))))(
    'case 34: one that is stopped at its write $nth for longer than its lease in a $store holds, and goes on, writes nothing',
    async ({ store: kind, nth }) => {
      const namespace = await makeNamespace(`stop-${kind}-${nth}`);
      const store = kind === 'directory' ? temporaryFolder() : 'cluster';
      const { proxy, held, letGo, later } = holding(nth);
      const kubeconfig = await proxy.start(temporaryFolder());
      try {
        const old = apply(program(namespace, 'old', 5), kubeconfig, store);
        await held;
        old.child.kill('SIGSTOP');
        await vi.waitUntil(() => stateOf(old.child.pid) === 'T', { timeout: 10_000, interval: 10 });
        const other = await apply(program(namespace, 'new', 5), cluster.kubeconfig, store).ended;
        expect(other).toMatchObject({ code: 0, stderr: '' });
        expect(other.stdout).toContain(`waiting for process ${old.child.pid} of `);
        const before = await maps(namespace);
        // What it had sent by then has come.
        later.length = 0;
        expect(await values(namespace)).toEqual(['a=new', 'b=new', 'c=new', 'd=new']);

        letGo();
        old.child.kill('SIGCONT');
        const ended = await old.ended;
        expect(later).toEqual([]);
        expect(await maps(namespace)).toEqual(before);
        expect(ended.code).toBe(5);
        expect(ended.stderr).toContain(`KS8062 ${cluster.key().replace(/\/main$/, '')}: `);
      } finally {
        letGo();
        await proxy.stop();
      }
    },
    60_000,
  );

  it('wait for each other, and say who has it when that takes too long', async () => {
    const namespace = await makeNamespace('wait');
    const store = temporaryFolder();
    const { proxy, held, letGo } = holding(1);
    const kubeconfig = await proxy.start(temporaryFolder());
    try {
      const first = apply(program(namespace, 'first', 60), kubeconfig, store);
      await held;
      const impatient = await apply(program(namespace, 'second', 60), cluster.kubeconfig, store, '--lease-timeout', '1').ended;
      expect(impatient.code).toBe(5);
      expect(impatient.stderr).toMatch(
        new RegExp(`KS8061 \\S+/dev: process ${first.child.pid} of \\S+ has it since \\S+, renewed \\S+; it was waited for 1 s`),
      );
      expect(await values(namespace)).not.toContain('a=second');

      const patient = apply(program(namespace, 'second', 60), cluster.kubeconfig, store);
      await patient.has('waiting for process');
      letGo();
      expect((await first.ended).code).toBe(0);
      expect(await patient.ended).toMatchObject({ code: 0, stderr: '' });
      expect(await values(namespace)).toEqual(['a=second', 'b=second', 'c=second', 'd=second']);
    } finally {
      letGo();
      await proxy.stop();
    }
  }, 60_000);

  it('case 32: one that only waits for readiness keeps no fix out, and its wait is over then', async () => {
    const namespace = await makeNamespace('fix');
    const store = temporaryFolder();
    const deployment = (image: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'd' } },
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image }] } },
      },
    });
    const folder = (image: string): string => programFolder(cluster.assembly({ first: [deployment(image)] }));
    const run = (at: string, seconds: string): Running =>
      start(at, 'apply', '--timeout', seconds, '--kubeconfig', cluster.kubeconfig, '--store', store);
    // There is no node, so it is never ready.
    const bad = run(folder('example.com/bad:1'), '600');
    await bad.has('created Deployment');
    const fix = await run(folder('example.com/good:1'), '0').ended;
    expect(fix).toMatchObject({ code: 0, stderr: '' });
    const ended = await bad.ended;
    expect(ended.code).toBe(5);
    expect(ended.stderr).toMatch(/KS8023 .*written by another apply while this one waited/);
    const { stdout } = await start(folder('example.com/good:1'), 'history', '--store', store).ended;
    expect(stdout.match(/@\d+ +\w+/g)).toEqual([expect.stringMatching(/@1 +applied/)]);
  }, 60_000);

  it('do not wait for one that was killed on this machine', async () => {
    const namespace = await makeNamespace('killed');
    const store = temporaryFolder();
    const { proxy, held, letGo } = holding(3);
    const kubeconfig = await proxy.start(temporaryFolder());
    try {
      const first = apply(program(namespace, 'first', 300), kubeconfig, store);
      await held;
      first.child.kill('SIGKILL');
      await first.ended;
      const next = await apply(program(namespace, 'second', 300), cluster.kubeconfig, store, '--lease-timeout', '0').ended;
      expect(next).toMatchObject({ code: 0, stderr: '' });
      expect(await values(namespace)).toEqual(['a=second', 'b=second', 'c=second', 'd=second']);
    } finally {
      letGo();
      await proxy.stop();
    }
  }, 60_000);

  it('ask for no lease where nothing is to be done', async () => {
    const namespace = await makeNamespace('noop');
    const folder = program(namespace, 'same', 60);
    expect(await apply(folder, cluster.kubeconfig, 'cluster').ended).toMatchObject({ code: 0, stderr: '' });
    const asked: string[] = [];
    const proxy = new TroubleProxy(cluster.kubeconfig, (_, { method, url = '' }) => {
      asked.push(`${method} ${url}`);
      return { what: 'pass' };
    });
    const kubeconfig = await proxy.start(temporaryFolder());
    try {
      expect(await apply(folder, kubeconfig, 'cluster').ended).toMatchObject({ code: 0, stderr: '' });
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((one) => one.includes('coordination.k8s.io') || !one.startsWith('GET'))).toEqual([]);
    } finally {
      await proxy.stop();
    }
  }, 60_000);
});
