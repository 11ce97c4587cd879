import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../lib/assembly/reader.ts';
import { assembly, deployment } from '../../support/assembly.ts';

const content = assembly({ 'dev/kubernetes.main.a': { objects: [{ manifest: deployment('one') }, { manifest: deployment('two') }] } });
const source = (files: ReadonlyMap<string, string>) => ({
  name: 'memory',
  list: () => [...files.keys()],
  size: (path: string) => files.get(path)?.length ?? 0,
  read: (path: string) => Buffer.from(files.get(path) ?? ''),
});

describe('an assembly that is read lazily', () => {
  it('holds the same objects, each parsed once', () => {
    const [eager, lazy] = [readAssembly(source(content.files)), readAssembly(source(content.files), { lazy: true })];
    expect(new Map(lazy.objects)).toEqual(eager.objects);
    expect([lazy.objects.size, [...lazy.objects.keys()], [...lazy.objects.values()]]).toEqual([
      2,
      [...eager.objects.keys()],
      [...eager.objects.values()],
    ]);
    const seen: unknown[] = [];
    lazy.objects.forEach((object, path) => {
      seen.push([path, object]);
    });
    expect(seen).toEqual([...eager.objects]);
    const [path = ''] = lazy.objects.keys();
    expect(lazy.objects.get(path)).toBe(lazy.objects.get(path));
    expect([lazy.objects.has(path), lazy.objects.has('other'), lazy.objects.get('other')]).toEqual([true, false, undefined]);
  });

  it('is checked against its digests all the same', () => {
    const [path = ''] = content.objects.keys();
    expect(() => readAssembly(source(new Map(content.files).set(path, 'kind: Other\n')), { lazy: true })).toThrow(/^KS3006 /);
  });
});
