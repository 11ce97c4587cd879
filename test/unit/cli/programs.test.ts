import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../support/run.ts';

/*
 * Whole processes of the built command line, on programs of users. They stand below the repository's node_modules, so that
 * their imports are found.
 */
let folder: string;
beforeAll(() => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  folder = mkdtempSync(join(root, 'node_modules/.cache/programs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const project = (main: string, files: Record<string, string> = {}, name = 'main.ts'): string => {
  const directory = join(folder, `p${count++}`);
  mkdirSync(directory);
  for (const [file, text] of Object.entries({ [name]: main, ...files })) writeFileSync(join(directory, file), text);
  return directory;
};

const keelson = (args: readonly string[], cwd: string, env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
  });

const HEAD = `import { Cluster, Environment, Platform } from 'keelson';
const platform = new Platform('acme');
const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
`;

describe('a program that is wrong', () => {
  it.each([
    ['throws', `${HEAD}throw new Error('out of coffee');\n`, /^error KS0006 \(main\.ts:4\): Error: out of coffee/],
    ['never calls platform.synth()', HEAD, /^error KS0007: .*add platform\.synth\(\)/],
    ['calls platform.synth() twice', `${HEAD}platform.synth();\nplatform.synth();\n`, /^error KS1010 \(main\.ts:5\): /m],
    ['has a syntax error', `${HEAD}const x = ;\n`, /^error KS0005 \(main\.ts:4\): /],
    ['awaits at the top level', `${HEAD}await fetch('x');\nplatform.synth();\n`, /^error KS0008 \(main\.ts:4\): /],
    [
      'imports what is not there',
      `import './nowhere.ts';\n${HEAD}platform.synth();\n`,
      /^error KS0009 \(main\.ts:1\): "\.\/nowhere\.ts" is not there/,
    ],
    [
      'misspells a prop',
      `${HEAD}new Environment(platform, 'prod', { regoin: 'x' } as never);\nplatform.synth();\n`,
      /^error KS1001 prod \(main\.ts:4\): unknown prop regoin; did you mean region\?/,
    ],
  ])('that %s: one message, exit 2, no stack trace, no output', (_, main, message) => {
    const directory = project(main);
    const { status, stderr, stdout } = keelson(['synth'], directory);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(directory)).not.toContain('deploy');
  });

  it('gets all of its errors at once, with the exact values', () => {
    const directory = project(`import { App, GpuNodePool } from 'keelson';
${HEAD}GpuNodePool.existing(cluster, 'pool', { gpu: 'L40', gpusPerNode: 1, maxNodes: 4 } as never);
new App(cluster, 'web', { image: 'x:1', port: '80', autoscale: { min: 3, max: 2 } } as never);
new App(cluster, 'Web', { image: 'x:1' });
platform.synth();
`);
    const { status, stderr } = keelson(['synth'], directory);
    expect(status).toBe(2);
    expect(stderr).toContain('error KS1001 dev/main/pool (main.ts:5): prop gpu is "L40"; it must be a GPU model, such as L4');
    expect(stderr).toContain('error KS1001 dev/main/web (main.ts:6): prop port is "80"; it must be a number');
    expect(stderr).toContain('error KS1001 dev/main/web (main.ts:6): prop autoscale.min is 3; it must be at most max, which is 2');
    expect(stderr).toContain('KS1009 dev/main/Web');
  });

  it('is told of names as the program has them', () => {
    const directory = project(`${HEAD}import * as chart from 'cdk8s';\nnew chart.Chart(cluster, 'own');\nplatform.synth();\n`);
    expect(keelson(['synth'], directory).stderr).toContain('dev/main/own (main.ts:5): Chart is a chart, stack or app of its own');
    writeFileSync(join(directory, 'main.ts'), "import { Nothing } from 'keelson';\nnew Nothing();\n");
    expect(keelson(['synth'], directory).stderr).toContain('error KS0006 (main.ts:2): TypeError: Nothing is not a constructor');
  });

  it('keeps the old output', () => {
    const directory = project(`${HEAD}platform.synth();\n`);
    expect(keelson(['synth'], directory).status).toBe(0);
    const before = readFileSync(join(directory, 'deploy/keelson.json'), 'utf8');
    writeFileSync(join(directory, 'main.ts'), `${HEAD}throw new Error('x');\n`);
    expect(keelson(['synth'], directory).status).toBe(2);
    expect(readFileSync(join(directory, 'deploy/keelson.json'), 'utf8')).toBe(before);
  });
});

