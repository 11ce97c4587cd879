import { DEFAULT_SCALAR_STYLE_RULES, DUMP_SCHEMA, defineScalarTag, dump, NOT_RESOLVED, SCALAR_STYLE, type ScalarLayout } from 'js-yaml';
import { compareText } from './compare.ts';

/** Keys that a reader looks for first, in this order; all others follow by code unit. */
const FIRST: ReadonlyMap<string, number> = new Map(
  ['apiVersion', 'kind', 'name', 'namespace', 'metadata'].map((key, index) => [key, index - 10]),
);

/**
 * Texts such as `.`, `+._`, `e5` and `0x_`, which expressions for YAML 1.1's numbers match though they hold none: some parsers
 * read NaN or null (https://yaml.org/type/float.html, https://yaml.org/type/int.html). js-yaml quotes what its tags resolve.
 */
const almostNumber = defineScalarTag('tag:keelson.dev,2026:almost-number', {
  implicit: true,
  implicitFirstChars: [...'-+._eE0123456789'],
  resolve: (source) => (ALMOST_NUMBER.test(source) ? source : NOT_RESOLVED),
  identify: () => false,
});
const ALMOST_NUMBER = /^[-+]?(?:[0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?|0[bBoOxX][0-9a-fA-F_]*)$/;
const SCHEMA = DUMP_SCHEMA.withTags(almostNumber);

/** A block scalar whose first or last line is blank is valid YAML that parsers read differently. */
function quoteBlankEdges(layout: ScalarLayout): void {
  if (layout.style === SCALAR_STYLE.PLAIN && /^[ \t]*\n|\n[ \t]+$/.test(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
const STYLES = [quoteBlankEdges, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];

/**
 * One manifest as YAML: keys in one order whatever the object's, long lines whole, no anchors. js-yaml's schema for
 * writing quotes every text that a parser of YAML 1.1 or 1.2 would read as something else.
 * Throws a RangeError for what no YAML file can hold: half of a surrogate pair, and a field that begins like a document marker.
 */
export function toYaml(manifest: object): string {
  const marker = Object.keys(manifest).find((key) => /^(---|\.\.\.)/.test(key));
  if (marker !== undefined) throw new RangeError(`the field ${JSON.stringify(marker)} would be read as the end of the document`);
  return dump(prepared(manifest), { lineWidth: -1, noRefs: true, schema: SCHEMA, scalarStyleRules: STYLES });
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
