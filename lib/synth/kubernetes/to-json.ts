import { ApiObject } from 'cdk8s';

type Json = Record<string, unknown>;

/** What `toJson` of an ApiObject reads, of which cdk8s's types show only the metadata. */
interface Parts {
  readonly props: Readonly<Json>;
  readonly patches: readonly unknown[];
}

/**
 * The JSON of an object as its `toJson` gives it. cdk8s copies a manifest three times on the way, and names each field by a list
 * of keys; one of plain data without patches, as most are, needs a single copy with sorted keys.
 */
export function objectJson(object: ApiObject): Json {
  const { props, patches } = object as unknown as Parts;
  if (object.toJson !== ApiObject.prototype.toJson || patches.length > 0 || process.env['CDK8S_DISABLE_SORT']) return object.toJson();
  const { metadata: _, ...fields } = props;
  const body = copyPlain(fields);
  if (body === NOT_PLAIN) return object.toJson();
  const { apiVersion, kind, ...rest } = body as Json;
  return { ...(apiVersion != null && { apiVersion }), ...(kind != null && { kind }), metadata: object.metadata.toJson(), ...rest };
}

const NOT_PLAIN = Symbol('not plain');

/** Copies plain data as cdk8s does: keys sorted, without null and undefined. Anything else, a token for example, is not plain. */
function copyPlain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || 'resolve' in value) return NOT_PLAIN;
  if (Array.isArray(value)) {
    const list = value.map(copyPlain);
    return list.includes(NOT_PLAIN) ? NOT_PLAIN : list;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || value.constructor !== Object) return NOT_PLAIN;
  const result: Json = {};
  for (const key of sortedKeys(value)) {
    const copy = copyPlain((value as Json)[key]);
    if (copy === NOT_PLAIN || key === '__proto__') return NOT_PLAIN;
    if (copy !== undefined) result[key] = copy;
  }
  return result;
}

/** Most are sorted already. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  return keys.every((key, index) => index === 0 || (keys[index - 1] as string) < key) ? keys : keys.sort();
}
