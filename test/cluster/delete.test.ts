import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DirectoryStore } from '../../lib/apply/release/directory-store.ts';
import { BlobReleases } from '../../lib/apply/release/release-store.ts';
import { type Ended, root, run, temporaryFolder } from '../support/run.ts';
import { type ApplyOptions, errorsOf, TestCluster, type Units } from './support/cluster.ts';
import { TroubleProxy } from './support/proxy.ts';
import { noTerminal, Terminal } from './support/terminal.ts';

const bin = join(root, 'dist/cli/main.js');
const env = { ...process.env, NO_COLOR: '1' };

describe('keelson delete', () => {
  const cluster = new TestCluster();
  const keelson = (folder: string, ...args: readonly string[]): Promise<Ended> =>
    run(process.execPath, [bin, 'delete', '--kubeconfig', cluster.kubeconfig, ...args], { cwd: folder, env });

  it('shows what goes and what stays, asks, and deletes dependents first, namespaces last', async () => {
    const space = cluster.name('gone');
    const folder = await apply(shop(space));
    const shown = await keelson(folder, '--dry-run');
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toContain(`- delete ConfigMap ${space}/settings`);
    expect(shown.stdout).toContain(`- delete Namespace ${space}`);
    expect(shown.stdout.indexOf('Namespace')).toBeGreaterThan(shown.stdout.indexOf('ConfigMap'));
    const asked = await keelson(folder);
    expect([asked.code, asked.stderr]).toEqual([
      2,
      'error KS8026: 2 objects of dev/main would go; look at it with --dry-run, and then say --yes\n',
    ]);
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`)).toBeDefined();
    const done = await keelson(folder, '--yes');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`)).toBeUndefined();
    const left = await cluster.get(`/api/v1/namespaces/${space}`);
    expect(left?.metadata.deletionTimestamp ?? 'gone').not.toBe('');
    const again = await keelson(folder, '--yes');
    expect([again.code, again.stdout.trim()]).toEqual([0, 'nothing to delete']);
  }, 60_000);

  it('leaves what is annotated, what holds data, what others made, and the namespace that they are in', async () => {
    const space = cluster.name('kept');
    const kept = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kept', namespace: space, annotations: { 'keelson.dev/keep': 'true' } },
    };
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: space },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const folder = await apply(
      { [space]: [...(shop(space)[`${space}-spaces`] ?? []), ...(shop(space)[`${space}-app`] ?? []), kept, claim] },
      {},
    );
    const done = await keelson(folder, '--yes');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain(`= keep ConfigMap ${space}/kept: its annotation keelson.dev/keep`);
    expect(done.stdout).toMatch(new RegExp(`= keep Namespace ${space}: .*(ConfigMap kept|PersistentVolumeClaim data)`));
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`)).toBeUndefined();
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/kept`)).toBeDefined();
    expect((await cluster.get(`/api/v1/namespaces/${space}/persistentvolumeclaims/data`))?.metadata.deletionTimestamp).toBeUndefined();
    expect((await cluster.get(`/api/v1/namespaces/${space}`))?.metadata.deletionTimestamp).toBeUndefined();
  }, 60_000);

  it('refuses a unit that others need, and one that there is not; one that nothing needs goes alone', async () => {
    const space = cluster.name('one');
    const folder = await apply(shop(space));
    const [spaces, app] = [`kubernetes.main.${cluster.name(`${space}-spaces`)}`, `kubernetes.main.${cluster.name(`${space}-app`)}`];
    const needed = await keelson(folder, '--target', spaces, '--yes');
    expect([needed.code, needed.stderr]).toEqual([2, expect.stringContaining(`KS8025 dev/${spaces}: dev/${app} depends on it`)]);
    const wrong = await keelson(folder, '--target', `${app}s`, '--yes');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining(`did you mean ${app}?`)]);
    const short = await keelson(folder, '--target', spaces.split('.').at(-1) ?? '', '--yes');
    expect([short.code, short.stderr]).toEqual([2, needed.stderr]);
    const done = await keelson(folder, '--target', app.split('.').at(-1) ?? '', '--yes');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`)).toBeUndefined();
    expect((await cluster.get(`/api/v1/namespaces/${space}`))?.metadata.deletionTimestamp).toBeUndefined();
  }, 60_000);

  it('holds the budget of the policy: a unit of more objects needs their number', async () => {
    const space = cluster.name('budget');
    const names = Array.from({ length: 21 }, (_, i) => `m${i}`);
    const folder = await apply({
      ...shop(space),
      [`${space}-app`]: names.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: space } })),
    });
    const refused = await keelson(folder, '--yes');
    expect([refused.code, refused.stderr]).toEqual([
      4,
      expect.stringMatching(/KS8011 .*-app: 21 objects would be deleted, and the policy allows 20; .* --allow-deletes <number>/),
    ]);
    expect(refused.stdout).toContain(`- delete ConfigMap ${space}/m0`);
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/m0`)).toBeDefined();
    const done = await keelson(folder, '--yes', '--allow-deletes', '21');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(await cluster.get(`/api/v1/namespaces/${space}/configmaps/m0`)).toBeUndefined();
  }, 60_000);

  it('goes by the approvals of the policy, and the releases tell what was removed', async () => {
    const space = cluster.name('approved');
    const folder = write(shop(space));
    const [platform = ''] = cluster.key().split('/');
    const app = `kubernetes.main.${cluster.name(`${space}-app`)}`;
    const [store, policy, plan, alice] = ['releases', 'policy.yaml', 'plan.json', 'alice'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ];
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', alice]);
    const signers = [{ name: 'alice', keys: [readFileSync(`${alice}.pub`, 'utf8').trim()] }];
    const units = [{ match: '*', mostDeletes: 0 }];
    writeFileSync(
      policy,
      JSON.stringify({ version: 1, units, approvals: { appliers: ['ci'], signers, rules: [{ match: '*', by: ['alice'] }] } }),
    );
    const verb = (name: string, ...args: readonly string[]): Promise<Ended> =>
      run(process.execPath, [bin, name, '--store', store, '--policy', policy, ...args], { cwd: folder, env });
    const isThere = async () => (await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`)) !== undefined;
    const release = async () =>
      (await new BlobReleases(new DirectoryStore(store), { platform }).latest('dev')).get(`${cluster.key()}/${app.split('.').at(-1)}`);
    const reaches = ['--kubeconfig', cluster.kubeconfig];
    expect(await verb('apply', ...reaches)).toMatchObject({ code: 0, stderr: '' });
    expect(await release()).toMatchObject({ revision: 1, result: 'applied' });

    const remove = (...args: readonly string[]) => verb('delete', ...reaches, '--target', app, ...args);
    const refused = await remove('--yes');
    expect([refused.code, refused.stderr]).toEqual([
      4,
      expect.stringMatching(/^error KS8080 dev\/\S+-app: 0 of 1 approvals: all that it has goes; 1 of its 1 objects would be deleted/),
    ]);
    expect(refused.stderr).not.toContain('KS8011');
    const allowed = await remove('--yes', '--allow-deletes', '9');
    expect([allowed.code, allowed.stderr]).toEqual([2, expect.stringContaining('--allow-deletes approves nothing')]);
    expect([await isThere(), (await release())?.revision]).toEqual([true, 1]);

    const written = await remove('--yes', '--out', plan);
    expect([written.code, written.stdout, await isThere()]).toEqual([0, expect.stringContaining('plan.json: 1 unit to approve'), true]);
    expect(await verb('approve', plan, '--key', alice, '--yes')).toMatchObject({ code: 0 });
    expect(await remove('--yes')).toMatchObject({ code: 0, stderr: '' });
    expect(await isThere()).toBe(false);
    expect(await release()).toMatchObject({ revision: 2, result: 'removed', approval: { by: 'alice' } });

    // It is applied anew, and who deletes it then does not get to record it.
    expect(await verb('apply', ...reaches)).toMatchObject({ code: 0, stderr: '' });
    expect([await isThere(), (await release())?.result]).toEqual([true, 'applied']);
    expect(await keelson(folder, '--store', join(folder, 'elsewhere'), '--target', app, '--yes')).toMatchObject({ code: 0, stderr: '' });
    expect([await isThere(), (await release())?.result]).toEqual([false, 'applied']);
    await remove('--dry-run');
    expect((await release())?.result).toBe('applied');
    const nothing = await remove('--yes');
    expect([nothing.code, nothing.stdout.trim()]).toEqual([0, 'nothing to delete']);
    expect(await release()).toMatchObject({ revision: 4, result: 'removed' });
  }, 120_000);

  it('asks a person on a terminal, and takes only yes', async (context) => {
    if (noTerminal !== undefined) return context.skip(noTerminal);
    const space = cluster.name('asked');
    const folder = await apply(shop(space));
    const settings = async () => (await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`)) !== undefined;
    for (const [answer, isThere] of [
      ['n', true],
      ['yes', false],
    ] as const) {
      const terminal = new Terminal(folder, ['delete', '--kubeconfig', cluster.kubeconfig], { columns: 200 });
      await terminal.sees(/delete 2 objects from dev\/main\? \[y\/N\]/);
      terminal.type(`${answer}\n`);
      expect([await terminal.ended, await settings()]).toEqual([0, isThere]);
    }
  }, 60_000);

  it('ends at Ctrl-C with what is under way, says what was done and what was not, and goes on the next time', async () => {
    const space = cluster.name('stop');
    const names = Array.from({ length: 200 }, (_, i) => `m${i}`);
    const units = {
      ...shop(space),
      [`${space}-app`]: names.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: space } })),
    };
    const folder = write(units);
    let writes = 0;
    let child: ReturnType<typeof spawn> | undefined;
    const proxy = new TroubleProxy(cluster.kubeconfig, (_, { method, url }) => {
      if (method === 'PATCH' && !url?.includes('dryRun') && ++writes === 40) child?.kill('SIGINT');
      return { what: 'pass' };
    });
    const kubeconfig = await proxy.start(folder);
    child = spawn(process.execPath, [bin, 'apply', '--timeout', '0', '--kubeconfig', kubeconfig], { cwd: folder, env });
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk));
    const code = await new Promise((resolve) => child?.on('close', resolve));
    await proxy.stop();
    const created = stdout.match(/created ConfigMap/g)?.length ?? 0;
    expect([code, created > 0, created < names.length]).toEqual([130, true, true]);
    expect(stderr).toContain('SIGINT: what is under way ends; once more to end at once');
    const unit = `dev/kubernetes.main.${cluster.name(`${space}-app`)}`;
    expect(stdout).toContain(`  ${unit}: ${created} done, ${names.length - created} not: create ConfigMap ${space}/m`);
    const live = JSON.parse((await cluster.request('GET', `/api/v1/namespaces/${space}/configmaps`)).text) as {
      items: { metadata: { name: string } }[];
    };
    expect(live.items.filter(({ metadata }) => metadata.name.startsWith('m'))).toHaveLength(created);
    expect(errorsOf(await cluster.apply(units, edges(space)))).toEqual([]);
  }, 60_000);

  function shop(space: string): Units {
    return {
      [`${space}-spaces`]: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } }],
      [`${space}-app`]: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: space }, data: { a: '1' } }],
    };
  }

  function edges(space: string) {
    return { after: { [`${space}-app`]: [`${space}-spaces`] } };
  }

  async function apply(
    units: Units,
    options: Pick<ApplyOptions, 'after'> = edges((Object.keys(units)[0] ?? '').replace(/-spaces$/, '')),
  ): Promise<string> {
    expect(errorsOf(await cluster.apply(units, options))).toEqual([]);
    return write(units, options);
  }

  function write(
    units: Units,
    options: Pick<ApplyOptions, 'after'> = edges((Object.keys(units)[0] ?? '').replace(/-spaces$/, '')),
  ): string {
    const folder = temporaryFolder();
    for (const [path, text] of cluster.assembly(units, options).files) {
      const file = join(folder, 'deploy', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    writeFileSync(join(folder, 'main.ts'), '');
    return folder;
  }
});
