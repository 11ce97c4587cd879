import { ApiObject, ApiObjectMetadataDefinition } from 'cdk8s';

type Json = Record<string, unknown>;

/** What `toJson` of an ApiObject reads, most of which cdk8s's types hide. */
interface Parts {
  readonly props: Readonly<Json>;
  readonly patches: readonly unknown[];
  readonly metadata: { readonly apiObject: unknown; readonly _additionalAttributes?: Readonly<Json>; toJson(): unknown };
}

/**
 * The JSON of an object as its `toJson` gives it. cdk8s copies a manifest three times on the way, and names each field by a list
 * of keys; one of plain data without patches, as most are, needs a single copy with sorted keys. The self-test compares the two.
 */
export function objectJson(object: ApiObject): Json {
  const { props, patches, metadata } = object as unknown as Parts;
  const overridden = object.toJson !== ApiObject.prototype.toJson || metadata.toJson !== ApiObjectMetadataDefinition.prototype.toJson;
  if (overridden || patches.length > 0 || process.env['CDK8S_DISABLE_SORT']) return object.toJson();
  const { metadata: _, ...fields } = props;
  const body = copyPlain(fields, false);
  const { apiObject: __, _additionalAttributes: attributes, ...own } = metadata;
  const copy = copyPlain({ ...attributes, ...own }, true);
  if (body === NOT_PLAIN || copy === NOT_PLAIN) return object.toJson();
  const { apiVersion, kind, ...rest } = body as Json;
  return { ...(apiVersion != null && { apiVersion }), ...(kind != null && { kind }), metadata: copy, ...rest };
}

const NOT_PLAIN = Symbol('not plain');

/**
 * Copies plain data as cdk8s does: keys sorted, without null and undefined, and in metadata without what is empty. Anything else,
 * a token for example, is not plain.
 */
function copyPlain(value: unknown, dropEmpty: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || 'resolve' in value) return NOT_PLAIN;
  if (Array.isArray(value)) {
    if (dropEmpty && value.length === 0) return undefined;
    const list = value.map((entry) => copyPlain(entry, dropEmpty));
    return list.includes(NOT_PLAIN) ? NOT_PLAIN : list;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || value.constructor !== Object) return NOT_PLAIN;
  const result: Json = {};
  let empty = true;
  for (const key of sortedKeys(value)) {
    const copy = copyPlain((value as Json)[key], dropEmpty);
    if (copy === NOT_PLAIN || key === '__proto__') return NOT_PLAIN;
    if (copy === undefined) continue;
    result[key] = copy;
    empty = false;
  }
  return dropEmpty && empty ? undefined : result;
}

/** Most are sorted already. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  return keys.every((key, index) => index === 0 || (keys[index - 1] as string) < key) ? keys : keys.sort();
}
