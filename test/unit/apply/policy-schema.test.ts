import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { parsePolicy, policySchema } from '../../../lib/apply/policy/policy.ts';
import { root } from '../../support/root.ts';

it('the schema of policies that the package ships is what the applier checks', () => {
  const file = createRequire(join(root, 'package.json')).resolve('keelson/schema/policy-1.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(z.toJSONSchema(policySchema));
});

it('the page about policies has every field, in a file that the applier takes', () => {
  const page = readFileSync(join(root, 'lib/apply/POLICY.md'), 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  expect(() => parsePolicy(example, 'POLICY.md')).not.toThrow();
  const fields = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
    for (const name of Object.keys(properties ?? {})) fields.add(name);
    for (const one of Object.values(schema)) collect(one);
  };
  collect(z.toJSONSchema(policySchema));
  expect([...fields].filter((name) => !page.includes(name))).toEqual([]);
});
