import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { root } from '../support/run.ts';
import { upstreamBin } from '../support/upstream/install.ts';

/* `cdk8s synth` and `cdktf synth`, the real ones, on the repository's cdk8s.yaml and cdktf.json, and on another program. */
let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'keelson-upstream-'));
  upstreamBin('cdk8s');
}, 300_000);
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
  rmSync(join(root, 'cdktf.log'), { force: true });
});

const run = (bin: 'cdk8s' | 'cdktf', args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(upstreamBin(bin), ['synth', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', CI: '1' },
  });
  expect([status, stdout, stderr]).toEqual([0, expect.any(String), expect.any(String)]);
};

describe.each([
  ['inference-platform', []],
  ['online-boutique', ['--app', 'node dist/cli/synth.js examples/online-boutique']],
])('%s', (name, app) => {
  const assembly = readAssembly(directorySource(join(root, 'examples', name, 'deploy')));

  it('cdk8s synth gives the same objects', () => {
    run('cdk8s', [...app, '--output', join(outdir, name, 'charts')]);
    const objects = readdirSync(join(outdir, name, 'charts'))
      .flatMap((file) => parseAllDocuments(readFileSync(join(outdir, name, 'charts', file), 'utf8')))
      .map((document) => document.toJS() as { kind: string; metadata: { name: string; namespace?: string } });
    const key = (object: unknown) => JSON.stringify(object);
    expect(objects.map(key).sort()).toHaveLength(assembly.objects.size);
    expect(objects.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))).toEqual(
      [...assembly.objects.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
    );
  }, 120_000);

  it('cdktf synth gives the same resources', () => {
    run('cdktf', [...app, '--output', join(outdir, name, 'cdktf.out')]);
    const stacks = Object.fromEntries(
      readdirSync(join(outdir, name, 'cdktf.out/stacks')).map((stack) => {
        const { '//': _metadata, ...body } = JSON.parse(
          readFileSync(join(outdir, name, 'cdktf.out/stacks', stack, 'cdk.tf.json'), 'utf8'),
        ) as Record<string, unknown>;
        return [stack, body];
      }),
    );
    const wanted = [...assembly.units].flatMap(([key, unit]) => {
      if (unit.plane !== 'terraform') return [];
      const file = unit.files.find((entry) => entry.file.endsWith('.tf.json'))?.file ?? '';
      return [[key.replace('/terraform.', '-'), JSON.parse(assembly.files.get(file) ?? '')] as const];
    });
    expect(wanted.length).toBeGreaterThan(1);
    expect(stacks).toEqual(Object.fromEntries(wanted));
  }, 120_000);
});
