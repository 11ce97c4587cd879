import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { carriedTexts } from '../../../lib/facts/carried.ts';
import { carriedKinds, findCarriedKind } from '../../../lib/facts/crds/kinds.ts';
import { loadCarriedDefinition } from '../../../lib/facts/crds/load.ts';

const facts = fileURLToPath(new URL('../../../lib/facts/', import.meta.url));

describe('carried texts', () => {
  test.each(carriedTexts.map((text) => [text.file, text] as const))('%s has the digest that is recorded', (file, text) => {
    expect(
      `sha256:${createHash('sha256')
        .update(readFileSync(facts + file))
        .digest('hex')}`,
    ).toBe(text.digest);
    expect(text.source).toMatch(/v\d|main of 20\d\d-\d\d/);
  });

  test('are all the data files of the folder', () => {
    const files = readdirSync(facts, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
    expect(files.map((file) => file.replaceAll('\\', '/')).sort()).toEqual(carriedTexts.map((text) => text.file).sort());
  });
});

describe('carried kinds', () => {
  test('are those of the definitions', () => {
    expect(carriedKinds).toHaveLength(carriedTexts.filter((text) => text.file.startsWith('crds/')).length);
    for (const row of carriedKinds) {
      const spec = loadCarriedDefinition(row.group, row.kind)?.spec;
      expect(spec).toMatchObject({ group: row.group, scope: row.scope, names: { kind: row.kind, plural: row.plural } });
      const served = spec?.versions.filter((version) => version.served).map((version) => version.name);
      expect(new Set(row.versions)).toEqual(new Set(served));
    }
  });

  test('are found by version and kind', () => {
    expect(findCarriedKind('gateway.networking.k8s.io/v1', 'HTTPRoute')?.scope).toBe('Namespaced');
    expect(findCarriedKind('gateway.networking.k8s.io/v1alpha2', 'HTTPRoute')).toBeUndefined();
    expect(findCarriedKind('external-secrets.io/v1', 'ClusterSecretStore')?.scope).toBe('Cluster');
    expect(loadCarriedDefinition('example.com', 'Widget')).toBeUndefined();
  });
});
