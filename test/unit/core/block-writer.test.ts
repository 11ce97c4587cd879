import fc from 'fast-check';
import { DUMP_SCHEMA, jsToAst, type Node, present } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { BlockWriter } from '../../../lib/core/block-writer.ts';
import { property } from '../../support/property.ts';

const options = { lineWidth: -1, schema: DUMP_SCHEMA };
const tree = (value: unknown): Node => jsToAst(value, DUMP_SCHEMA, { noRefs: true })[0]?.contents as Node;
const asJsYaml = (value: unknown): string => present([{ contents: tree(value), directives: [] }], options);

describe('a block writer', () => {
  it('writes what js-yaml writes, at any depth and again', () => {
    const writer = new BlockWriter(options);
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '',
        ' ',
        '-',
        '---',
        '...',
        '? a',
        'a: b',
        ':',
        '#',
        'true',
        '1',
        '~',
        'null',
        '\n',
        'a\nb',
        'a\n',
        'a\n\n',
        '\n\n',
        ' a\n b',
        'a\n b\n',
        '\ta',
        'a\r',
        '\u2028',
        "'",
        '"',
      ),
      fc.constantFrom('x'.repeat(1100), '{}', '[]', '&a', '*a', '!!str', '%', '@', '`'),
    );
    const leaf = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (any) => {
        expect(writer.write(tree(any))).toBe(asJsYaml(any));
        expect(writer.write(tree({ deep: [any] }))).toBe(asJsYaml({ deep: [any] }));
      }),
      property(1000),
    );
  });

  it('goes on when it has seen more scalars than it remembers', () => {
    const writer = new BlockWriter(options);
    const long = Array.from({ length: 25_000 }, (_, i) => ({ [`key ${i}`]: `value: ${i}` }));
    expect(writer.write(tree(long))).toBe(asJsYaml(long));
  });
});
