import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { describeIssue } from '../../../lib/synth/prop-issues.ts';
import { parseProps } from '../../../lib/synth/props.ts';
import { synthTree } from '../../../lib/testing/index.ts';

const told = (schema: z.ZodType, props: unknown): string[] => {
  const result = schema.safeParse(props);
  return (result.error?.issues ?? [])
    .flatMap((issue) => describeIssue(issue, schema, props))
    .map(({ message, fix }) => `${message}; ${fix}`);
};

const pool = z.custom((value) => value instanceof Date, 'a pool');

describe('props that no construct knows', () => {
  const schema = z
    .strictObject({ eks: z.string().optional(), chart: z.string().optional() })
    .refine((props) => props.eks !== undefined, 'one of eks, chart');

  test('are told in one line, but for those that are like a known one', () => {
    expect(told(z.strictObject({ eks: z.string().optional() }), { delivery: 1, version: 2, ek: 3 })).toEqual([
      'unknown prop ek; did you mean eks?',
      'unknown props delivery, version; known are eks',
    ]);
  });

  test('go before what all props together lack', () => {
    const { errors } = synthTree((platform) => void parseProps(platform, schema, { delivery: 'eks' }));
    expect(errors.map(({ details }) => details.message)).toEqual(['unknown prop delivery']);
    const other = synthTree((platform) => void parseProps(platform, schema, {}));
    expect(other.errors).toHaveLength(1);
  });
});

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
