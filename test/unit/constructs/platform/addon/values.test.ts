import { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartValues } from '../../../../../lib/constructs/platform/addon/chart/references.ts';
import { mergeValues, terraformValues, type Values } from '../../../../../lib/constructs/platform/addon/values.ts';
import { Platform } from '../../../../../lib/synth/platform.ts';
import { property } from '../../../../support/property.ts';

const construct = new Construct(new Platform('test'), 'addon');
const texts = fc.oneof(
  fc.string(),
  fc.constantFrom('${a}', '$${a}', '%{ if x }', '$', '{', '"', '\\', '$${', '${'),
  fc.string({ unit: 'binary' }),
);
const values = fc.dictionary(
  texts.filter((key) => key !== '__proto__'),
  fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, texts, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value')), tie('object')),
    object: fc.dictionary(
      texts.filter((key) => key !== '__proto__'),
      tie('value'),
    ),
  })).value,
);

/** What Terraform reads of a text: `$${` and `%%{` are a literal `${` and `%{`; any other one would begin an expression. */
const literal = (text: string): string => {
  expect(text.replace(/[$%][$%]\{/g, '')).not.toMatch(/[$%]\{/);
  return text.replace(/([$%])\1\{/g, '$1{');
};

describe('values', () => {
  test('are the same JSON for Terraform and for helm, whatever they hold', () => {
    fc.assert(
      fc.property(values, (given) => {
        const expected = JSON.parse(JSON.stringify(given));
        expect(JSON.parse(literal(terraformValues(construct, given as Values)))).toEqual(expected);
        expect(JSON.parse(chartValues(construct, given as Values).json)).toEqual(expected);
      }),
      property(300),
    );
  });

  test('have one text, whatever the order of their keys', () => {
    expect(terraformValues(construct, { b: 1, a: { d: 1, c: undefined } })).toBe('{"a":{"d":1},"b":1}');
    expect(terraformValues(construct, { a: { d: 1 }, b: 1 })).toBe('{"a":{"d":1},"b":1}');
  });

  test('over values: objects are merged, the rest is replaced, undefined leaves what is there', () => {
    const under = { a: { b: 1, c: [1, 2] }, d: 'x', e: null };
    expect(mergeValues(under, { a: { c: [3], f: true }, d: undefined, e: { g: 1 } })).toEqual({
      a: { b: 1, c: [3], f: true },
      d: 'x',
      e: { g: 1 },
    });
    expect(under).toEqual({ a: { b: 1, c: [1, 2] }, d: 'x', e: null });
  });
});
