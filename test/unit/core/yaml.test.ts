import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toYaml } from '../../../lib/core/yaml.ts';
import { property } from '../../support/property.ts';

const ADVERSARIAL = [
  'on',
  'On',
  'yes',
  'y',
  'N',
  'off',
  'true',
  'TRUE',
  '~',
  'null',
  'Null',
  '',
  ' ',
  '0777',
  '0o14',
  '0x1F',
  '0b11',
  '1_000',
  '1,000',
  '1e3',
  '1E+3',
  '6e5',
  '.5',
  '1.',
  '+1',
  '-0',
  '08',
  '00',
  '.inf',
  '-.INF',
  '.nan',
  '12:30:45',
  '190:20:30',
  '685_230.15',
  '2001-01-01',
  '2001-01-01T00:00:00Z',
  '=',
  '<<',
  '"',
  "'",
  '\\',
  '\\n',
  '#',
  'a #b',
  'a#b',
  ':',
  'a:',
  'a: b',
  '://',
  '-',
  '- a',
  '?',
  '? a',
  '[a',
  '{a',
  '!tag',
  '&a',
  '*a',
  '%YAML 1.2',
  '@a',
  '`a',
  '|',
  '>',
  '---',
  '--- a',
  '...',
  'x\n---\ny',
  'x\n...\n',
  'a\r\nb',
  '\r',
  'a\rb',
  ' lead',
  'trail ',
  '\ta',
  'a\t',
  '\n',
  '\n\n',
  '\nlead',
  'a\n\nb\n',
  'a\n\n\n',
  ' \n a',
  'a\n b',
  '  a\nb',
  'a \nb',
  'foo\n# c',
  'key: |\n  x\n',
  '\u0000x',
  '\u0007',
  '\u001b[0m',
  '\u007f',
  '\u0085x',
  '\u00a0',
  '\u2028',
  'a\u2029b',
  '\ufeffx',
  'é',
  '😀',
  '\u{10ffff}',
  '${HOME}',
  '$$',
  'x'.repeat(100_000),
];

const manifest = (texts: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'adversarial' },
  data: Object.fromEntries(texts.map((text, index) => [`k${index}`, text])),
  keys: Object.fromEntries(texts.map((text, index) => [text, index])),
  list: texts,
  nested: [[texts[0] ?? '', [texts[1] ?? '']], { a: [{ b: texts[2] ?? '' }] }],
});

describe('YAML of a manifest', () => {
  it.each(['1.1', '1.2'] as const)('reads back as the same data by a parser of YAML %s', (version) => {
    const object = manifest(ADVERSARIAL);
    expect(parse(toYaml(object), { version, merge: false })).toEqual(object);
  });

  it('reads back as the same data for any text, key and number', () => {
    const text = fc
      .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...ADVERSARIAL.slice(0, -1)))
      .filter((value) => value.isWellFormed());
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(text, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(text, value, { minKeys: 1, maxKeys: 6 }), (data) => {
        const object = { data };
        const yaml = toYaml(object);
        const plain = JSON.parse(JSON.stringify(object));
        for (const version of ['1.1', '1.2'] as const) expect(parse(yaml, { version, merge: false })).toEqual(plain);
      }),
      property(300),
    );
  });

  it('reads back as the same data for short texts of the characters that mean something to YAML', () => {
    const characters = [...'+-._0123456789eExobBnNaAiIfFyYtTrRuUsSlLoO~:<=!&*|>%@`,[]{}#? \t\n"\'\\/TZ\u0085\u2028é'];
    const text = fc.array(fc.constantFrom(...characters), { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (key, value) => {
        const object = { data: { [key]: value } };
        for (const version of ['1.1', '1.2'] as const) expect(parse(toYaml(object), { version, merge: false })).toEqual(object);
      }),
      property(2000),
    );
  });

  it.each(['.', '+.', '._', 'e5', '-.e1', '_1', '0x_', '-0b_', ' a\n ', 'a\n  ', '\n a', ' \na'])('quotes %j', (text) => {
    const object = { data: { key: text, [text]: 'value' } };
    for (const version of ['1.1', '1.2'] as const) expect(parse(toYaml(object), { version, merge: false })).toEqual(object);
    expect(toYaml({ text })).toMatch(/^text: ['"].*['"]\n$/);
  });

  const python = spawnSync('python3', ['-c', 'import yaml'], { encoding: 'utf8' });
  it.skipIf(python.status !== 0)('reads back as the same data by PyYAML (needs python3 with yaml)', () => {
    const object = manifest(ADVERSARIAL.slice(0, -1));
    const output = execFileSync(
      'python3',
      ['-c', 'import sys, yaml, json; json.dump(yaml.safe_load(sys.stdin.buffer.read()), sys.stdout)'],
      { input: toYaml(object), encoding: 'utf8' },
    );
    expect(JSON.parse(output)).toEqual(object);
  });

  it('does not depend on the order of keys', () => {
    expect(toYaml({ kind: 'A', metadata: { name: 'x', labels: { b: '1', a: '2' } }, apiVersion: 'v1' })).toBe(
      "apiVersion: v1\nkind: A\nmetadata:\n  name: x\n  labels:\n    a: '2'\n    b: '1'\n",
    );
  });

  it('keeps long lines whole and repeats shared objects', () => {
    const shared = { a: 'x'.repeat(300) };
    const yaml = toYaml({ one: shared, two: shared });
    expect(yaml.split('\n')).toHaveLength(5);
    expect(yaml).not.toMatch(/[&*]/);
  });

  it('refuses a field that begins like a document marker', () => {
    expect(() => toYaml({ '--- a': 1 })).toThrow(/end of the document/);
  });

  it('refuses half of a surrogate pair', () => {
    expect(() => toYaml({ a: '\ud800' })).toThrow(/surrogate/);
  });
});
