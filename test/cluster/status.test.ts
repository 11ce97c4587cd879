import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterStatus, type UnitStatus } from '../../lib/apply/kubernetes/status/cluster-status.ts';
import { root, run } from '../support/run.ts';
import { TestCluster, type Units } from './support/cluster.ts';

const cluster = new TestCluster();

const pod = { containers: [{ name: 'main', image: 'registry.example/none:1' }] };
const deployment = (namespace: string, name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: pod } },
});
const status = async (units: Units): Promise<UnitStatus> => (await clusterStatus(cluster.run(units)))[0] as UnitStatus;
const statesOf = ({ objects }: UnitStatus) =>
  Object.fromEntries(objects.map(({ object, status: state }) => [`${object.kind}/${object.name}`, state]));
/** Until the scheduler has looked at the pods. */
async function until(units: Units, holds: (status: UnitStatus) => boolean): Promise<UnitStatus> {
  const end = performance.now() + 60_000;
  for (;;) {
    const now = await status(units);
    if (holds(now) || performance.now() > end) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('the status of a unit', () => {
  it('tells what is ready, what is on its way and why, what is missing, and what left the program', async () => {
    const namespace = cluster.name('status');
    const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
    const config = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { a: 'b' } });
    const before: Units = {
      a: [space, config('kept'), config('gone'), deployment(namespace, 'idle', 0), deployment(namespace, 'stuck', 2)],
    };
    expect(statesOf(await status(before))).toEqual({
      [`Namespace/${namespace}`]: 'missing',
      'ConfigMap/kept': 'missing',
      'ConfigMap/gone': 'missing',
      'Deployment/idle': 'missing',
      'Deployment/stuck': 'missing',
    });
    await cluster.apply(before);
    const now: Units = { a: [space, config('kept'), config('new'), deployment(namespace, 'idle', 0), deployment(namespace, 'stuck', 2)] };
    const found = await until(
      now,
      ({ objects }) =>
        objects.some(({ object, pods }) => object.name === 'stuck' && pods?.some(({ sentence }) => sentence.includes('scheduled'))) &&
        objects.some(({ object, status: state }) => object.name === 'idle' && state === 'ready'),
    );
    expect(statesOf(found)).toEqual({
      [`Namespace/${namespace}`]: 'ready',
      'ConfigMap/kept': 'ready',
      'ConfigMap/new': 'missing',
      'ConfigMap/gone': 'leaving',
      'Deployment/idle': 'ready',
      'Deployment/stuck': 'progressing',
    });
    expect(found.status).toBe('missing');
    const stuck = found.objects.find(({ object }) => object.name === 'stuck');
    expect(stuck?.pods?.[0]).toEqual({
      name: expect.stringMatching(/^stuck-/),
      sentence: expect.stringMatching(/^it can not be scheduled: .*nodes/),
    });
    expect(stuck?.pods).toHaveLength(2);
  }, 120_000);

  it('stands under the error of an apply that waited for it in vain', async () => {
    const namespace = cluster.name('late');
    const units: Units = {
      late: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, deployment(namespace, 'stuck', 1)],
    };
    const { late } = await cluster.apply(units, { readyWithinMs: 3000 });
    expect(late?.errors.map((error) => error.message)).toEqual([
      expect.stringMatching(/^KS8020 .*Deployment .*\/stuck: .*; pod stuck-.*: it (can not be scheduled|is pending)/),
    ]);
  }, 120_000);
});

describe('keelson status', () => {
  const keelson = (...args: readonly string[]) =>
    run(process.execPath, [join(root, 'dist/cli/main.js'), 'status', ...args, '--kubeconfig', cluster.kubeconfig], {
      cwd: join(root, 'examples/online-boutique'),
      env: { ...process.env, NO_COLOR: '1' },
    });

  it('prints units in lines with what needs a look, ends with 5 for it, and gives the same as data', async () => {
    const { code, stdout, stderr } = await keelson('--env', 'prod');
    expect([code, stderr]).toEqual([5, '']);
    expect(stdout).toMatch(/^prod\/kubernetes\.main\.assistant +missing +5 objects: 5 missing$/m);
    expect(stdout).not.toContain('Deployment');
    const { stdout: all } = await keelson('--env', 'prod', '--all');
    expect(all).toMatch(/^ {2}missing Deployment boutique\/assistant: it is not there {2}prod\/main\/assistant/m);
    const json = JSON.parse((await keelson('--env', 'prod', '--output', 'json')).stdout) as { units: UnitStatus[] };
    expect(json.units.map(({ unit }) => unit)).toContain('prod/kubernetes.main.shop');
  }, 60_000);
});
