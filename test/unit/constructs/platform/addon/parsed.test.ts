import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/* Each test is another run: the module is loaded anew, and knows nothing but what stands in the folder. */
let root: string;
let reads: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keelson-parsed-'));
  reads = 0;
});
afterEach(() => {
  vi.doUnmock('../../../../../lib/synth/locks.ts');
  rmSync(root, { recursive: true, force: true });
});

const run = async (text: string, reader = 'plain') => {
  vi.resetModules();
  vi.doMock('../../../../../lib/synth/locks.ts', () => ({ appRoot: () => root }));
  const { parsedObjects } = await import('../../../../../lib/constructs/platform/addon/parsed.ts');
  const read = (source: string) => {
    reads++;
    return [{ kind: reader, length: source.length }];
  };
  return () => parsedObjects(text, reader, read);
};
const large = 'a: 1\n'.repeat(4000);
const notes = () => readdirSync(join(root, '.keelson/yaml'));

test('a large text is read once, in this run and in the next ones, and each time gives objects of its own', async () => {
  const first = await run(large);
  const [one, two] = [first(), first()];
  expect(one).toEqual([{ kind: 'plain', length: large.length }]);
  expect(two).toEqual(one);
  expect(two[0]).not.toBe(one[0]);
  expect((await run(large))()).toEqual(one);
  expect(reads).toBe(1);
  (await run(`${large}#`))();
  (await run(large, 'other'))();
  expect(reads).toBe(3);
  expect(notes()).toHaveLength(3);
});

test('a note that is not whole counts for nothing', async () => {
  (await run(large))();
  const file = join(root, '.keelson/yaml', notes()[0] as string);
  writeFileSync(file, readFileSync(file, 'utf8').replace('plain', 'plane'));
  expect((await run(large))()).toEqual([{ kind: 'plain', length: large.length }]);
  expect(reads).toBe(2);
});

test('a small text, and a folder that can not be written, make no note', async () => {
  (await run('a: 1\n'))();
  expect(readdirSync(root)).toEqual([]);
  writeFileSync(join(root, '.keelson'), 'in the way');
  expect((await run(large))()).toEqual([{ kind: 'plain', length: large.length }]);
});
