import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, run, temporaryFolder } from '../support/run.ts';
import { TestCluster, type Units } from './support/cluster.ts';
import { TroubleProxy } from './support/proxy.ts';

const bin = join(root, 'dist/cli/main.js');

describe('case 28: what can not be read', () => {
  const cluster = new TestCluster();

  it('is never taken for empty: an output that is gone or cut, a server that does not answer', async () => {
    const space = cluster.name('there');
    const folder = temporaryFolder();
    const units: Units = {
      app: [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: space } },
      ],
    };
    const { files } = cluster.assembly(units);
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, 'deploy', path)), { recursive: true });
      writeFileSync(join(folder, 'deploy', path), text);
    }
    writeFileSync(join(folder, 'main.ts'), '');
    const apply = (kubeconfig = cluster.kubeconfig) =>
      run(process.execPath, [bin, 'apply', '--timeout', '0', '--allow-deletes', '100', '--kubeconfig', kubeconfig], {
        cwd: folder,
        env: { ...process.env, NO_COLOR: '1', XDG_STATE_HOME: join(folder, 'home') },
      });
    const isThere = async () =>
      (await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`))?.metadata.deletionTimestamp === undefined;
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });

    // As a checkout that failed leaves it.
    renameSync(join(folder, 'deploy'), join(folder, 'gone'));
    expect(await apply()).toMatchObject({ code: 2, stderr: expect.stringContaining('KS3007') });
    mkdirSync(join(folder, 'deploy'));
    expect((await apply()).code).toBe(2);
    rmSync(join(folder, 'deploy'), { recursive: true });
    renameSync(join(folder, 'gone'), join(folder, 'deploy'));
    const [manifest] = [...files.keys()].filter((path) => path.endsWith('settings.yaml'));
    // The unit still lists the object, whose file is not needed while nothing changed.
    rmSync(join(folder, 'deploy', manifest as string));
    await apply();
    expect(await isThere()).toBe(true);
    writeFileSync(join(folder, 'deploy', manifest as string), files.get(manifest as string) as string);

    // Lists fail, everything else answers.
    const proxy = new TroubleProxy(cluster.kubeconfig, (_, { method, url }) =>
      method === 'GET' && url?.includes('configmaps') ? { what: 'answer', status: 500 } : { what: 'pass' },
    );
    const broken = await apply(await proxy.start(folder));
    await proxy.stop();
    expect(broken.code).not.toBe(0);
    expect(await isThere()).toBe(true);
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });
  }, 120_000);
});
