import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readBundle, writeBundle } from '../../../../lib/toolkit/program/cache/bundle-file.ts';
import { cacheFolder } from '../../../../lib/toolkit/program/cache/folder.ts';
import { type SynthOutcome, synthProgram } from '../../../../lib/toolkit/synth/synth.ts';
import { addFiles, MINIMAL, programFolder } from '../../../support/program.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'keelson-cache-'));
  vi.stubEnv('KEELSON_CACHE_DIR', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

const synth = async (folder: string): Promise<SynthOutcome> => {
  const outcome = await synthProgram({ cwd: folder });
  expect(outcome.errors).toEqual([]);
  return outcome;
};

const bundles = (start: string): string[] =>
  readdirSync(cache)
    .filter((name) => name.startsWith(start))
    .map((name) => join(cache, name));

describe('what is compiled', () => {
  test('is taken from the cache, and an edit compiles the program only', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    expect((await synth(folder)).cached).toBe('nothing');
    expect((await synth(folder)).cached).toBe('all');
    addFiles(folder, { 'main.ts': MINIMAL.replace("'shop'", "'cart'") });
    const edited = await synth(folder);
    expect(edited.cached).toBe('libraries');
    expect([...(edited.content?.objects.keys() ?? [])].join()).toContain('cart');
    expect((await synth(folder)).cached).toBe('all');
  });

  test('follows every file of the program: content, not time', async () => {
    const main = MINIMAL.replace("'shop'", 'names.first').replace(
      'import',
      "import names from './names.json' with { type: 'json' };\nimport",
    );
    const folder = programFolder({ 'main.ts': main, 'names.json': '{ "first": "shop" }' });
    await synth(folder);
    utimesSync(join(folder, 'main.ts'), new Date(0), new Date(0));
    expect((await synth(folder)).cached).toBe('all');
    addFiles(folder, { 'names.json': '{ "first": "cart" }' });
    const edited = await synth(folder);
    expect(edited.cached).toBe('libraries');
    expect([...(edited.content?.objects.keys() ?? [])].join()).toContain('cart');
  });

  test('follows files that come, go or configure the compiler', async () => {
    const main = MINIMAL.replace("'shop'", 'name').replace('import', "import { name } from './name';\nimport");
    const folder = programFolder({ 'main.ts': main, 'name.js': "export const name = 'shop';" });
    await synth(folder);
    addFiles(folder, { 'name.ts': "export const name = 'cart';" });
    expect([...((await synth(folder)).content?.objects.keys() ?? [])].join()).toContain('cart');
    rmSync(join(folder, 'name.ts'));
    expect([...((await synth(folder)).content?.objects.keys() ?? [])].join()).toContain('shop');
    addFiles(folder, { 'tsconfig.json': '{ "compilerOptions": {} }' });
    expect((await synth(folder)).cached).toBe('libraries');
  });

  test('is kept of a program that failed too, and completed by one that did not', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL.replace("'shop'", "'Shop'") });
    expect((await synthProgram({ cwd: folder })).errors).not.toEqual([]);
    expect((await synthProgram({ cwd: folder })).cached).toBe('all');
    const complete = () =>
      [...bundles('libraries'), ...bundles('program')].map(
        (file) => JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? '').header.complete,
      );
    expect(complete()).toEqual([false, false]);
    addFiles(folder, { 'main.ts': MINIMAL });
    expect((await synth(folder)).cached).toBe('libraries');
    expect(complete()).toEqual([true, true]);
  });

  test.each<[string, (file: string) => void]>([
    ['cut short', (file) => truncateSync(file, 50_000)],
    ['empty', (file) => truncateSync(file, 0)],
    [
      'changed in one byte',
      (file) =>
        writeFileSync(
          file,
          readFileSync(file).map((byte, i, all) => (i === all.length - 1000 ? byte ^ 1 : byte)),
        ),
    ],
    ['no bundle at all', (file) => writeFileSync(file, 'x\ny')],
  ])('is compiled again when a bundle is %s', async (_name, damage) => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    const first = await synth(folder);
    for (const file of bundles('libraries')) damage(file);
    const second = await synth(folder);
    expect(second.cached).toBe('nothing');
    expect([...(second.content?.files ?? [])]).toEqual([...(first.content?.files ?? [])]);
    expect((await synth(folder)).cached).toBe('all');
  });

  test('does without a cache that can not be written', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL, file: '' });
    vi.stubEnv('KEELSON_CACHE_DIR', join(folder, 'file', 'cache'));
    await synth(folder);
    expect((await synth(folder)).cached).toBe('nothing');
  });

  test('is written whole or not at all', async () => {
    await synth(programFolder({ 'main.ts': MINIMAL }));
    expect(
      readdirSync(cache)
        .map((name) => name.replace(/-.*/, ''))
        .sort(),
    ).toEqual(['libraries', 'manifests', 'program']);
  });
});

test('a bundle comes back as it was written, with any text', () => {
  const file = join(cache, 'deeper', 'bundle');
  for (const code of ['x', 'é❄🚀', '']) {
    const bundle = { header: { a: 1 }, code, compiled: Buffer.from([0, 10, 255]), map: '{"é":1}' };
    writeBundle(file, bundle);
    expect(readBundle(file, () => true)).toEqual(bundle);
    expect(readBundle(file, () => false)).toBeUndefined();
  }
  expect(readBundle(join(cache, 'none'), () => true)).toBeUndefined();
});

test('the cache is beside the nearest packages, or where the environment says', () => {
  const folder = programFolder({ 'a/b/main.ts': '' });
  expect(cacheFolder(join(folder, 'a/b'), {})).toBe(join(folder, 'node_modules/.cache/keelson'));
  expect(cacheFolder(folder, { KEELSON_CACHE_DIR: '/x/y' })).toBe('/x/y');
  const bare = mkdtempSync(join(tmpdir(), 'keelson-bare-'));
  try {
    if (!existsSync(join(tmpdir(), 'node_modules')) && process.platform === 'linux') {
      expect(cacheFolder(bare, { XDG_CACHE_HOME: '/x/cache' })).toBe('/x/cache/keelson');
    }
  } finally {
    rmSync(bare, { recursive: true });
  }
});
