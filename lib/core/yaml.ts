import { dump } from 'js-yaml';
import { compareText } from './compare.ts';

/** Keys that a reader looks for first, in this order; all others follow by code unit. */
const FIRST: ReadonlyMap<string, number> = new Map(
  ['apiVersion', 'kind', 'name', 'namespace', 'metadata'].map((key, index) => [key, index - 10]),
);

/**
 * One manifest as YAML: keys in one order whatever the object's, long lines whole, no anchors. js-yaml's default schema for
 * writing quotes every text that a parser of YAML 1.1 or 1.2 would read as something else.
 * Throws a RangeError for what no YAML file can hold: half of a surrogate pair, and a field that begins like a document marker.
 */
export function toYaml(manifest: object): string {
  const marker = Object.keys(manifest).find((key) => /^(---|\.\.\.)/.test(key));
  if (marker !== undefined) throw new RangeError(`the field ${JSON.stringify(marker)} would be read as the end of the document`);
  return dump(prepared(manifest), { lineWidth: -1, noRefs: true });
}

/** A copy with sorted keys, without undefined and negative zero. */
function prepared(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new RangeError(`the text ${JSON.stringify(value.slice(0, 40))} holds half of a surrogate pair`);
    return value;
  }
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map((entry) => prepared(entry ?? null));
  if (typeof value !== 'object' || value === null) return value;
  const result = new Map<string, unknown>();
  for (const key of Object.keys(value).sort(byRank)) {
    const entry = (value as Record<string, unknown>)[key];
    if (entry !== undefined) result.set(key, prepared(entry));
  }
  return plain(result);
}

/** Keys such as `1` and `__proto__` keep their order and meaning in an object without a prototype only when defined. */
function plain(entries: ReadonlyMap<string, unknown>): object {
  const result = {};
  for (const [key, value] of entries) Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
  return result;
}

function byRank(a: string, b: string): number {
  return (FIRST.get(a) ?? 0) - (FIRST.get(b) ?? 0) || compareText(a, b);
}
