import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { manifestSchema, unitSchema } from '../../../lib/assembly/schemas.ts';
import { root } from '../../support/root.ts';

it.each([
  ['keelson-1.json', manifestSchema],
  ['unit-1.json', unitSchema],
])('the published %s is what readers check', (name, schema) => {
  expect(JSON.parse(readFileSync(join(root, 'lib/assembly/schema', name), 'utf8'))).toEqual(z.toJSONSchema(schema));
});
