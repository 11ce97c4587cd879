import { expect, test } from 'vitest';
import { messages } from '../../../../lib/core/messages/index.ts';
import { allCodes, explain } from '../../../../lib/toolkit/explain/explain.ts';

test('every code is explained, in any case of its letters', () => {
  expect(allCodes()).toEqual(Object.keys(messages).sort());
  expect(explain('ks1001')).toBe(messages.KS1001);
});

test('an unknown code is an error that names the nearest', () => {
  expect(() => explain('KS100')).toThrow(/^KS0012: "KS100" is no code; did you mean KS100\d\?$/);
  expect(() => explain('constructor')).toThrow(/^KS0012: "constructor" is no code; keelson explain lists all codes$/);
});

test.each(Object.entries(messages))('%s is written as the others are', (code, { title, explanation, fix }) => {
  expect(code).toMatch(/^KS\d{4}$/);
  expect(title).toMatch(/^(?![A-Z][a-z])[^\n]*[^.\n]$/);
  expect(fix).toMatch(/^(?![A-Z][a-z])[^\n]*[^.\n]$/);
  expect(explanation).toMatch(/[.:)]$/);
});
