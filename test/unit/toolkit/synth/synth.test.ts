import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { IoMessage } from '../../../../lib/toolkit/io-host.ts';
import { type SynthOutcome, synthProgram } from '../../../../lib/toolkit/synth/synth.ts';
import { addFiles, filesOf, MINIMAL, programFolder } from '../../../support/program.ts';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'keelson-cache-'));
  vi.stubEnv('KEELSON_CACHE_DIR', cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

const synth = (files: Readonly<Record<string, string>>): Promise<SynthOutcome> => synthProgram({ cwd: programFolder(files) });
const messages = ({ errors }: SynthOutcome): string[] => errors.map((error) => error.message);

/** The body of a program around lines that make objects in `cluster`. */
const program = (body: string, imports = ''): string => `${imports}
import { Cluster, Environment, Namespace, Platform } from 'keelson';
import { ApiObject } from 'cdk8s';
const platform = new Platform('acme');
const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
const map = (id: string, data: Record<string, unknown>) =>
  new ApiObject(cluster, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {}, data });
${body}
platform.synth();
`;

const dataOf = (outcome: SynthOutcome, name: string): unknown => {
  expect(messages(outcome)).toEqual([]);
  return [...(outcome.content?.objects.values() ?? [])].find((object) => object.metadata.name === name)?.['data'];
};

describe('a synth', () => {
  test('writes the output once, and tells what it did', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    const told: IoMessage[] = [];
    const first = await synthProgram({ cwd: folder }, { notify: (message) => told.push(message) });
    expect(messages(first)).toEqual([]);
    expect(first.written?.written).toContain('keelson.json');
    expect(filesOf(folder)).toContain('deploy/keelson.json');
    expect(told.map((message) => message.code)).toContain('synth.written');
    expect(readFileSync(join(folder, '.keelson/.gitignore'), 'utf8')).toBe('*\n');
    expect(JSON.parse(readFileSync(join(folder, '.keelson/sources.json'), 'utf8'))).toMatchObject({ 'dev/main/shop': 'main.ts:5' });
    const second = await synthProgram({ cwd: folder });
    expect(second.written).toMatchObject({ written: [], deleted: [], unchanged: first.written?.written.length });
  });

  test('repairs a manifest that was edited, and finds it with check, though its digest is known from before', async () => {
    const folder = programFolder({ 'main.ts': program("map('x', { a: 'b' });") });
    const first = await synthProgram({ cwd: folder });
    await synthProgram({ cwd: folder });
    const path = first.written?.written.find((file) => file.endsWith('x.yaml')) ?? '';
    const text = readFileSync(join(folder, 'deploy', path), 'utf8');
    writeFileSync(join(folder, 'deploy', path), text.replace('b', 'c'));
    expect((await synthProgram({ cwd: folder, check: true })).checked).toEqual({ missing: [], changed: [path], stray: [] });
    expect((await synthProgram({ cwd: folder })).written).toMatchObject({ written: [path] });
    expect(readFileSync(join(folder, 'deploy', path), 'utf8')).toBe(text);
  });

  test('refuses a number that is none, and names the field', async () => {
    const outcome = await synth({ 'main.ts': program("map('x', { a: 0 / 0 });") });
    expect(messages(outcome)).toEqual([
      expect.stringContaining('KS5025 dev/main/x (main.ts:7): /data/a is NaN; see where the value is calculated'),
    ]);
  });

  test('with check writes nothing, and lists what differs', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    await synthProgram({ cwd: folder });
    expect((await synthProgram({ cwd: folder, check: true })).checked).toEqual({ missing: [], changed: [], stray: [] });
    writeFileSync(join(folder, 'deploy/keelson.json'), '{}');
    writeFileSync(join(folder, 'deploy/extra.yaml'), '');
    rmSync(join(folder, 'deploy/dev/kubernetes/main/namespaces/_cluster/Namespace/shop.yaml'), { force: true });
    const before = filesOf(folder);
    const { checked } = await synthProgram({ cwd: folder, check: true });
    expect(checked).toMatchObject({ changed: ['keelson.json'], stray: ['extra.yaml'] });
    expect(filesOf(folder)).toEqual(before);
  });

  test('is the same for a JavaScript program', async () => {
    const typed = await synth({ 'main.ts': MINIMAL });
    const plain = await synth({ 'main.mjs': MINIMAL });
    expect(messages(plain)).toEqual([]);
    expect([...(plain.content?.files ?? [])]).toEqual([...(typed.content?.files ?? [])]);
  });
});

