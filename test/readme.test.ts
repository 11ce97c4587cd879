import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../lib/cli/commands/index.ts';
import { readmeWithTable } from './support/readme-table.ts';
import { root } from './support/run.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

it('has the tables that doc comments and option definitions give: npm run docs makes them', () => {
  expect(readme).toBe(readmeWithTable());
});

it('shows the program of the quickstart as it is', () => {
  const shown = /```ts\n(import \{ App,[\s\S]*?)```/.exec(readme)?.[1];
  expect(shown).toBe(readFileSync(join(root, 'examples/quickstart/main.ts'), 'utf8'));
});

it('shows the program that keelson init makes, but for the name of the platform', () => {
  const template = readFileSync(join(root, 'lib/toolkit/init/templates/main.ts'), 'utf8');
  expect(template.replace('__NAME__', 'acme')).toBe(readFileSync(join(root, 'examples/quickstart/main.ts'), 'utf8'));
});

it('extends an App as a test of it does', () => {
  const [, tested = ''] = /\/\/ README: begin\n([\s\S]*?)\n *\/\/ README: end/.exec(read('test/unit/constructs/app/extend.test.ts')) ?? [];
  const [, imports = '', shown] = /```ts\nimport \{ (.*?) \} from 'cdk8s-plus-28';\n\n([\s\S]*?)\n```/.exec(readme) ?? [];
  expect(shown).toBe(tested.replace(/^ {6}/gm, ''));
  for (const name of imports.split(', ')) expect(shown).toMatch(new RegExp(`\\b${name}\\b`));
});

it('names every command', () => {
  for (const { name } of commands) expect(readme).toContain(`\`keelson ${name}`);
});
