import { readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** Files of a definition. */
const DEFINITION_FILE = /\.(ya?ml|json)$/;

/**
 * The files that a path names, sorted: a file itself, every YAML and JSON file in a folder and below it, or what a pattern with
 * `*`, `**` and `?` matches. Links are not followed.
 */
export function filesOf(folder: string, pattern: string): readonly string[] {
  const path = resolve(folder, pattern);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return [path];
  if (stat?.isDirectory()) return filesBelow(path).filter((file) => DEFINITION_FILE.test(file));
  if (!/[*?]/.test(pattern)) return [];
  const segments = path.split(sep);
  const base = segments
    .slice(
      0,
      segments.findIndex((segment) => /[*?]/.test(segment)),
    )
    .join(sep);
  const matcher = regExpOf(path.split(sep).join('/'));
  return filesBelow(base || sep).filter((file) => matcher.test(file.split(sep).join('/')));
}

function filesBelow(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function regExpOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part.startsWith('**')) return part.endsWith('/') ? '(?:[^/]+/)*' : '.*';
    return part === '*' ? '[^/]*' : part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
