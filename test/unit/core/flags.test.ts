import { expect, test } from 'vitest';
import { type Flags, flags, readFlags, recommendedFlags } from '../../../lib/core/flags.ts';

const known: Flags = {
  shortNames: { since: '0.2.0', title: 'names are short' },
  strictPorts: { since: '0.3.0', title: 'ports are strict' },
};
const read = (value: unknown, registry = known) => [...readFlags(value, 'package.json', registry)];

test('flags are on when a package.json says so, and off by default', () => {
  expect(read(undefined)).toEqual([]);
  expect(read({})).toEqual([]);
  expect(read({ shortNames: true, strictPorts: false })).toEqual(['shortNames']);
});

test.each([
  [{ shortNmes: true }, 'KS0004 (package.json:1): keelson.flags.shortNmes is no flag of this version; did you mean shortNames?'],
  [{ quantumLeap: true }, 'keelson.flags.quantumLeap is no flag of this version; known are shortNames, strictPorts'],
  [{ toString: true }, 'keelson.flags.toString is no flag of this version'],
  [{ shortNames: 'yes' }, 'keelson.flags.shortNames is "yes"; give true or false'],
  [['shortNames'], 'keelson.flags is ["shortNames"], not an object; give each flag as "name": true'],
  [null, 'keelson.flags is null, not an object'],
])('%j is refused', (value, message) => {
  expect(() => read(value)).toThrow(message);
});

test('a registry without flags knows none, as that of this version', () => {
  expect(() => read({ shortNames: true }, {})).toThrow('is no flag of this version; remove it: this version has no flag');
  expect(recommendedFlags(flags)).toEqual({});
});

test('a new project takes every flag', () => {
  expect(recommendedFlags(known)).toEqual({ shortNames: true, strictPorts: true });
});

test('every flag says since when and what', () => {
  for (const { since, title } of Object.values<Flags[string]>(flags))
    expect([since, title]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), expect.stringMatching(/^[^A-Z].*[^.]$/)]);
});
