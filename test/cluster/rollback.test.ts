import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import type { TestUnit } from '../support/assembly.ts';
import { type Ended, root, run, temporaryFolder } from '../support/run.ts';
import { findTool } from '../terraform/harness/tools.ts';
import { TestCluster } from './support/cluster.ts';
import { GitServer } from './support/git-server.ts';
import { objects, Planes, stack } from './support/planes.ts';

const bin = join(root, 'dist/cli/main.js');
const tool = findTool('tofu') ?? findTool('terraform');

describe('keelson rollback (case 35)', () => {
  const cluster = new TestCluster();

  /** A repository with a remote, a unit of each plane, and the applier's command. */
  const setUp = async (context: TestContext) => {
    const space = cluster.name('back');
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } });
    const planes = new Planes(temporaryFolder(), space, tool as NonNullable<typeof tool>);
    const server = new GitServer();
    await server.start();
    context.onTestFinished(() => server.stop());
    const git = (...argv: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...argv], {
        cwd: planes.folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
      }).trim();
    git('init', '-q', '-b', 'main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('remote', 'add', 'origin', server.url);
    writeFileSync(join(planes.folder, '.gitignore'), '*\n!deploy\n!deploy/**\n!notes\n');
    const write = (host: string, mode: string): void => {
      planes.write(program(space, host, mode));
    };
    const commit = (message: string): string => {
      git('add', '-A');
      git('commit', '-q', '-m', message);
      return git('rev-parse', 'HEAD');
    };
    const keelson = (...args: readonly string[]): Promise<Ended> =>
      run(process.execPath, [bin, ...args, '--env', 'dev', '--store', planes.releases], {
        cwd: planes.folder,
        env: { ...process.env, NO_COLOR: '1', TF_CLI_CONFIG_FILE: '/dev/null', XDG_STATE_HOME: join(planes.folder, 'home') },
      });
    const how = ['--policy', planes.policy, '--terraform', planes.program, '--kubeconfig', cluster.kubeconfig, '--timeout', '30'];
    const live = async () => ({
      ...((await cluster.get(`/api/v1/namespaces/${space}/configmaps/settings`))?.['data'] as Record<string, string>),
      state: planes.state('data')?.outputs['host'],
    });
    return {
      planes,
      server,
      git,
      write,
      commit,
      keelson,
      live,
      apply: () => keelson('apply', ...how),
      rollback: (...more: readonly string[]) => keelson('rollback', ...how, ...more),
    };
  };

  it('restores both planes while git is down, and never applies the bad content again, squashed neither; a fix it does', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { planes, server, git, write, commit, apply, rollback, keelson, live } = await setUp(context);
    write('db', 'good');
    const good = commit('Good');
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });
    write('db-bad', 'bad');
    const bad = commit('Bad');
    git('push', '-q', 'origin', 'main');
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });
    expect(await live()).toEqual({ url: 'postgres://db-bad', mode: 'bad', state: 'db-bad' });

    // Neither the server of git nor the repository can be reached.
    await server.stop();
    expect(() => git('fetch', 'origin')).toThrow(/Connection refused|unable to connect/);
    renameSync(join(planes.folder, '.git'), join(planes.folder, 'git-gone'));
    const shown = await rollback('--dry-run');
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toContain('dev/terraform.data@2 -> dev/terraform.data@1');
    expect(shown.stdout).toContain('input: db-bad -> db');
    expect(await live()).toMatchObject({ state: 'db-bad' });
    const back = await rollback('--reason', 'it was slow');
    expect(back.code).toBe(0);
    expect(back.stderr).toBe('no commit takes the change back: there is no repository\n');
    expect(await live()).toEqual({ url: 'postgres://db', mode: 'good', state: 'db' });

    // It is back, and still has the bad commit.
    await server.start();
    renameSync(join(planes.folder, 'git-gone'), join(planes.folder, '.git'));
    git('pull', '-q', '--ff-only', 'origin', 'main');
    expect(git('rev-parse', 'HEAD')).toBe(bad);
    const again = await apply();
    expect(again.code).toBe(4);
    expect(again.stderr).toMatch(
      /KS8073 dev\/terraform\.data: release 2 had the same content, and was rolled back by \S+ at \S+: it was slow/,
    );
    expect(again.stderr).toContain('KS8073 dev/kubernetes.main.app');
    git('reset', '-q', '--soft', good);
    writeFileSync(join(planes.folder, 'notes'), 'squashed\n');
    expect(commit('Squashed')).not.toBe(bad);
    expect((await apply()).stderr).toContain('KS8073 dev/terraform.data');
    expect(await live()).toEqual({ url: 'postgres://db', mode: 'good', state: 'db' });

    write('db-fixed', 'fixed');
    commit('Fix');
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });
    expect(await live()).toEqual({ url: 'postgres://db-fixed', mode: 'fixed', state: 'db-fixed' });
    const history = await keelson('history', '--target', 'terraform.data');
    expect(history.stdout.split('\n').map((line) => line.slice(21).replaceAll(/ +/g, ' ').split(' ').slice(0, 3).join(' '))).toEqual([
      `dev/terraform.data@4 applied ${git('rev-parse', '--short=12', 'HEAD')}`,
      'dev/terraform.data@3 applied, rollback',
      `dev/terraform.data@2 applied ${bad.slice(0, 12)}`,
      `dev/terraform.data@1 applied ${good.slice(0, 12)}`,
      '',
    ]);
    const release = await keelson('show', 'kubernetes.main.app@1');
    expect(release.stdout).toContain(`commit    ${good}`);
    expect(release.stdout).toContain('takes     dev/terraform.data.host = "db"');
    expect(release.stdout).toContain('+ create ConfigMap');
  }, 180_000);

  it('commits the revert where git is, so that the next apply has nothing to do; what was no cause may come back', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const { git, write, commit, apply, rollback, live } = await setUp(context);
    write('db', 'good');
    commit('Good');
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });
    write('db', 'bad');
    commit('Bad');
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });
    const back = await rollback();
    expect([back.code, back.stderr]).toEqual([0, '']);
    expect(back.stdout).toContain(`commit ${git('rev-parse', '--short=12', 'HEAD')} takes the change back; push it`);
    expect(git('log', '-1', '--format=%s')).toBe('Revert "Bad"');
    const next = await apply();
    expect([next.code, next.stdout.match(/nothing to do/g)?.length]).toEqual([0, 2]);
    expect(await live()).toMatchObject({ mode: 'good' });
    const lifted = await rollback('--lift', 'kubernetes.main.app');
    expect(lifted.stdout).toContain('dev/kubernetes.main.app@2 may be applied again');
    write('db', 'bad');
    commit('Again');
    expect(await apply()).toMatchObject({ code: 0, stderr: '' });
    expect(await live()).toMatchObject({ mode: 'bad' });
    const none = await rollback('--to', 'kubernetes.main.app@9');
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining('KS8074 dev/kubernetes.main.app: it has no release 9; there is 1, 2, 3, 4'),
    ]);
  }, 180_000);

  function program(space: string, host: string, mode: string): Record<string, TestUnit> {
    const bindings = { '/data/url': { parts: ['postgres://', { unit: 'dev/terraform.data', output: 'host', type: 'string' as const }] } };
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: space }, data: { url: '', mode } };
    return {
      'dev/terraform.data': stack('data', { host }),
      'dev/kubernetes.main.app': {
        objects: objects(space, 'app', [{ manifest, bindings }]),
        dependsOn: [{ unit: 'dev/terraform.data', reasons: ['binding'] }],
      },
    };
  }
});
