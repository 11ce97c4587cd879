import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManifestCache } from '../../../../lib/toolkit/program/cache/manifest-cache.ts';
import { ProgramCache } from '../../../../lib/toolkit/program/cache/program-cache.ts';

describe('digests of manifests that were written before', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keelson-manifests-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const key = (letter: string) => letter.repeat(22);
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
  const filled = (engine = 'a') => {
    const cache = new ManifestCache(join(folder, 'manifests'), engine);
    cache.set(key('x'), digest('1'));
    cache.set(key('y'), digest('2'));
    cache.save();
    return new ManifestCache(join(folder, 'manifests'), engine);
  };

  it('are kept for the next synth', () => {
    expect([filled().get(key('x')), filled().get(key('y')), filled().get(key('z'))]).toEqual([digest('1'), digest('2'), undefined]);
  });

  it('are forgotten when a synth did not use them', () => {
    const cache = filled();
    cache.get(key('x'));
    cache.save();
    expect(new ManifestCache(join(folder, 'manifests'), 'a').get(key('y'))).toBeUndefined();
  });

  it('are not taken from another version', () => {
    filled('a');
    expect(new ManifestCache(join(folder, 'manifests'), 'b').get(key('x'))).toBeUndefined();
  });

  it('are not taken from another state of the libraries, which hold the writer', () => {
    const cache = new ProgramCache(folder, 'a');
    const first = cache.manifests('main.ts', 'one');
    first.set(key('x'), digest('1'));
    first.save();
    expect(cache.manifests('main.ts', 'two').get(key('x'))).toBeUndefined();
    expect(cache.manifests('main.ts', 'one').get(key('x'))).toBe(digest('1'));
  });

  it('are not taken from a damaged file', () => {
    filled();
    const file = join(folder, 'manifests');
    writeFileSync(file, readFileSync(file, 'utf8').replace('1111', '1112'));
    expect(new ManifestCache(file, 'a').get(key('x'))).toBeUndefined();
  });
});