describe('programs', () => {
  it('read files beside them, import JSON, and may be JavaScript', () => {
    const directory = project(
      `import { readFileSync } from 'node:fs';
import { App, Cluster, Environment, Platform } from 'keelson';
import sizes from './sizes.json' with { type: 'json' };
const image = readFileSync(new URL('./image.txt', import.meta.url), 'utf8').trim();
const platform = new Platform('acme');
const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
new App(cluster, 'web', { image, port: 8080, replicas: sizes.web });
platform.synth();
`,
      { 'sizes.json': '{"web": 3}', 'image.txt': 'example.com/web:1\n' },
      'main.js',
    );
    expect(keelson(['synth'], directory)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(directory, 'deploy/dev/kubernetes/main/web/acme/Deployment.apps/web.yaml'), 'utf8')).toMatch(
      /image: example\.com\/web:1[\s\S]*replicas: 3|replicas: 3[\s\S]*image: example\.com\/web:1/,
    );
  });

  it('have the files of cdktf assets and local modules carried, whatever the current folder', () => {
    const directory = project(
      `import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import { TerraformAsset, TerraformHclModule } from 'cdktf';
import { Environment, Platform } from 'keelson';
const platform = new Platform('acme');
const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
const asset = new TerraformAsset(dev, 'script', { path: 'start.sh' });
new S3Object(dev, 'object', { bucket: 'b', key: 'k', source: asset.path });
new TerraformHclModule(dev, 'net', { source: './net' });
platform.synth();
`,
      { 'start.sh': 'echo\n' },
    );
    mkdirSync(join(directory, 'net'));
    writeFileSync(join(directory, 'net/main.tf'), '');
    expect(keelson(['synth'], directory)).toMatchObject({ status: 0, stderr: '' });
    expect(keelson(['synth', '--check', directory], folder)).toMatchObject({ status: 0, stderr: '' });
    expect(keelson(['validate'], directory)).toMatchObject({ status: 0 });
    const written = readdirSync(join(directory, 'deploy/dev/terraform/data'), { recursive: true, encoding: 'utf8' });
    expect(written).toEqual(
      expect.arrayContaining(['cdk.tf.json', 'program/net/main.tf', expect.stringMatching(/^assets\/script\/.*\/start\.sh$/)]),
    );
  });

  it('see their data change: the cache is for code only', () => {
    const directory = project(
      `${HEAD}import { readFileSync } from 'node:fs';
import { App } from 'keelson';
new App(cluster, 'web', { image: readFileSync(new URL('./image.txt', import.meta.url), 'utf8').trim() });
platform.synth();
`,
      { 'image.txt': 'a:1' },
    );
    const image = () =>
      /image: (\S+)/.exec(readFileSync(join(directory, 'deploy/dev/kubernetes/main/web/acme/Deployment.apps/web.yaml'), 'utf8'))?.[1];
    keelson(['synth'], directory);
    expect(image()).toBe('a:1');
    writeFileSync(join(directory, 'image.txt'), 'b:2');
    keelson(['synth'], directory);
    expect(image()).toBe('b:2');
  });

  it('share one copy of the construct libraries with Keelson', () => {
    const directory = project(`import { ApiObject, Lazy } from 'cdk8s';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { Cluster, Environment, Platform } from 'keelson';
const platform = new Platform('acme');
const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
const cluster = Cluster.existing(dev, 'main', { version: '1.36' });
const bucket = new S3Bucket(dev, 'files', {});
new ApiObject(cluster, 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { bucket: Lazy.any({ produce: () => bucket.bucket }) } });
platform.synth();
`);
    expect(keelson(['synth'], directory)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(directory, 'deploy/dev/kubernetes/main/map/acme/ConfigMap/map.yaml'), 'utf8')).toContain(
      '<keelson:terraform.data.aws_s3_bucket_files_bucket>',
    );
    expect(keelson(['validate'], directory)).toMatchObject({ status: 0 });
  });
});

describe('the command line', () => {
  it('shows examples in every help', () => {
    expect(keelson(['--help'], folder).stdout).toMatch(/Examples:\n {2}keelson init .*\n {2}keelson synth /);
    for (const command of ['init', 'synth', 'diff', 'validate', 'graph', 'explain']) {
      const { status, stdout } = keelson([command, '--help'], folder);
      expect([command, status]).toEqual([command, 0]);
      expect(stdout).toMatch(/Examples:\n {2}keelson /);
    }
  });

  it.each([
    [['synht'], /did you mean synth\?/],
    [['synth', '--chekc'], /--chekc.*did you mean --check/i],
    [['explain', 'KS9999'], /KS0012: "KS9999" is no code/],
    [['synth', 'nowhere.ts'], /KS0003: there is no nowhere\.ts/],
    [['synth', '--output', 'yaml'], /KS0011: .*yaml/],
  ])('refuses %j with exit 2', (args, message) => {
    const { status, stderr } = keelson(args, folder);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('explains every code that it knows', () => {
    const codes = keelson(['explain'], folder)
      .stdout.trim()
      .split('\n')
      .map((line) => line.slice(0, 6));
    expect(codes).toContain('KS2001');
    expect(codes.length).toBeGreaterThan(50);
    expect(keelson(['explain', 'ks2001'], folder).stdout).toMatch(/^KS2001: .*\n\n.*\n\nTo mend it: /);
  });

  it('gives one JSON document with --output json', () => {
    const directory = project(`${HEAD}new Environment(platform, 'dev');\nplatform.synth();\n`);
    const { stdout, status } = keelson(['synth', '--output', 'json'], directory);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).errors).not.toEqual([]);
  });

  it('draws units and bindings that a diagram of Mermaid can show', () => {
    const { stdout } = keelson(['graph', '--env', 'prod'], join(root, 'examples/online-boutique'));
    expect(stdout).toMatch(/^flowchart LR\n/);
    expect(stdout).toContain('==>|"aws_s3_bucket_pictures_bucket"|');
  });
});

describe('keelson init', () => {
  it('makes a project that synthesises and validates', () => {
    const directory = join(folder, 'my-platform');
    expect(keelson(['init', directory], folder).status).toBe(0);
    expect(keelson(['synth'], directory)).toMatchObject({ status: 0, stderr: '' });
    expect(keelson(['synth', '--check'], directory).status).toBe(0);
    expect(keelson(['validate'], directory).status).toBe(0);
    expect(readdirSync(directory).sort()).toEqual([
      '.gitattributes',
      '.github',
      '.gitignore',
      '.keelson',
      'deploy',
      'main.test.ts',
      'main.ts',
      'models.lock',
      'package.json',
      'tsconfig.json',
    ]);
  });

  it('refuses a folder that holds anything', () => {
    const directory = project('');
    const { status, stderr } = keelson(['init'], directory);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error KS0013 .*main\.ts/)]);
  });
});
