import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../lib/core/strict-json.ts';
import { property } from '../../support/property.ts';

describe('strict JSON', () => {
  test('is any other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      property(200),
    );
  });

  test.each([
    '{"a":1,"a":1}',
    '{"x":{"a":{},"b":2,"a":3}}',
    '[{"\\u0061":1,"a":2}]',
    '{"__proto__":1,"__proto__":2}',
    '{"a:\\":":1,"a:\\":":2}',
  ])('has no key twice: %s', (text) => {
    expect(() => parseJson(text)).toThrow(new SyntaxError('an object has one key twice'));
  });

  test('takes keys and texts that look like members', () => {
    const value = { 'a": {"b': '":\\":', '\\': ':', __proto__x: [':'] };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
    expect(() => parseJson('{"a":}')).toThrow(SyntaxError);
  });
});