describe('a program', () => {
  test('may consist of TypeScript, JavaScript and JSON files', async () => {
    const outcome = await synth({
      'main.ts': program(
        `map('a', { sum: add(1, 2), ...values, ...plain });`,
        `import { add } from './lib/add.ts'; import values from './values.json' with { type: 'json' }; import { plain } from './plain.js';`,
      ),
      'lib/add.ts': 'export const add = (a: number, b: number): string => String(a + b);',
      'values.json': '{ "replicas": "3" }',
      'plain.js': "module.exports = { plain: { old: 'yes' } };",
    });
    expect(dataOf(outcome, 'a')).toEqual({ sum: '3', replicas: '3', old: 'yes' });
  });

  test('finds its own files by import.meta and __dirname', async () => {
    const folder = programFolder({
      'main.ts': program(
        `map('a', { text, url: import.meta.url, dir: import.meta.dirname, file: import.meta.filename, ...old });`,
        `import { readFileSync } from 'node:fs'; import { old } from './lib/old.cjs';
const text = readFileSync(new URL('./data.txt', import.meta.url), 'utf8');`,
      ),
      'lib/old.cjs': "'use strict'; exports.old = { dirname: __dirname, filename: __filename };",
      'data.txt': 'from a file',
    });
    expect(dataOf(await synthProgram({ cwd: folder }), 'a')).toEqual({
      text: 'from a file',
      url: `file://${folder}/main.ts`,
      dir: folder,
      file: join(folder, 'main.ts'),
      dirname: join(folder, 'lib'),
      filename: join(folder, 'lib/old.cjs'),
    });
  });

  test('may hold any text', async () => {
    const text = '❄ 🚀 ${x} \\u0000 \u2028 \' " ` é';
    const outcome = await synth({ 'main.ts': program(`map('a', { text: ${JSON.stringify(text)} });`) });
    expect(dataOf(outcome, 'a')).toEqual({ text });
  });

  test('keeps the names of its classes', async () => {
    const outcome = await synth({ 'main.ts': program(`map('a', { name: new (class App {})().constructor.name });`) });
    expect(dataOf(outcome, 'a')).toEqual({ name: 'App' });
  });
});

