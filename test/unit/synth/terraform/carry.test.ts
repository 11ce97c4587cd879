import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import { AssetType, TerraformAsset, TerraformHclModule, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { writeUpstream } from '../../../../lib/synth/upstream.ts';
import { matchers, type Synthesised, synthTree } from '../../../../lib/testing/index.ts';
import { filesOf } from '../../../support/program.ts';
import { temporaryFolder } from '../../../support/run.ts';
import { devCluster } from '../../../support/tree.ts';

expect.extend(matchers);

type Build = (dev: Construct) => void;

/** A program's folder with these files. */
const folderOf = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const root = join(temporaryFolder(), 'program');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};
const synth = (root: string, build: Build) => synthTree((platform) => build(devCluster(platform).dev), { root });

/** Files of the stack `data` beside `cdk.tf.json`. */
const carried = (result: Synthesised): Record<string, string> =>
  Object.fromEntries(
    [...result.files]
      .filter(([path]) => path.startsWith('dev/terraform/data/') && !path.endsWith('data/cdk.tf.json'))
      .map(([path, text]) => [path.replace('dev/terraform/data/', ''), text]),
  );
const problems = (result: Synthesised): string[] => result.errors.map(({ code, details }) => `${code} ${details.path} ${details.message}`);

const upload =
  (source: string, type?: AssetType): Build =>
  (dev) => {
    const asset = new TerraformAsset(dev, 'script', { path: source, ...(type !== undefined && { type }) });
    new S3Object(dev, 'object', { bucket: 'b', key: asset.fileName, source: asset.path });
  };

describe('an asset of cdktf', () => {
  test('stands beside its stack, relative to the program and not to the current folder', () => {
    const result = synth(folderOf({ 'scripts/start.sh': '#!/bin/sh\r\n' }), upload('scripts/start.sh'));
    expect(result).toSynthesise();
    const [path = ''] = Object.keys(carried(result));
    expect(path).toMatch(/^assets\/script\/[0-9A-F]{32}\/start\.sh$/);
    expect(carried(result)).toEqual({ [path]: '#!/bin/sh\r\n' });
    expect(result.resource('aws_s3_object').body).toMatchObject({ key: 'start.sh', source: path });
    const { files } = JSON.parse(result.files.get('dev/units/terraform.data.json') ?? '') as { files: { file: string }[] };
    expect(files.map(({ file }) => file)).toEqual([`dev/terraform/data/${path}`, 'dev/terraform/data/cdk.tf.json']);
  });

  test('may be a folder', () => {
    const result = synth(folderOf({ 'conf/a.yaml': 'a: 1\n', 'conf/sub/b.txt': 'ü' }), upload('conf'));
    expect(Object.entries(carried(result)).map(([path, text]) => [path.replace(/[0-9A-F]{32}/, '#'), text])).toEqual([
      ['assets/script/#/a.yaml', 'a: 1\n'],
      ['assets/script/#/sub/b.txt', 'ü'],
    ]);
  });

  test.each<[string, Record<string, string | Uint8Array>, string]>([
    ['bytes that are no text', { 'a/x.bin': Buffer.from([0xff, 0xfe]) }, 'KS6017 dev/script x.bin is no text in UTF-8'],
    ['a null character', { 'a/x': 'a\0b' }, 'KS6017 dev/script x is no text in UTF-8'],
    ['what Terraform keeps there', { 'a/.terraform/x': '' }, 'KS6017 dev/script .terraform is never part of an assembly'],
    ['a state', { 'a/b/terraform.tfstate': '' }, 'KS6017 dev/script b/terraform.tfstate is never part of an assembly'],
    ['a name that not every system can have', { 'a/x:y': '' }, 'KS6017 dev/script "x:y" is a name that not every system can have'],
    ['names that differ only by case', { 'a/X': '', 'a/x': '' }, 'KS6017 dev/script X and x differ only by case'],
    ['too much', { 'a/x': 'x'.repeat(5_000_000) }, 'KS6017 dev/script it has more than 500 files or 4 MiB'],
    ['a credential', { 'a/x': `key = AKIA${'A'.repeat(16)}` }, expect.stringMatching(/^KS4008 .*\/x looks like an AWS access key id$/)],
  ])('is refused with %s', (_, files, problem) => {
    expect(problems(synth(folderOf(files), upload('a')))).toEqual([problem]);
  });

  test('is refused with a link, wherever it leads', () => {
    const root = folderOf({ 'a/x': '' });
    symlinkSync('/etc/hostname', join(root, 'a/y'));
    expect(problems(synth(root, upload('a')))).toEqual(['KS6017 dev/script y is a symbolic link']);
  });

  test('is refused as an archive, with what to do instead', () => {
    expect(synth(folderOf({ 'a/x': '' }), upload('a', AssetType.ARCHIVE))).toFailWith('KS6017', /archive_file of the provider archive/);
  });

  test('is refused in a stack without a resource, and with a hash that leads elsewhere', () => {
    const root = folderOf({ 'a/x': '' });
    const alone = synth(root, (dev) => void new TerraformAsset(dev, 'script', { path: 'a' }));
    expect(alone).toFailWith('KS1003', 'the stack data, which has no resource');
    const elsewhere = synth(root, (dev) => {
      new TerraformAsset(dev, 'script', { path: 'a', assetHash: '../../..' });
      new S3Object(dev, 'object', { bucket: 'b', key: 'k' });
    });
    expect(elsewhere).toFailWith('KS6017', 'leads elsewhere');
  });
});

