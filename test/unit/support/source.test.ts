import { describe, expect, it } from 'vitest';
import { blank, importsOf } from '../../support/source.ts';

const specifiers = (text: string) => importsOf(text).map((site) => site.specifier);

describe('importsOf', () => {
  it.each([
    ["import a from './a.ts';", ['./a.ts']],
    ["import './a.ts'", ['./a.ts']],
    ["import a, { b } from './a.ts';\nimport * as c from 'c'", ['./a.ts', 'c']],
    ["import {\n  a,\n  type B,\n} from './a.ts';", ['./a.ts']],
    ["export { a } from './a.ts'; export * from './b.ts'; export * as c from './c.ts'", ['./a.ts', './b.ts', './c.ts']],
    ["export type { A } from './a.ts'", ['./a.ts']],
    ["const x = await import('./a.ts');\nlet y: import('./b.ts').B;", ['./a.ts', './b.ts']],
    ["require('cdktf/lib/x'); require.resolve('y')", ['cdktf/lib/x', 'y']],
    ["export interface A {\n  a: string\n}\nexport type { B } from './b.ts'", ['./b.ts']],
  ])('finds the imports of %s', (text, expected) => {
    expect(specifiers(text)).toEqual(expected);
  });

  it.each([
    "// import a from './a.ts'",
    "/* import './a.ts' */",
    'const a = "import \'./a.ts\'";',
    "const a = `import b from './a.ts'`;",
    "const a = /import '.*\\/[/]'/;",
    "export const from = 'a';",
    "export function load(from = 'a') {}",
    "important('a'); x.import('b'); xrequire('c');",
  ])('finds none in %s', (text) => {
    expect(specifiers(text)).toEqual([]);
  });

  it('reads on after strings, templates and regular expressions', () => {
    const text = [
      "const a = '\\\\' + \"\\\"\" + `${`}` + { b: '}' }.b}//`;",
      'const b = 4 / 2; const c = /["\'`]/.test(a) ? b / c : 1;',
      "if (b) return /'/;",
      "import d from './d.ts';",
    ].join('\n');
    expect(importsOf(text)).toEqual([{ specifier: './d.ts', line: 4, typeOnly: false, names: ['default'] }]);
  });

  it('tells type imports and imported names', () => {
    expect(importsOf("import type { App as A } from 'cdk8s';\nimport x, { type B, Chart } from 'y';\nimport * as z from 'z';")).toEqual([
      { specifier: 'cdk8s', line: 1, typeOnly: true, names: ['App'] },
      { specifier: 'y', line: 2, typeOnly: false, names: ['default', 'B', 'Chart'] },
      { specifier: 'z', line: 3, typeOnly: false, names: ['*'] },
    ]);
  });
});

describe('blank', () => {
  it('blanks comments, keeps strings and every position', () => {
    expect(blank("a('//'); // b\n/* c\n */ d", { strings: true })).toBe("a('//');     \n    \n    d");
  });
});
