/** A JSON object. */
export type JsonMap = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as an object; an empty one when it is none. */
export function asMap(value: unknown): JsonMap {
  return isMap(value) ? value : {};
}

/** The value of a key of the object itself, whatever names its prototype has. */
export function own(map: JsonMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** A value as a list; an empty one when it is none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
