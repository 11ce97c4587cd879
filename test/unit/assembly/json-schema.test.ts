import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { Manifest, UnitFile } from '../../../lib/assembly/schema.ts';
import { manifestSchema, unitSchema } from '../../../lib/assembly/schemas.ts';
import { root } from '../../support/root.ts';

it.each([
  ['keelson-1.json', manifestSchema],
  ['unit-1.json', unitSchema],
])('the published %s is what readers check', (name, schema) => {
  expect(JSON.parse(readFileSync(join(root, 'lib/assembly/schema', name), 'utf8'))).toEqual(z.toJSONSchema(schema));
});

/** A type without the readonly of its fields, as a type alias: what is inferred from a schema takes any key beside its own. */
type Plain<T> = T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T;

it('the types of the contract are what the schemas take', () => {
  expectTypeOf<Plain<Manifest>>().toExtend<z.infer<typeof manifestSchema>>();
  expectTypeOf<Plain<UnitFile>>().toExtend<z.infer<typeof unitSchema>>();
});
