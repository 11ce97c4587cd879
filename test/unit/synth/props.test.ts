import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { describeIssue } from '../../../lib/synth/prop-issues.ts';

const told = (schema: z.ZodType, props: unknown): string[] => {
  const result = schema.safeParse(props);
  return (result.error?.issues ?? [])
    .flatMap((issue) => describeIssue(issue, schema, props))
    .map(({ message, fix }) => `${message}; ${fix}`);
};

const pool = z.custom((value) => value instanceof Date, 'a pool');

describe('a prop that is not there', () => {
  test.each([
    [z.strictObject({ size: z.string() }), 'prop size is missing; give size: a text'],
    [z.strictObject({ size: z.union([z.string(), z.number()]) }), 'prop size is missing; give size: a text, or a number'],
    [z.strictObject({ pool }), 'prop pool is missing; give pool: a pool'],
  ])('is said to be missing, whatever checks it (%#)', (schema, message) => {
    expect(told(schema, {})).toEqual([message]);
  });

  test('that another one asks for is said to be missing in the words of the rule', () => {
    const nested = z.strictObject({ size: z.string().optional(), storageClass: z.string().optional() });
    const rule = nested.refine((cache) => cache.size !== undefined, { path: ['size'], message: 'given with storageClass' });
    const message = 'prop cache.size is missing; it must be given with storageClass';
    expect(told(z.strictObject({ cache: rule }), { cache: { storageClass: 'fast' } })).toEqual([message]);
    expect(told(z.strictObject({ cache: z.union([z.literal(false), rule]).optional() }), { cache: {} })).toEqual([message]);
  });

  test('of a list entry or of the props as a whole', () => {
    expect(told(z.strictObject({ pools: z.array(z.strictObject({ pool })) }), { pools: [{}] })).toEqual([
      'prop pools[0].pool is missing; give pools[0].pool: a pool',
    ]);
    expect(told(z.strictObject({}), undefined)).toEqual(['the props are missing; give an object']);
  });
});

test('a misspelt prop inside a prop of several forms finds its name', () => {
  const schema = z.strictObject({ probe: z.union([z.literal(false), z.strictObject({ http: z.strictObject({ path: z.string() }) })]) });
  expect(told(schema, { probe: { http: { path: '/', paht: '/' } } })).toContain(
    'unknown prop probe.http.paht; did you mean probe.http.path?',
  );
});