describe('packages', () => {
  const fake = (name: string, code: string, more: object = {}) => ({
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js', ...more }),
    [`node_modules/${name}/index.js`]: code,
  });

  test('that make constructs share the copy of the construct libraries', async () => {
    const outcome = await synth({
      ...fake('acme-constructs', "exports.constructs = require('constructs'); exports.cdk8s = require('cdk8s'); exports.dir = __dirname;", {
        peerDependencies: { constructs: '*' },
      }),
      ...fake('acme-platform', "exports.inner = require('acme-constructs');", { dependencies: { 'acme-constructs': '1' } }),
      ...fake('plain', "exports.constructs = require('constructs'); exports.cdktf = require('cdktf');"),
      'main.ts': program(
        `map('a', { same: String([acme.constructs.Construct === constructs.Construct, acme.cdk8s.App === cdk8s.App, plain.cdktf.App === cdktf.App]), inner: String(inner === acme), plain: String(plain.constructs.Construct === constructs.Construct), dir: acme.dir });`,
        `import * as constructs from 'constructs'; import * as cdk8s from 'cdk8s'; import * as cdktf from 'cdktf';
import acme from 'acme-constructs'; import { inner } from 'acme-platform'; import plain from 'plain';`,
      ),
    });
    expect(dataOf(outcome, 'a')).toEqual({
      same: 'true,true,true',
      inner: 'true',
      plain: 'true',
      dir: join(outcome.program.appRoot, 'node_modules/acme-constructs'),
    });
  });

  test('that make constructs may export anything', async () => {
    const made = fake('acme-thing', "const { Construct } = require('constructs'); module.exports = class Thing extends Construct {};", {
      main: 'dist/index.js',
      peerDependencies: { constructs: '*' },
    });
    const moved = Object.fromEntries(Object.entries(made).map(([path, text]) => [path.replace('index.js', 'dist/index.js'), text]));
    const outcome = await synth({
      ...moved,
      'main.ts': program(`map('a', { name: new Thing(cluster, 'thing').node.path });`, "import Thing from 'acme-thing';"),
    });
    expect(dataOf(outcome, 'a')).toEqual({ name: 'dev/main/thing' });
  });

  test('that share nothing are left to Node, CommonJS and ES modules', async () => {
    const outcome = await synth({
      ...fake('old', "exports.file = __filename; exports.dynamic = require('./' + 'part');"),
      'node_modules/old/part.js': "module.exports = 'part';",
      ...fake('modern', 'export const url = import.meta.url;', { type: 'module', exports: { import: './index.js' } }),
      'main.ts': program(`map('a', { file, dynamic, url });`, `import { dynamic, file } from 'old'; import { url } from 'modern';`),
    });
    const folder = join(outcome.program.appRoot, 'node_modules');
    expect(dataOf(outcome, 'a')).toEqual({ file: join(folder, 'old/index.js'), dynamic: 'part', url: `file://${folder}/modern/index.js` });
  });

  test('of the same construct library in two places are an error', async () => {
    const outcome = await synth({
      ...fake('acme-constructs', "exports.constructs = require('constructs');", { dependencies: { constructs: '*' } }),
      ...Object.fromEntries(
        Object.entries(fake('constructs', 'exports.Construct = class {};')).map(([path, text]) => [
          path.replace('node_modules/', 'node_modules/acme-constructs/node_modules/'),
          text,
        ]),
      ),
      'main.ts': program('', "import 'acme-constructs';"),
    });
    expect(messages(outcome)).toEqual([expect.stringMatching(/^KS0010: constructs is installed twice: .*; make the package use/)]);
  });
});

