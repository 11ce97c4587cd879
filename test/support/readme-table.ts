import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../lib/cli/commands/index.ts';
import { optionsTable } from '../../lib/cli/render/reference.ts';
import { root } from './run.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The table: every exported construct with the first sentence of its doc comment. */
export function constructsTable(): string {
  const rows: (readonly [string, string])[] = [];
  for (const [, names = '', file = ''] of read('lib/index.ts').matchAll(/export \{([^}]*)\} from '\.\/([^']+)'/g)) {
    const source = read(`lib/${file}`);
    for (const name of names
      .split(',')
      .map((one) => one.trim())
      .filter((one) => /^[A-Z]/.test(one))) {
      const match = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\nexport (?:abstract )?class ${name}\\b[^{]*extends (\\w+)`).exec(
        source,
      );
      if (!match || match[2] === 'Error' || match[2] === 'AggregateError') continue;
      const text = (match[1] ?? '')
        .replace(/^\s*\*? ?/gm, ' ')
        .replace(/\s+/g, ' ')
        .replace(/\{@link (\w+)[^}]*\}/g, '`$1`')
        .trim();
      const existing = /static existing\(/.test(source) ? [`\`${name}.existing\``] : [];
      const made = /private constructor/.test(source) || /abstract class/.test(match[0]) ? existing : [`\`new ${name}\``, ...existing];
      rows.push([
        name,
        `| ${(made.length > 0 ? made : [`\`${name}\``]).join(', ')} | ${/^.*?\.(?= |$)/.exec(text)?.[0].replace(/\.$/, '') ?? text} |`,
      ]);
    }
  }
  return ['| construct | what it is |', '|---|---|', ...rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)].join('\n');
}

/** The README with its tables as they are now. */
export function readmeWithTable(): string {
  const tables = { constructs: constructsTable(), options: optionsTable(commands) };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const start = `<!-- ${name}: made by npm run docs -->`;
    return `${text.slice(0, text.indexOf(start) + start.length)}\n${table}\n${text.slice(text.indexOf(`<!-- /${name} -->`))}`;
  }, read('README.md'));
}
