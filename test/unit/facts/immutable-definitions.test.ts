import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isImmutable } from '../../../lib/facts/kubernetes/immutable-fields.ts';
import { root } from '../../support/root.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string }[];
}

/** Pointers of the fields that a definition lets nobody change. */
function* unchanging(schema: Schema, pointer = ''): Generator<string> {
  if (schema['x-kubernetes-validations']?.some(({ rule }) => rule === 'self == oldSelf')) yield pointer;
  for (const [name, child] of Object.entries(schema.properties ?? {})) yield* unchanging(child, `${pointer}/${name}`);
  if (schema.items) yield* unchanging(schema.items, `${pointer}/0`);
}

/** Objects that controllers make, templates whose objects are others, and patches that a list of managers may hold. */
const LEFT_OUT = /^(NodeClaim|TrainingRuntime|ClusterTrainingRuntime) |^TrainJob \/spec\/runtimePatches/;

test('every field that a carried definition lets nobody change is known', () => {
  const folder = join(root, 'lib/facts/crds');
  const fields = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { spec } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return spec.versions.flatMap(({ name: version, schema }: { name: string; schema: { openAPIV3Schema: Schema } }) =>
        [...unchanging(schema.openAPIV3Schema)].map((pointer) => ({
          apiVersion: `${spec.group}/${version}`,
          kind: spec.names.kind,
          pointer,
        })),
      );
    });
  expect(fields.length).toBeGreaterThan(30);
  const unknown = fields.filter(({ apiVersion, kind, pointer }) => !isImmutable(apiVersion, kind, pointer, {}));
  expect(unknown.map(({ kind, pointer }) => `${kind} ${pointer}`).filter((field) => !LEFT_OUT.test(field))).toEqual([]);
});
