import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layerErrors } from './support/layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('the repository', () => {
  const sources = new Map(
    readdirSync(join(root, 'lib'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.split(sep).includes('templates'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
  );

  it('keeps its layers and has no import cycle', () => {
    expect(sources.size).toBeGreaterThan(10);
    expect(layerErrors(sources)).toEqual([]);
  });

  it('has no file of lib over 300 lines, facts aside', () => {
    const long = [...sources].filter(([file, text]) => !file.startsWith('lib/facts/') && text.split('\n').length > 301);
    expect(long.map(([file, text]) => `${file}: ${text.split('\n').length - 1} lines`)).toEqual([]);
  });

  it('holds at its top level only what the layout names', () => {
    const allowed = 'lib examples test package.json package-lock.json tsconfig.json cdktf.json cdk8s.yaml README.md LICENSE'.split(' ');
    const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
    const isIgnored = (name: string) =>
      ignored.some((line) => line.replace(/\/$/, '') === name || (line.startsWith('*.') && name.endsWith(line.slice(1))));
    expect(readdirSync(root).filter((name) => !allowed.includes(name) && !name.startsWith('.') && !isIgnored(name))).toEqual([]);
  });
});

describe('the rules', () => {
  const check = (files: Record<string, string>) => layerErrors(new Map(Object.entries(files)));

  it('name the file, the line, the import and the rule', () => {
    expect(check({ 'lib/core/a.ts': "\nimport type { B } from '../facts/b.ts';", 'lib/facts/b.ts': '' })).toEqual([
      'lib/core/a.ts:2 imports ../facts/b.ts: core may import nothing',
    ]);
  });

  it.each([
    ['lib/apply/a.ts', '../synth/b.ts', 'apply may import assembly, facts, core'],
    ['lib/cli/a.ts', '../dashboard/b.ts', 'cli may import toolkit, core'],
    ['lib/constructs/app/a.ts', '../access/b.ts', 'constructs/app may import constructs/platform, gpu'],
    ['lib/constructs/app/a.ts', '../serving/b.ts', 'constructs/app may import constructs/platform, gpu'],
    ['lib/other/a.ts', '../core/b.ts', 'lib/other is no folder of the layout'],
    ['lib/apply/a.ts', 'constructs', 'apply may not load a construct library'],
    ['lib/cli/a.ts', 'cdktf/lib/app', 'cli may not load a construct library'],
    ['lib/core/a.ts', 'node:fs', 'core does no I/O'],
    ['lib/synth/a.ts', '@cdktf/provider-aws', 'only @cdktf/provider-aws/lib/<name>/index.js, which loads in milliseconds'],
    ['lib/synth/a.ts', '@cdktf/provider-aws/lib/s3-bucket', 'only @cdktf/provider-aws/lib/<name>/index.js, which loads in milliseconds'],
    ['lib/toolkit/a.ts', 'keelson', 'lib imports its own modules by relative path'],
    ['lib/synth/a.ts', './gone.ts', 'there is no such file'],
  ])('refuse in %s the import of %s', (file, specifier, rule) => {
    const target = new URL(specifier, `file:///${file}`).pathname.slice(1);
    const sources = { [file]: `import { b } from '${specifier}';`, ...(specifier.startsWith('../') ? { [target]: '' } : {}) };
    expect(check(sources)).toEqual([`${file}:1 imports ${specifier}: ${rule}`]);
  });

  it.each(['App', 'Chart', 'TerraformStack'])('keep %s to the adapters', (name) => {
    const library = name === 'Chart' ? 'cdk8s' : 'cdktf';
    const text = `import { ${name}, Token } from '${library}';`;
    expect(check({ 'lib/synth/platform.ts': text })).toEqual([
      `lib/synth/platform.ts:1 imports ${library}: only lib/synth/kubernetes and lib/synth/terraform may import ${name} of ${library}`,
    ]);
    expect(check({ 'lib/synth/terraform/adapter.ts': text })).toEqual([]);
  });

  it('allow what the layout allows', () => {
    expect(
      check({
        'lib/index.ts': "export * from './constructs/access/a.ts';",
        'lib/constructs/access/a.ts': "import '../app/b.ts'; import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';",
        'lib/constructs/app/b.ts': "import '../platform/c.ts'; import { ApiObject } from 'cdk8s';",
        'lib/constructs/platform/c.ts': "import '../../synth/d.ts'; import { Construct } from 'constructs';",
        'lib/synth/d.ts': "import '../core/e.ts'; import { Token } from 'cdktf';",
        'lib/core/e.ts': "import { createHash } from 'node:crypto';",
      }),
    ).toEqual([]);
  });

  it('print the path of a cycle, type imports included', () => {
    expect(
      check({
        'lib/core/a.ts': "import './b.ts'",
        'lib/core/b.ts': "import type { C } from './c.ts'",
        'lib/core/c.ts': "export * from './a.ts'",
      }),
    ).toEqual(['import cycle: lib/core/a.ts -> lib/core/b.ts -> lib/core/c.ts -> lib/core/a.ts']);
  });
});
