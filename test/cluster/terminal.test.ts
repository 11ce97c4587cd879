import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run.ts';
import { TestCluster, type Units } from './support/cluster.ts';
import { programFolder } from './support/program.ts';
import { TroubleProxy } from './support/proxy.ts';
import { noTerminal, Terminal } from './support/terminal.ts';

describe('keelson apply on a terminal', () => {
  const cluster = new TestCluster();
  const setUp = async (name: string): Promise<string> => {
    const namespace = cluster.name(name);
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    return namespace;
  };
  const map = (namespace: string, name: string, data: object = { a: 'b' }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data,
  });

  it('shows each unit in a row of its own that changes in place, follows the window, and goes for the result', async (context) => {
    if (noTerminal !== undefined) return context.skip(noTerminal);
    const namespace = await setUp('table');
    const units: Units = {
      first: Array.from({ length: 40 }, (_, i) => map(namespace, `m${i}`)),
      second: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'never', namespace },
          spec: { storageClassName: 'none', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
      third: [map(namespace, 'last')],
      broken: [map(namespace, 'wrong', { a: 1 })],
    };
    const folder = programFolder(cluster.assembly(units, { after: { second: ['first'], third: ['second'] } }));
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const proxy = new TroubleProxy(cluster.kubeconfig, (_, { method, url = '' }) =>
      method === 'PATCH' && !url.includes('dryRun') && url.includes('/m39') ? { what: 'wait', until: answered } : { what: 'pass' },
    );
    const kubeconfig = await proxy.start(temporaryFolder());
    try {
      const terminal = new Terminal(folder, ['apply', '--timeout', '6', '--kubeconfig', kubeconfig], { columns: 110, rows: 24 });
      await terminal.sees(/^→ .*-first +applying 39 of 40/);
      expect(await terminal.sees(/^· .*-second/)).toContain(`waiting for kubernetes.main.${cluster.name('first')}`);
      expect(await terminal.sees(/^✘ .*-broken/)).toContain('failed: ');
      answer();
      await terminal.sees(/^→ .*-second +1 not ready; PersistentVolumeClaim/);
      const isRow = (line: string): boolean => /^[·→✔✘!] dev/.test(line);
      await terminal.until((lines) => lines.filter(isRow).length === 4, 'a row of each unit');

      terminal.resize(60, 24);
      await terminal.sees(/^→ dev\/\S+… +1 not ready; .*…$/);
      await terminal.until(
        (lines) => lines.length === 4 && lines.every(isRow),
        'the four rows and nothing of the wider ones, which the window broke',
      );

      expect(await terminal.ended).toBe(5);
      terminal.resize(110, 24);
      const lines = terminal.lines();
      expect(lines.filter((line) => /^[·→✘!…]/.test(line))).toEqual([]);
      expect(lines.join('\n').replaceAll('\n', '')).toContain(`✔ ${cluster.unit('first')}: 40 done, 0 unchanged`);
      expect(lines.join('')).toMatch(/error KS8020 .*PersistentVolumeClaim/);
    } finally {
      answer();
      await proxy.stop();
    }
  }, 60_000);

  it('writes lines for good in CI', async (context) => {
    if (noTerminal !== undefined) return context.skip(noTerminal);
    const namespace = await setUp('lines');
    const folder = programFolder(cluster.assembly({ lines: [map(namespace, 'a')] }));
    const terminal = new Terminal(folder, ['apply', '--kubeconfig', cluster.kubeconfig], { columns: 110, env: { CI: 'true' } });
    expect(await terminal.ended).toBe(0);
    expect(terminal.lines()).toEqual([`  created ConfigMap ${namespace}/a`, `✔ ${cluster.unit('lines')}: 1 done, 0 unchanged`]);
    expect(terminal.screens.flat().filter((line) => line.startsWith('→'))).toEqual([]);
  }, 60_000);
});
