import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { property, SWEEP } from '../support/property.ts';
import { root, temporaryFolder } from '../support/run.ts';
import { errorsOf, TestCluster } from './support/cluster.ts';
import { TroubleProxy } from './support/proxy.ts';
import { type Commit, liveIn, SWEEP_RULES, stranger, sweepUnits, wantedIn } from './support/sweep.ts';

const bin = join(root, 'dist/cli/main.js');

describe('case 7: a real keelson apply that is killed', () => {
  const cluster = new TestCluster();

  /**
   * Runs `keelson apply` of a commit through a proxy that kills it at its n-th request. That request reaches the server or not; its
   * answer reaches nobody. @returns the number of requests that came
   */
  const applyAndKill = async (space: string, commit: Commit, dieAt: number): Promise<number> => {
    const folder = temporaryFolder();
    const content = cluster.assembly(sweepUnits(space, commit), { platform: space });
    for (const [path, text] of content.files) {
      const file = join(folder, 'deploy', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    writeFileSync(join(folder, 'main.ts'), '');
    writeFileSync(
      join(folder, 'policy.yaml'),
      JSON.stringify({ version: 1, units: [{ match: '*', mostDeletes: 100, mostDeletedShare: 1 }] }),
    );
    const reaches = dieAt % 2 === 0;
    let child: ChildProcess | undefined;
    const proxy = new TroubleProxy(cluster.kubeconfig, (index) => {
      if (index < dieAt) return { what: 'pass' };
      child?.kill('SIGKILL');
      return { what: 'drop', reaches: index === dieAt && reaches };
    });
    try {
      const kubeconfig = await proxy.start(folder);
      const args = ['apply', '--timeout', '0', '--policy', 'policy.yaml', '--kubeconfig', kubeconfig];
      child = spawn(process.execPath, [bin, ...args], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, NO_COLOR: '1' },
      });
      const stderr: Buffer[] = [];
      child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
      const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => child?.on('close', (...end) => resolve(end)));
      if (signal !== 'SIGKILL') expect([code, Buffer.concat(stderr).toString()]).toEqual([0, '']);
      await proxy.settled();
      return proxy.requests;
    } finally {
      await proxy.stop();
    }
  };

  // A whole run takes about 130 requests; the sweep takes each index, the tests twenty of them.
  const all = Array.from({ length: 150 }, (_, i) => i);
  const indices = SWEEP ? all : all.filter((i) => i % 7 === (property(1).seed ?? 0) % 7).slice(0, 20);
  const platform = async (space: string, commit: Commit) =>
    cluster.apply(sweepUnits(space, commit), { rules: SWEEP_RULES, platform: space });

  it.each(indices)(
    'at request %i of the second commit: the next commit leaves no orphan and deletes nothing else',
    async (index) => {
      const space = cluster.name(`k${index}`);
      expect(errorsOf(await platform(space, 0))).toEqual([]);
      await cluster.request('POST', `/api/v1/namespaces/${space}/configmaps`, stranger(space));
      const requests = await applyAndKill(space, 1, index);
      expect(requests).toBeGreaterThan(index < 90 ? index : 90);
      expect(errorsOf(await platform(space, 2))).toEqual([]);
      expect(await liveIn(cluster, space)).toEqual([...wantedIn(2), 'stranger=theirs'].sort());
      const again = await platform(space, 2);
      expect(Object.values(again).map((result) => result.events)).toEqual([[]]);
    },
    60_000,
  );

  it.each(indices.filter((_, i) => i % 5 === 0))(
    'at request %i of the first commit: the same commit again is whole',
    async (index) => {
      const space = cluster.name(`f${index}`);
      await applyAndKill(space, 0, index);
      expect(errorsOf(await platform(space, 0))).toEqual([]);
      expect(await liveIn(cluster, space)).toEqual(wantedIn(0));
    },
    60_000,
  );
});
