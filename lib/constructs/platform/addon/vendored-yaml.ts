import { boolYaml11Tag, CORE_SCHEMA, defineScalarTag, loadAll, NOT_RESOLVED, Schema } from 'js-yaml';

const INTEGER = /^[-+]?(?:0[bB][01]+|0[oO]?[0-7]+|0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const FIRST = ['-', '+', '.', ...'0123456789'];

/*
 * Manifests are read as kubectl reads them, which is neither YAML 1.1 nor 1.2: `0644` is octal and `on` is true, but dates
 * and `1:30` are texts. Source: sigs.k8s.io/yaml goyaml.v2 resolve.go.
 */
const integer = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: FIRST.filter((letter) => letter !== '.'),
  resolve: (source) => {
    const digits = source.replaceAll('_', '');
    return INTEGER.test(digits) ? integerOf(digits) : NOT_RESOLVED;
  },
  identify: () => false,
});
const float = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: FIRST,
  resolve: (source) => {
    const digits = source.replaceAll('_', '');
    return FLOAT.test(digits) ? Number(digits) : NOT_RESOLVED;
  },
  identify: () => false,
});
const replaced = new Set([boolYaml11Tag, integer, float].map((tag) => tag.tagName));
const schema = new Schema([...CORE_SCHEMA.tags.filter((tag) => !replaced.has(tag.tagName)), boolYaml11Tag, integer, float]);

/**
 * The objects of a text of YAML documents; a List stands for its items. Throws a YAMLException for a text that is no YAML or
 * has aliases, duplicate keys or tags of its own, and a RangeError for a whole number that JavaScript can not hold.
 */
export function vendoredObjects(text: string): Record<string, unknown>[] {
  return loadAll(text, { schema, maxAliases: 0 })
    .filter((document) => document !== null && document !== undefined)
    .flatMap(items);
}

/** The objects that helm rendered: as {@link vendoredObjects}, but of two equal keys the later one counts, as helm takes them. */
export function renderedObjects(text: string): Record<string, unknown>[] {
  return loadAll(text, { schema, json: true })
    .filter((document) => document !== null && document !== undefined)
    .flatMap(items);
}

function items(document: unknown): Record<string, unknown>[] {
  const object = document as Record<string, unknown>;
  const list = object['items'];
  return typeof object['kind'] === 'string' && object['kind'].endsWith('List') && Array.isArray(list) ? list.flatMap(items) : [object];
}

function integerOf(digits: string): number {
  const negative = digits.startsWith('-');
  const plain = digits.replace(/^[-+]/, '').toLowerCase();
  const value = Number(/^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`the whole number ${digits} is too large to be kept exactly; quote it if it is a text`);
  return negative ? -value : value;
}
