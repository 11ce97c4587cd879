/*
 * cdktf's resolve visits every key and value of an element with a context of its own, undefined ones too: a third of what a
 * resource costs. Plain data without a token comes out as it went in, so only the rest has to pass through it.
 */

/** Resolves a value of cdktf: data that holds no token is taken as it is, the rest is given to `resolve`. */
export function resolveUnsettled(value: unknown, resolve: (value: unknown) => unknown): unknown {
  if (isSettledLeaf(value)) return value;
  if (Array.isArray(value)) return isSettled(value) ? value.filter((entry) => entry !== undefined) : resolve(value);
  if (!isPlainObject(value)) return resolve(value);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const entry = value[key];
    if (entry !== undefined) result[key] = resolveUnsettled(entry, resolve);
  }
  return result;
}

/** Whether cdktf would give a list back as it is, holes aside. */
function isSettled(list: readonly unknown[]): boolean {
  return list.every((entry) => entry === undefined || isSettledLeaf(entry));
}

/** Whether a value is null, a boolean, or a text or number that can stand for nothing else. */
function isSettledLeaf(value: unknown): boolean {
  if (typeof value === 'string') return isSettledText(value);
  // cdktf encodes tokens as negative numbers: -123456789 for a map, others near -1e289.
  if (typeof value === 'number') return value > -1e8;
  return typeof value === 'boolean' || value === null;
}

/** A token by its name, a number that may be one among text, or the text that stands for a map's values. */
const TOKEN_LIKE = /TfToken\[|[-|\d.+]e[-|\d.eE+]|Map Token Value$/;

function isSettledText(text: string): boolean {
  return !TOKEN_LIKE.test(text);
}

/** An object literal that is neither a token nor a map's token; one with such a key is left to cdktf as a whole. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !('resolve' in value) &&
    Object.keys(value).every(isSettledText)
  );
}
