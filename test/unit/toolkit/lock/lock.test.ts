import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockProgram } from '../../../../lib/toolkit/lock/lock.ts';
import { synthProgram } from '../../../../lib/toolkit/synth/synth.ts';
import { httpRepository, packChart } from '../../../support/charts.ts';
import { helmFor } from '../../../support/helm.ts';
import { addFiles, filesOf, programFolder } from '../../../support/program.ts';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'keelson-cache-'));
  vi.stubEnv('KEELSON_CACHE_DIR', cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

const program = (repository: string, end = 'platform.synth();'): string => `
import { Addon, Cluster, Environment, Platform } from 'keelson';
const platform = new Platform('acme');
for (const env of ['dev', 'prod']) {
  const cluster = Cluster.existing(new Environment(platform, env), 'main', { version: '1.36' });
  new Addon(cluster, 'greeter', { chart: { repository: '${repository}', name: 'greeter', version: '1.2.3' } });
}
${end}
`;

describe('keelson lock', () => {
  beforeEach((context) => void helmFor(context));

  test('makes a program ready for synth, which fetches nothing', async () => {
    const { port, asked } = await httpRepository({
      charts: [{ name: 'greeter', version: '1.2.3', archive: await packChart('greeter', '1.2.3') }],
    });
    const cwd = programFolder({ 'main.ts': program(`http://127.0.0.1:${port}`) });
    expect((await synthProgram({ cwd })).errors.map((error) => error.code)).toEqual(['KS9002', 'KS9002']);
    expect((await lockProgram({ cwd, check: true })).stale).toEqual(['greeter-1.2.3: new']);
    expect(asked).toEqual([]);
    const { charts, errors } = await lockProgram({ cwd });
    expect([errors, charts.fetched]).toEqual([[], ['greeter-1.2.3']]);
    expect((await lockProgram({ cwd, check: true })).stale).toEqual([]);
    const fetched = asked.length;
    const outcome = await synthProgram({ cwd });
    expect(outcome.errors).toEqual([]);
    expect(filesOf(cwd)).toContain('deploy/prod/kubernetes/main/addons/acme/Deployment.apps/greeter.yaml');
    expect(asked.length).toBe(fetched);
  });

  test('keeps a chart whose add-on has a wrong prop, and removes it when the add-on is gone', async () => {
    const { port } = await httpRepository({
      charts: [{ name: 'greeter', version: '1.2.3', archive: await packChart('greeter', '1.2.3') }],
    });
    const right = program(`http://127.0.0.1:${port}`);
    const cwd = programFolder({ 'main.ts': right });
    await lockProgram({ cwd });
    addFiles(cwd, { 'main.ts': right.replace('{ chart:', '{ wrong: 1, chart:') });
    expect((await lockProgram({ cwd })).charts.removed).toEqual([]);
    expect(filesOf(cwd)).toContain('charts/greeter-1.2.3.tgz');
    addFiles(cwd, { 'main.ts': right.replace(/ {2}new Addon.*\n/, '') });
    expect((await lockProgram({ cwd, check: true })).stale).toEqual(['greeter-1.2.3: not used']);
    expect((await lockProgram({ cwd })).charts.removed).toEqual(['greeter-1.2.3']);
    expect(filesOf(cwd)).not.toContain('charts/greeter-1.2.3.tgz');
  });

  test('tells why a program ended before its synth', async () => {
    const cwd = programFolder({ 'main.ts': program('https://charts.example.com', "throw new Error('no');") });
    await expect(lockProgram({ cwd })).rejects.toThrow(/KS0006.*no/);
  });
});
