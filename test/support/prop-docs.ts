import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

/** What a user reads of one property of an exported interface. */
export interface DocumentedProp {
  /** `AppProps.image`. */
  readonly name: string;
  readonly optional: boolean;
  /** The doc comment without its stars, its default apart. */
  readonly text: string;
  /** What follows `@default`; empty when there is none. */
  readonly default: string;
}

/** The properties of every interface of lib that `lib/index.ts` or `lib/testing/index.ts` exports, or whose name ends in Props. */
export function documentedProps(): DocumentedProp[] {
  const read = (path: string): string => readFileSync(join(root, 'lib', path), 'utf8');
  const names = new Set(['index.ts', 'testing/index.ts'].flatMap((path) => [...read(path).matchAll(/\b[A-Z]\w+/g)].map(([name]) => name)));
  const found: DocumentedProp[] = [];
  for (const folder of ['constructs', 'synth', 'testing']) {
    for (const file of readdirSync(join(root, 'lib', folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      for (const [, name = '', body = ''] of read(join(folder, file)).matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)) {
        if (names.has(name) || name.endsWith('Props')) found.push(...propsOf(name, body));
      }
    }
  }
  return found;
}

function propsOf(owner: string, body: string): DocumentedProp[] {
  return [...body.matchAll(/(?:^ {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^ {2}readonly (\w+)(\?)?:/gm)].map(
    ([, comment = '', name, optional]) => {
      const [text = '', fallback = ''] = comment
        .replace(/^\s*\* ?/gm, ' ')
        .replace(/\s+/g, ' ')
        .split('@default');
      return { name: `${owner}.${name}`, optional: optional === '?', text: text.trim(), default: fallback.trim() };
    },
  );
}
