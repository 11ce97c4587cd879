import { describe, expect, it } from 'vitest';
import { errorsOf, TestCluster, type Units } from './support/cluster.ts';
import { programFolder, start } from './support/program.ts';

describe('keelson diff --live', () => {
  const cluster = new TestCluster();
  const labels = { app: 'web' };
  const units = (namespace: string, image: string, more: Units[string] = []): Units => ({
    shop: [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'edited', namespace }, data: { a: 'b' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token', namespace }, stringData: { key: image } },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: 'c', image, resources: { limits: { 'nvidia.com/gpu': 2 } } }] },
          },
        },
      },
      ...more,
    ],
  });

  it('shows by construct what differs from what is live, whoever changed it, in each form, and writes nothing', async () => {
    const namespace = cluster.name('live');
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const gone = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'gone', namespace }, data: {} };
    expect(errorsOf(await cluster.apply(units(namespace, 'example.com/a:1', [gone])))).toEqual([]);
    const edited = `/api/v1/namespaces/${namespace}/configmaps/edited`;
    await cluster.request('PATCH', edited, { data: { a: 'mine' } }, 'application/merge-patch+json');
    const folder = programFolder(cluster.assembly(units(namespace, 'example.com/a:2')));
    const keelson = (...args: readonly string[]) => start(folder, 'diff', '--live', '--kubeconfig', cluster.kubeconfig, ...args).ended;

    const text = await keelson('--exit-code');
    expect([text.code, text.stderr]).toEqual([3, '']);
    expect(text.stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      cluster.unit('shop'),
      `  - ConfigMap ${namespace}/gone  delete`,
      'dev/main/edited',
      `  ~ ConfigMap ${namespace}/edited  update in place`,
      '      edited: keelson has .data.a',
      '      data.a: mine -> b',
      'dev/main/token',
      `  ~ Secret ${namespace}/token  update in place`,
      '      data.key: *** -> ***',
      'dev/main/web',
      `  ! Deployment ${namespace}/web  restart pods, 2 GPUs`,
      '      spec.template.spec.containers[c].image: example.com/a:1 -> example.com/a:2 (restarts pods)',
      '',
      'dev: 2 to update in place, 1 to restart pods, 1 to delete; restarts 2 GPUs',
      '',
    ]);
    expect(text.stdout).not.toContain(Buffer.from('example.com/a:2').toString('base64'));

    const json = JSON.parse((await keelson('--output', 'json')).stdout) as { constructs: { path: string }[]; errors: unknown[] };
    expect(json).toMatchObject({ different: true, errors: [], summary: { counts: { update: 2, restart: 1, delete: 1 } } });
    expect(json.constructs.map(({ path }) => path)).toEqual([cluster.unit('shop'), 'dev/main/edited', 'dev/main/token', 'dev/main/web']);
    const markdown = await keelson('--output', 'markdown');
    expect([markdown.code, markdown.stdout]).toEqual([0, expect.stringContaining('| environment | unit | changes | GPUs |')]);
    expect(markdown.stdout).toContain('<code>dev/main/web</code>: restart pods, 2 GPUs');

    expect((await cluster.get(edited))?.['data']).toEqual({ a: 'mine' });
    expect(errorsOf(await cluster.apply(units(namespace, 'example.com/a:2'), { rules: { ownership: 'adopt' } }))).toEqual([]);
    const same = await keelson('--exit-code');
    expect([same.code, same.stdout, same.stderr]).toEqual([0, 'no changes\n', '']);
    const wrong = await keelson('HEAD~1');
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('KS0011: --live compares with what is live, and "HEAD~1" is a revision'),
    ]);
  }, 60_000);
});
