import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { KeelsonError } from '../../../../../lib/core/errors.ts';
import type { LockRequest } from '../../../../../lib/synth/requests.ts';
import { silentHost } from '../../../../../lib/toolkit/io-host.ts';
import { lockImages, planImages } from '../../../../../lib/toolkit/lock/images/lock-images.ts';
import { lockProgram } from '../../../../../lib/toolkit/lock/lock.ts';
import { synthProgram } from '../../../../../lib/toolkit/synth/synth.ts';
import { hex, serve } from '../../../../support/charts.ts';
import { addFiles, programFolder } from '../../../../support/program.ts';
import { temporaryFolder } from '../../../../support/run.ts';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'keelson-cache-'));
  vi.stubEnv('KEELSON_CACHE_DIR', cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

const digestOf = (image: string): string => `sha256:${hex(image)}`;
const requests = (...images: string[]): LockRequest[] => images.map((image) => ({ kind: 'image', image, path: 'dev/main/web' }));
const resolve = async (image: string): Promise<string> => {
  if (image.startsWith('gone')) throw new KeelsonError('KS9013', { message: image });
  return digestOf(image);
};
const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'images.lock'), 'utf8'));

describe('locking images', () => {
  test('looks up what is missing, keeps what is there, and drops what is not used', async () => {
    const root = temporaryFolder();
    writeFileSync(
      join(root, 'images.lock'),
      JSON.stringify({ version: 1, images: { 'a:1': { digest: digestOf('old') }, 'x:1': { digest: digestOf('x') } } }),
    );
    const plan = planImages(root, requests('c:1', 'a:1', 'b:1', 'b:1'));
    expect(plan).toMatchObject({ missing: ['b:1', 'c:1'], unused: ['x:1'] });
    expect(await lockImages(root, plan, resolve, silentHost)).toEqual({
      resolved: ['b:1', 'c:1'],
      removed: ['x:1'],
      unchanged: ['a:1'],
      errors: [],
    });
    expect(read(root).images).toEqual({
      'a:1': { digest: digestOf('old') },
      'b:1': { digest: digestOf('b:1') },
      'c:1': { digest: digestOf('c:1') },
    });
    expect(planImages(root, requests('a:1', 'b:1', 'c:1'))).toMatchObject({ missing: [], unused: [] });
  });

  test('writes what it found when a registry fails, and nothing when there is nothing to do', async () => {
    const root = temporaryFolder();
    const many = Array.from({ length: 20 }, (_, i) => `i${String(i).padStart(2, '0')}:1`);
    const { resolved, errors } = await lockImages(root, planImages(root, requests('gone:1', ...many)), resolve, silentHost);
    expect([resolved, errors.map(({ code }) => code)]).toEqual([many, ['KS9013']]);
    expect(Object.keys(read(root).images)).toEqual(many);
    const empty = temporaryFolder();
    await lockImages(empty, planImages(empty, []), resolve, silentHost);
    expect(existsSync(join(empty, 'images.lock'))).toBe(false);
  });

  test.each(['{', '{"version": 1}', '{"version": 1, "images": {"a:1": {"digest": "sha256:1"}}}'])(
    'refuses a lock of another form: %s',
    (text) => {
      const root = temporaryFolder();
      writeFileSync(join(root, 'images.lock'), text);
      expect(() => planImages(root, [])).toThrow('KS1016');
    },
  );
});

describe('keelson lock', () => {
  const program = (port: number, more = '') => `
import { App, Cluster, Environment, Platform } from 'keelson';
const platform = new Platform('acme');
const cluster = Cluster.existing(new Environment(platform, 'dev', { images: 'pinned' }), 'main', { version: '1.36' });
new App(cluster, 'web', { image: '127.0.0.1:${port}/web:1' });
${more}
platform.synth();
`;
  const manifests = () => serve((_, response) => void response.writeHead(200, { 'docker-content-digest': digestOf('web') }).end());

  test('makes a program of pinned images ready for synth', async () => {
    const { port, asked } = await manifests();
    const cwd = programFolder({ 'main.ts': program(port) });
    const image = `127.0.0.1:${port}/web:1`;
    expect((await synthProgram({ cwd })).errors.map(({ code }) => code)).toEqual(['KS1018']);
    expect((await lockProgram({ cwd, check: true })).stale).toEqual([`${image}: new`]);
    expect(asked).toEqual([]);
    expect(await lockProgram({ cwd })).toMatchObject({ errors: [], images: { resolved: [image] } });
    expect((await lockProgram({ cwd, check: true })).stale).toEqual([]);
    const { content } = await synthProgram({ cwd });
    expect([...(content?.files.values() ?? [])].join()).toContain(`image: ${image}@${digestOf('web')}`);
    expect(asked).toHaveLength(1);
  });

  test('leaves the entries of objects that a wrong prop keeps from being made', async () => {
    const { port } = await manifests();
    const cwd = programFolder({ 'main.ts': program(port) });
    await lockProgram({ cwd });
    addFiles(cwd, { 'main.ts': program(port).replace("web:1'", "web:1', port: -1") });
    expect(await lockProgram({ cwd })).toMatchObject({ images: { removed: [], unchanged: [`127.0.0.1:${port}/web:1`] } });
    addFiles(cwd, { 'main.ts': program(port).replace(/new App.*/, '') });
    expect(await lockProgram({ cwd })).toMatchObject({ images: { removed: [`127.0.0.1:${port}/web:1`] } });
  });

  test('leaves images alone where nobody asks for them', async () => {
    const { port, asked } = await manifests();
    const cwd = programFolder({ 'main.ts': program(port).replace(", { images: 'pinned' }", '') });
    expect(await lockProgram({ cwd })).toMatchObject({ errors: [], images: { resolved: [] } });
    expect([asked, existsSync(join(cwd, 'images.lock'))]).toEqual([[], false]);
  });
});
