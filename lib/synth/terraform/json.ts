/** A JSON object while a stack is put together. */
export type Json = Record<string, unknown>;

/** The list at a key, made when it is absent. */
export function listAt(parent: Json, key: string): Json[] {
  parent[key] ??= [];
  return parent[key] as Json[];
}

/** The object at a key, made when it is absent. */
export function child(parent: Json, key: string): Json {
  parent[key] ??= {};
  return parent[key] as Json;
}

/** Merges JSON objects in place; lists are joined. */
export function mergeDeep(target: Json, source: Json): void {
  for (const [key, value] of Object.entries(source)) {
    const known = target[key];
    if (Array.isArray(known) && Array.isArray(value)) known.push(...value);
    else if (isRecord(known) && isRecord(value)) mergeDeep(known, value);
    else if (value !== undefined) target[key] = value;
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
