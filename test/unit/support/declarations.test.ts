import { expect, it } from 'vitest';
import { mentions, parseDeclarations } from '../../support/declarations.ts';

it('reads declarations, exports and imports of a file that tsc wrote', () => {
  const parsed = parseDeclarations(
    [
      "import { A, type B as C } from './a.js';",
      "import type * as D from 'd';",
      '/** What it is. */',
      'export declare class X extends A {',
      '    readonly c: C;',
      '}',
      'interface Hidden {',
      '    a: 1;',
      '}',
      "export { type Y, Z as W } from './y.js';",
      "export * from './star.js';",
      'export { Hidden as Shown };',
      "declare module 'vitest' {",
      '    interface M {}',
      '}',
      'export {};',
    ].join('\n'),
  );
  expect([...parsed.declared.keys()]).toEqual(['X', 'Hidden']);
  expect(parsed.declared.get('X')).toEqual(['export declare class X extends A {\n    readonly c: C;\n}']);
  expect(Object.fromEntries(parsed.exported)).toEqual({
    X: 'X',
    Y: { specifier: './y.js', name: 'Y' },
    W: { specifier: './y.js', name: 'Z' },
    Shown: 'Hidden',
  });
  expect([...parsed.imported].map(([name, origin]) => [name, origin.specifier, origin.name])).toEqual([
    ['A', './a.js', 'A'],
    ['C', './a.js', 'B'],
    ['D', 'd', '*'],
  ]);
  expect(parsed.stars).toEqual(['./star.js']);
  expect(parsed.ambient).toHaveLength(1);
});

it('refuses a statement that it does not know', () => {
  expect(() => parseDeclarations('declare namespace N {\n}')).toThrow('unknown form');
});

it('finds what a statement mentions, its texts aside', () => {
  const { names, origins } = mentions("export type T = Foo | 'Bar' | import('./b.js').Baz;");
  expect(names.has('Foo')).toBe(true);
  expect(names.has('Bar')).toBe(false);
  expect(origins).toEqual([{ specifier: './b.js', name: 'Baz' }]);
});
