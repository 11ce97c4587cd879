import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
import { escapeToken } from '../../../../core/json-pointer.ts';
import { renderedObjects } from '../vendored-yaml.ts';

/** Functions of templates that give something else each time. Source: Helm docs, "Template Function List". */
const CHANGING =
  /\b(genCA|genCAWithKey|genSelfSignedCert|genSelfSignedCertWithKey|genSignedCert|genSignedCertWithKey|genPrivateKey|randAlphaNum|randAlpha|randNumeric|randAscii|randBytes|randInt|shuffle|uuidv4|now|htpasswd|bcrypt|derivePassword|encryptAES)\b/;
/** How many values a message names. */
const NAMED = 8;

/**
 * Where two renderings of a chart differ, and which values decide it.
 * @param chart path of the archive or folder
 */
export function describeDifference(first: string, second: string, chart: string): { readonly where: string; readonly fix: string } {
  const values = valuesThatDecide(chart);
  const fix =
    values.length === 0
      ? 'a template uses a random value or the clock without a value to set in its place; deliver the chart as a release'
      : `set what the template takes in its place: it reads ${values.join(', ')}`;
  return { where: `in ${differingPlace(first, second)}`, fix };
}

function differingPlace(first: string, second: string): string {
  try {
    const [a, b] = [renderedObjects(first), renderedObjects(second)];
    for (const [index, object] of a.entries()) {
      const pointer = firstDifference(object, b[index], '');
      if (pointer === undefined) continue;
      const { kind, metadata } = object as { kind?: string; metadata?: { name?: string } };
      return `${kind} ${metadata?.name}: ${pointer || 'the object'}`;
    }
  } catch {
    // what can't be read is told where it is read
  }
  return 'its output';
}

function firstDifference(a: unknown, b: unknown, pointer: string): string | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b) ? undefined : pointer;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      `${pointer}/${escapeToken(key)}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The values that stand in the same definition, or else file, as a function that gives something else each time. */
function valuesThatDecide(chart: string): string[] {
  const found = new Set<string>();
  for (const text of templatesOf(chart)) {
    for (const block of text.split(/(?=\{\{-?\s*define\b)/)) {
      if (!CHANGING.test(block)) continue;
      for (const match of block.matchAll(/\.Values\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g)) found.add(match[1] ?? '');
    }
  }
  return [...found].slice(0, NAMED);
}

function templatesOf(chart: string): string[] {
  if (!statSync(chart).isDirectory()) {
    return parseTar(gunzipSync(readFileSync(chart)))
      .filter((file) => file.name.includes('/templates/'))
      .map((file) => file.text);
  }
  return readdirSync(chart, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /[\\/]templates([\\/]|$)/.test(entry.parentPath))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
