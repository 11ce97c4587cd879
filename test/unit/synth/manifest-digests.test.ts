import { describe, expect, it, vi } from 'vitest';
import { FileTexts } from '../../../lib/assembly/file-texts.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { toYaml } from '../../../lib/core/yaml.ts';
import { addManifest } from '../../../lib/synth/assemble/manifest-digests.ts';

const manifest = (value: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { key: value } });

describe('a manifest of the output', () => {
  it('has the same digest and text whether it was written before or not', () => {
    const known = new Map<string, string>();
    const first = new FileTexts();
    const second = new FileTexts();
    const digest = addManifest(first, 'a.yaml', manifest('x'), known);
    expect(addManifest(second, 'a.yaml', manifest('x'), known)).toBe(digest);
    expect(digest).toBe(sha256(toYaml(manifest('x'))));
    expect([first.digestOf('a.yaml'), second.digestOf('a.yaml')]).toEqual([undefined, digest]);
    expect(second.get('a.yaml')).toBe(first.get('a.yaml'));
  });

  it('is written anew after a change', () => {
    const known = new Map<string, string>();
    addManifest(new FileTexts(), 'a.yaml', manifest('x'), known);
    expect(addManifest(new FileTexts(), 'a.yaml', manifest('y'), known)).toBe(sha256(toYaml(manifest('y'))));
  });
});

describe('files of the output', () => {
  it('are a map, whose texts are made once and when they are asked for', () => {
    const files = new FileTexts();
    const make = vi.fn(() => 'late');
    files.set('b', 'text');
    files.setLater('a', sha256('late'), make);
    expect([files.size, files.has('a'), [...files.keys()], make.mock.calls.length]).toEqual([2, true, ['b', 'a'], 0]);
    expect([...files]).toEqual([
      ['b', 'text'],
      ['a', 'late'],
    ]);
    expect([[...files.values()], files.get('a'), files.get('c'), make.mock.calls.length]).toEqual([['text', 'late'], 'late', undefined, 1]);
  });
});
