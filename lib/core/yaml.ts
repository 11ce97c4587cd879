import {
  COLLECTION_STYLE,
  DEFAULT_SCALAR_STYLE_RULES,
  DUMP_SCHEMA,
  defineScalarTag,
  jsToAst,
  type MappingNode,
  mapTag,
  NOT_RESOLVED,
  type Node,
  SCALAR_STYLE,
  type ScalarLayout,
  type ScalarNode,
  seqTag,
  strTag,
} from 'js-yaml';
import { BlockWriter } from './block-writer.ts';
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
const writer = new BlockWriter({ lineWidth: -1, schema: SCHEMA, scalarStyleRules: STYLES });

/**
 * One manifest as YAML: keys in one order whatever the object's, long lines whole, no anchors. js-yaml's schema for
 * writing quotes every text that a parser of YAML 1.1 or 1.2 would read as something else.
 * Throws a RangeError for what no YAML file can hold: half of a surrogate pair, and a field that begins like a document marker.
 */
export function toYaml(manifest: object): string {
  const marker = Object.keys(manifest).find((key) => /^(---|\.\.\.)/.test(key));
  if (marker !== undefined) throw new RangeError(`the field ${JSON.stringify(marker)} would be read as the end of the document`);
  return writer.write(nodeOf(manifest));
}

/**
 * js-yaml's tree of a value, with sorted keys, without undefined and negative zero. Made here and not by js-yaml's dump: that
 * copies a manifest twice more, and the order of an object's keys can't be set for those like `1`.
 */
function nodeOf(value: unknown): Node {
  if (typeof value === 'string') return textNode(value);
  if (Array.isArray(value))
    return { kind: 'sequence', tag: seqTag.tagName, tagged: false, style: COLLECTION_STYLE.BLOCK, items: value.map(entryOf) };
  if (typeof value === 'object' && value !== null) return mapNode(value as Record<string, unknown>);
  return otherNode(Object.is(value, -0) ? 0 : value);
}

/** Numbers and words are few and come again and again. */
const others = new Map<unknown, Node>();

function otherNode(value: unknown): Node {
  const node = others.get(value) ?? (jsToAst(value, SCHEMA)[0]?.contents as Node);
  others.set(value, node);
  return node;
}

/** An entry of a list, where JSON turns undefined into null. */
function entryOf(entry: unknown): Node {
  return nodeOf(entry ?? null);
}

function mapNode(map: Readonly<Record<string, unknown>>): MappingNode {
  const items: MappingNode['items'] = [];
  for (const key of Object.keys(map).sort(byRank)) {
    const value = map[key];
    if (value !== undefined) items.push({ key: textNode(key), value: nodeOf(value) });
  }
  return { kind: 'mapping', tag: mapTag.tagName, tagged: false, style: COLLECTION_STYLE.BLOCK, items };
}

function textNode(value: string): ScalarNode {
  if (!value.isWellFormed()) throw new RangeError(`the text ${JSON.stringify(value.slice(0, 40))} holds half of a surrogate pair`);
  return { kind: 'scalar', tag: strTag.tagName, tagged: false, style: SCALAR_STYLE.PLAIN, value };
}

function byRank(a: string, b: string): number {
  return (FIRST.get(a) ?? 0) - (FIRST.get(b) ?? 0) || compareText(a, b);
}
