import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IConstruct, Node } from 'constructs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { checkAssembly } from '../../lib/assembly/writer.ts';
import { type Synthesised, synthProgram } from '../../lib/testing/index.ts';
import { validateAssembly } from '../../lib/toolkit/validate/index.ts';
import { Order } from '../support/order.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const bin = fileURLToPath(new URL('../../dist/cli/synth.js', import.meta.url));
const programs: Record<string, () => Promise<unknown>> = {
  quickstart: () => import('../../examples/quickstart/main.ts'),
  'online-boutique': () => import('../../examples/online-boutique/main.ts'),
  'inference-platform': () => import('../../examples/inference-platform/main.ts'),
};

const synth = (args: readonly string[], options: { cwd: string; env?: Record<string, string> }) =>
  spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', cwd: options.cwd, env: { ...process.env, ...options.env } });

it('every example is here', () => {
  expect(readdirSync(examples).sort()).toEqual(Object.keys(programs).sort());
});

describe.each(Object.keys(programs))('examples/%s', (name) => {
  const folder = join(examples, name);
  const output = join(folder, 'deploy');
  let assembly: Synthesised;
  beforeAll(async () => {
    assembly = await synthProgram(programs[name] as () => Promise<unknown>, { root: folder });
  });

  it('gives its committed output', () => {
    expect(checkAssembly(assembly.content, { directory: output })).toEqual({ missing: [], changed: [], stray: [] });
  });

  it('passes strict validation, every object of it', async () => {
    const { findings, checked } = await validateAssembly({ directory: output, root: folder });
    expect(findings).toEqual([]);
    expect(checked.withoutSchema).toBe(0);
    expect(checked.objects).toBe(assembly.objects.length);
  });

  it('reads back as the program made it', () => {
    const read = readAssembly(directorySource(output));
    expect(Object.fromEntries(read.objects)).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(assembly.content.objects))));
  });

  it.each([1, 2, 3])('is the same when the constructs come in another order (seed %i)', async (seed) => {
    vi.resetModules();
    const { get } = Object.getOwnPropertyDescriptor(Node.prototype, 'children') as { get(this: Node): IConstruct[] };
    const order = new Order(seed);
    const spy = vi.spyOn(Node.prototype, 'children', 'get').mockImplementation(function children(this: Node) {
      return order.shuffle(get.call(this));
    });
    try {
      const { synthProgram: synthAgain } = await import('../../lib/testing/index.ts');
      const again = await synthAgain(programs[name] as () => Promise<unknown>, { root: folder });
      expect(order.changed).toBeGreaterThan(3);
      expect(checkAssembly(again.content, { directory: output })).toEqual({ missing: [], changed: [], stray: [] });
    } finally {
      spy.mockRestore();
    }
  });

  it('is the same from another folder, time zone and locale', () => {
    const result = synth(['--check', folder], { cwd: tmpdir(), env: { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } });
    expect(result.stderr).toBe('');
    expect(result.status).toBe(0);
  });
});

describe('synth --check', () => {
  let root: string;
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(examples, '../node_modules/.cache/check-')));
    cpSync(join(examples, 'quickstart'), root, { recursive: true });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is green on what was committed, and red after any edit of the output', () => {
    expect(synth(['--check'], { cwd: root })).toMatchObject({ status: 0 });
    const files = readdirSync(join(root, 'deploy'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(10);
    for (const { parentPath, name } of files.slice(0, 4)) {
      const file = join(parentPath, name);
      const before = readFileSync(file);
      writeFileSync(file, `${before}\n`);
      const result = synth(['--check'], { cwd: root });
      expect([file, result.status]).toEqual([file, 3]);
      expect(result.stderr).toContain('KS0014');
      writeFileSync(file, before);
    }
    const [gone] = files;
    const path = join(gone?.parentPath ?? '', gone?.name ?? '');
    const before = readFileSync(path);
    rmSync(path);
    expect(synth(['--check'], { cwd: root })).toMatchObject({ status: 3, stderr: expect.stringContaining('1 missing') });
    writeFileSync(path, before);
    writeFileSync(join(root, 'deploy/dev/extra.yaml'), '');
    expect(synth(['--check'], { cwd: root })).toMatchObject({ status: 3, stderr: expect.stringContaining('1 stray') });
    rmSync(join(root, 'deploy/dev/extra.yaml'));
    expect(synth(['--check'], { cwd: root }).status).toBe(0);
  });
});