describe('errors of a program', () => {
  test.each([
    [
      'a syntax error',
      { 'main.ts': "import './b.ts';", 'b.ts': '\nconst = 1;\nlet let;' },
      [/^KS0005 \(b\.ts:2\): expected identifier but found "="; correct the file$/],
    ],
    [
      'syntax errors of two files',
      { 'main.ts': "import './b.ts';\nimport './c.ts';", 'b.ts': 'x x', 'c.ts': '\n}' },
      [/\(b\.ts:1\)/, /\(c\.ts:2\)/],
    ],
    ['a missing file', { 'main.ts': "\nimport './gone.ts';" }, [/^KS0009 \(main\.ts:2\): "\.\/gone\.ts" is not there; correct the path$/]],
    [
      'a missing package',
      { 'main.ts': "import '@acme/gone/deep.js';" },
      [/^KS0009 \(main\.ts:1\): "@acme\/gone\/deep\.js" is not installed; npm install @acme\/gone/],
    ],
    [
      'a package that is missing when it is asked for',
      { 'main.ts': "const name = () => '@acme/gone';\nrequire(name());" },
      [/^KS0009 \(main\.ts:2\): @acme\/gone is not installed; npm install @acme\/gone$/],
    ],
    [
      'await at the top level',
      { 'main.ts': '\nawait fetch("https://example.com");' },
      [/^KS0008 \(main\.ts:2\): await outside a function; read files/],
    ],
    [
      'a throw',
      {
        'main.ts': "import { f } from './b.ts';\nf();",
        'b.ts': "\n\nexport const f = () => {\n  throw new TypeError('no such thing.');\n};",
      },
      [/^KS0006 \(b\.ts:4\): TypeError: no such thing; /],
    ],
    [
      'a throw inside a library',
      { 'main.ts': "import { Size } from 'cdk8s';\n\nSize.gibibytes(-1);" },
      [/^KS0006 \(main\.ts:3\): Error: Storage amounts cannot be negative/],
    ],
    ['a throw of something else', { 'main.ts': "throw 'nothing';" }, [/^KS0006: the program threw nothing; /]],
    [
      'no call of synth',
      { 'main.ts': "import { Platform } from 'keelson';\nnew Platform('acme');" },
      [/^KS0007: .*; add platform\.synth\(\)/],
    ],
    [
      'a second call of synth',
      { 'main.ts': `${MINIMAL}platform.synth();` },
      [/^KS1010 \(main\.ts:7\): platform\.synth\(\) was called twice/],
    ],
    [
      'a second platform',
      { 'main.ts': `${MINIMAL}new Platform('other').synth();` },
      [/^KS1010: platform\.synth\(\) was called for 2 platforms/],
    ],
  ])('%s', async (_name, files, expected) => {
    const outcome = await synth(files as unknown as Record<string, string>);
    const told = messages(outcome).sort();
    expect(told).toHaveLength((expected as RegExp[]).length);
    for (const pattern of expected as RegExp[])
      expect(
        told.some((message) => pattern.test(message)),
        `${pattern} in ${told.join('\n')}`,
      ).toBe(true);
    expect(filesOf(outcome.program.appRoot).some((file) => file.startsWith('deploy'))).toBe(false);
  });

  test('that were found before it threw are told with it', async () => {
    const outcome = await synth({
      'main.ts': program(
        `Cluster.existing(cluster, 'x', { version: 1 } as never);\nconst none = undefined as unknown as { x: string };\nnone.x;`,
      ),
    });
    expect(messages(outcome)).toEqual([
      expect.stringMatching(/^KS1001 dev\/main\/x \(main\.ts:8\)/),
      expect.stringMatching(/^KS0006 \(main\.ts:10\): TypeError/),
    ]);
  });

  test('have a stack of the sources', async () => {
    const { errors } = await synth({ 'main.ts': "const f = (): never => {\n  throw new Error('x');\n};\n\nf();" });
    expect((errors[0]?.cause as Error | undefined)?.stack).toMatch(/at f \(main\.ts:2:9\)\n.*main\.ts:5:1/);
  });

  test('leave the old output as it was', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    await synthProgram({ cwd: folder });
    const before = filesOf(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    addFiles(folder, { 'main.ts': MINIMAL.replace("'shop'", "'Shop'") });
    expect(messages(await synthProgram({ cwd: folder }))).toEqual([expect.stringContaining('KS1009')]);
    addFiles(folder, { 'main.ts': MINIMAL });
    expect(filesOf(folder).map((file) => readFileSync(join(folder, file), 'utf8'))).toEqual(before);
  });

  test('in its output folder are the outcome, not a throw', async () => {
    const outcome = await synth({ 'main.ts': MINIMAL, 'deploy/mine.txt': 'keep' });
    expect(messages(outcome)).toEqual([expect.stringContaining('KS3001')]);
    expect(filesOf(outcome.program.appRoot).filter((file) => file.startsWith('deploy'))).toEqual(['deploy/mine.txt']);
  });
});

test('an upstream CLI gets the output, and deploy stays as it is', async () => {
  const folder = programFolder({ 'main.ts': MINIMAL });
  const charts = realpathSync(mkdtempSync(join(tmpdir(), 'keelson-charts-')));
  try {
    const outcome = await synthProgram({ cwd: folder, environment: { CDK8S_OUTDIR: charts } });
    expect(messages(outcome)).toEqual([]);
    expect(filesOf(charts).length).toBeGreaterThan(0);
    expect(filesOf(folder)).toEqual(['main.ts']);
  } finally {
    rmSync(charts, { recursive: true, force: true });
  }
});
