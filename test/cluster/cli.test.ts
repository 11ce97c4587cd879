import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { root, run, temporaryFolder } from '../support/run.ts';
import { TestCluster } from './support/cluster.ts';
import { bin, programFolder, writeOutput } from './support/program.ts';

describe('keelson plan and apply', () => {
  const cluster = new TestCluster();
  const keelson = (example: string, ...args: readonly string[]) =>
    run(process.execPath, [bin, ...args, '--kubeconfig', cluster.kubeconfig], {
      cwd: join(root, 'examples', example),
      env: { ...process.env, NO_COLOR: '1' },
    });

  it('plan an example, apply it, and then find nothing to do', async () => {
    const planned = await keelson('quickstart', 'plan', '--exit-code');
    expect([planned.code, planned.stderr]).toEqual([3, '']);
    expect(planned.stdout).toContain('+ create Namespace acme  dev/main/acme-namespace');
    expect(planned.stdout).toContain('+ create Deployment acme/qwen  dev/main/qwen/deployment');
    const applied = await keelson('quickstart', 'apply', '--timeout', '0');
    expect([applied.code, applied.stderr]).toEqual([0, '']);
    expect(applied.stdout).toContain('created Deployment acme/chat');
    const again = await keelson('quickstart', 'apply', '--timeout', '0');
    expect(again.stdout.trim().split('\n')).toEqual([
      '✔ dev/kubernetes.main.chat: nothing to do, 4 unchanged',
      '✔ dev/kubernetes.main.namespaces: nothing to do, 1 unchanged',
      '✔ dev/kubernetes.main.qwen: nothing to do, 4 unchanged',
    ]);
    const clean = await keelson('quickstart', 'plan', '--exit-code', '--output', 'json');
    expect(clean.code).toBe(0);
    expect(JSON.parse(clean.stdout)).toMatchObject({ environment: 'dev', cluster: 'main', errors: [] });
  }, 60_000);

  it('make up values in a sandbox, show them, and refuse to do so in any other cluster', async () => {
    const sandbox = inject('sandbox');
    const args = ['--env', 'dev', '--sandbox', sandbox];
    const planned = await keelson('online-boutique', 'plan', ...args);
    expect([planned.code, planned.stderr]).toEqual([0, '']);
    expect(planned.stdout).toContain('stand-in for dev/terraform.data.aws_s3_bucket_pictures_bucket: sandbox-');
    const elsewhere = await keelson('online-boutique', 'plan', '--env', 'dev', '--sandbox', sandbox, '--context', 'prod');
    expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('--context prod may lead to another cluster')]);
    const none = await keelson('online-boutique', 'plan', '--env', 'dev', '--sandbox', 'nowhere');
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('KS8103 nowhere: no sandbox "nowhere" runs on this machine')]);
  }, 60_000);

  it('keep the releases of a sandbox with it, and take none of another place back there', async () => {
    const sandbox = inject('sandbox');
    const namespace = cluster.name('sandbox');
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const settings = (mode: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { mode } });
    const home = temporaryFolder();
    const content = (mode: string) => cluster.assembly({ app: [settings(mode)] });
    const folder = programFolder(content('good'));
    const command = (...args: readonly string[]) =>
      run(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1', XDG_STATE_HOME: home } });
    expect(await command('apply', '--sandbox', sandbox)).toMatchObject({ code: 0, stderr: '' });
    writeOutput(folder, content('bad'));
    expect(await command('apply', '--sandbox', sandbox)).toMatchObject({ code: 0, stderr: '' });
    expect(await command('rollback', '--no-revert')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('KS8074 dev: nothing was released yet'),
    });
    const back = await command('rollback', '--sandbox', sandbox, '--no-revert');
    expect([back.code, back.stderr]).toEqual([0, '']);
    const unit = cluster.unit('app');
    expect((await command('history', '--sandbox', sandbox)).stdout.match(new RegExp(`${unit}@\\d`, 'g'))).toEqual(
      [3, 2, 1].map((revision) => `${unit}@${revision}`),
    );
    expect((await command('show', `${unit}@3`, '--sandbox', sandbox)).stdout).toContain('a rollback');
    expect((await cluster.get(`/api/v1/namespaces/${namespace}/configmaps/settings`))?.['data']).toEqual({ mode: 'good' });
  }, 60_000);

  it('say which value is missing that Terraform gives, and write nothing of that unit', async () => {
    const planned = await keelson('online-boutique', 'plan', '--env', 'dev', '--cluster', 'main');
    expect(planned.code).toBe(2);
    expect(planned.stderr).toContain(
      'error KS8013 dev/kubernetes.main.shop: it needs dev/terraform.data.aws_s3_bucket_pictures_bucket, which is not known',
    );
  }, 60_000);

  it.each([
    [['plan'], 'KS8019: the output has more than one environment: dev, prod; name it with --env'],
    [['plan', '--env', 'prd'], 'KS8019: there is no environment "prd"; there is dev, prod; did you mean prod?'],
    [['apply', '--env', 'dev', '--timeout', 'soon'], 'KS0011: --timeout is "soon", and must be a whole number'],
    [['plan', '--env', 'dev', '--policy', 'nowhere.yaml'], 'KS8014 nowhere.yaml: it can not be read'],
    [['plan', '--env', 'dev', '--context', 'other'], 'it has no context "other" with a cluster'],
  ])(
    'refuse %j',
    async (args, message) => {
      const ended = await keelson('online-boutique', ...args);
      expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(message)]);
    },
    30_000,
  );
});