test('another construct that writes files is refused', () => {
  class Writer extends Construct {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      Object.defineProperty(this, Symbol.for('cdktf/customSynthesis'), { value: { onSynthesize: () => undefined } });
    }
  }
  expect(problems(synth(folderOf({ x: '' }), (dev) => void new Writer(dev, 'w')))).toEqual([
    'KS6016 dev/w Writer writes files of its own while cdktf synthesises, which Keelson does not run',
  ]);
});

const call =
  (...sources: string[]): Build =>
  (dev) => {
    for (const [index, source] of sources.entries()) {
      const made = new TerraformHclModule(dev, `m${index}`, { source });
      new TerraformOutput(dev, `o${index}`, { value: made.get('id') });
    }
  };

describe('a local module', () => {
  const modules = {
    'modules/net/main.tf': 'module "names" {\n  source = "../names"\n}\noutput "id" { value = module.names.id }\n',
    'modules/net/.terraform/junk': 'x',
    'modules/net/.gitignore': '*',
    'modules/names/main.tf.json': '{"module":{"deep":[{"source":"./deep"}]},"output":{"id":{"value":"n"}}}',
    'modules/names/deep/main.tf': '# module "old" {\n#  source = "../gone"\n# }\n',
    'modules/unused/main.tf': '',
  };

  test('stands beside its stack with all that it refers to, at its place in the program', () => {
    const result = synth(folderOf(modules), call('./modules/net'));
    expect(result).toSynthesise();
    expect(Object.keys(carried(result)).sort()).toEqual([
      'program/modules/names/deep/main.tf',
      'program/modules/names/main.tf.json',
      'program/modules/net/main.tf',
    ]);
    expect(result.resources).toEqual([{ unit: 'dev/terraform.data', address: 'module.m0', body: { source: './program/modules/net' } }]);
  });

  test('may be outside the folder of the program, with others there', () => {
    const root = join(folderOf({ 'infra/x': '', 'shared/a/main.tf': 'module "b" { source = "../b" }', 'shared/b/main.tf': '' }), 'infra');
    expect(Object.keys(carried(synth(root, call('../shared/a'))))).toEqual([
      'program/_up/shared/a/main.tf',
      'program/_up/shared/b/main.tf',
    ]);
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['is not there', {}, './m', 'm: m is not there'],
    [
      'refers to what is not there',
      { 'm/main.tf': 'module "b" { source = "../b/" }' },
      './m',
      'm: main.tf refers to ../b/, which is not there',
    ],
    [
      'refers out of the folder of the program',
      { 'm/main.tf': 'module "b" { source = "../../b" }', '../b/main.tf': '' },
      './m',
      "m: main.tf refers to ../../b, and one of the two is outside the program's folder",
    ],
    ['is the program itself', { 'main.tf': '' }, './', ".: it is the program's own folder"],
  ])('that %s is an error', (_, files, source, problem) => {
    expect(problems(synth(folderOf({ 'main.ts': '', ...files }), call(source)))).toEqual([`KS6017 dev/m0 ${problem}`]);
  });

  test('of the registry or of git is left alone', () => {
    const result = synth(folderOf({ x: '' }), call('terraform-aws-modules/vpc/aws', 'git::https://example.com/net.git?ref=v1'));
    expect(result).toSynthesise();
    expect(carried(result)).toEqual({});
  });
});

test('under cdktf synth the files stand beside the stack too', () => {
  const out = temporaryFolder();
  writeUpstream(synth(folderOf({ 'm/main.tf': 'output "id" { value = 1 }\n' }), call('./m')).content, { CDKTF_OUTDIR: out });
  expect(filesOf(out)).toEqual(['manifest.json', 'stacks/dev-data/cdk.tf.json', 'stacks/dev-data/program/m/main.tf']);
});
