import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blank, importsOf } from './source.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The committed text of the public declarations. */
export const snapshotFile = join(root, 'test/types/public-api.d.ts.txt');

/**
 * The declarations that users can reach: which files each entry point of package.json leads to,
 * then each file once, without comments, in the order of their paths.
 */
export function publicApi(): string {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>;
  };
  const files = new Set<string>();
  const heads = Object.entries(exports).flatMap(([name, target]) => {
    if (typeof target === 'string') return [];
    const reached = [...reachable(posix.relative('dist', posix.normalize(target.types)))].sort();
    for (const file of reached) files.add(file);
    return [`// ${posix.join('keelson', name)}`, ...reached.map((file) => `//   ${file}`)];
  });
  const bodies = [...files].sort().map((file) => `\n// ${file}\n${withoutComments(read(file))}`);
  return `${heads.join('\n')}\n${bodies.join('')}`;
}

function reachable(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const { specifier } of importsOf(read(entry))) {
    if (specifier.startsWith('.')) reachable(posix.join(posix.dirname(entry), specifier.replace(/\.js$/, '.d.ts')), seen);
  }
  return seen;
}

function withoutComments(text: string): string {
  const lines = blank(text, { strings: true }).split('\n');
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

function read(file: string): string {
  const path = join(root, 'dist', file);
  if (!existsSync(path)) throw new Error(`${path} is not there: npm run build`);
  return readFileSync(path, 'utf8');
}
