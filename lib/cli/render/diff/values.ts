import { toYaml } from '../../../core/yaml.ts';

/** Longer texts are cut in the middle of a line. */
const LONGEST = 160;

/**
 * A text in one line, with everything that a screen doesn't show or that changes the order of what it shows written as an escape:
 * a reviewer must see what is there.
 */
export function visible(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/gu, (character) => {
    const known = ESCAPES[character];
    return known ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value in one line. */
export function inline(value: unknown): string {
  const text = visible(typeof value === 'string' ? (value === '' ? '""' : value) : (JSON.stringify(value) ?? 'nothing'));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** A value as lines of text when it has several: a document, a JSON text, or a branch; undefined for one that fits a line. */
export function block(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes('\n') ? value : prettyJson(value);
  if (typeof value !== 'object' || value === null || JSON.stringify(value).length <= 80) return undefined;
  return toYaml(Array.isArray(value) ? { items: value } : value);
}

/** JSON in a text, as policies of IAM are, is read as what it holds. */
function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text) || text.length < 40) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return undefined;
  }
}

/** The first few titles of a list, and how many more there are. */
export function someTitles(titles: readonly string[]): string[] {
  const { shown, left } = some(titles, 3);
  return left > 0 ? [...shown, `and ${left} more`] : [...shown];
}

/** The first of a list, and how many are left; one more is shown rather than counted. */
export function some<T>(list: readonly T[], most: number): { readonly shown: readonly T[]; readonly left: number } {
  const shown = list.length <= most + 1 ? list : list.slice(0, most);
  return { shown, left: list.length - shown.length };
}
