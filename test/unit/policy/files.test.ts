import { describe, expect, test } from 'vitest';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { assembly } from '../../support/assembly.ts';
import { AGAIN, findingsOf, twoPlanes } from './fixture.ts';

describe('an assembly that agrees', () => {
  test('has no findings', () => {
    expect(findingsOf(twoPlanes())).toEqual([]);
  });
});

describe('files', () => {
  const changed = (change: (files: Map<string, string>) => void): AssemblyContent => {
    const content = assembly(twoPlanes());
    const files = new Map(content.files);
    change(files);
    return { ...content, files };
  };
  const manifest = 'dev/kubernetes/main/shop/acme/ConfigMap/shop.yaml';

  test('a changed, a missing and a stray file', () => {
    expect(findingsOf(changed((files) => files.set(manifest, '{}')))).toEqual([
      `KS5020 ${manifest}: ${manifest} has another digest than its unit file says: it was changed by hand; ${AGAIN}`,
    ]);
    expect(findingsOf(changed((files) => files.delete(manifest)))).toEqual([`KS5020 ${manifest}: ${manifest} is missing; ${AGAIN}`]);
    expect(findingsOf(changed((files) => files.set('dev/notes.txt', '')))).toEqual([
      `KS5020 dev/notes.txt: dev/notes.txt belongs to no unit; ${AGAIN}`,
    ]);
  });

  test('a changed unit file', () => {
    const file = 'dev/units/terraform.data.json';
    expect(findingsOf(changed((files) => files.set(file, '{}')))).toEqual([
      `KS5020 ${file}: ${file} has another digest than keelson.json says: it was changed by hand; ${AGAIN}`,
    ]);
  });
});
