import type { Schema } from '../../facts/kubernetes/schema.ts';
import { below, type ObjectCheck, show } from './issue.ts';

/** Checks the length of a list, and that no two entries have one key: the whole entry of a set, the named fields of a map. */
export function checkList(check: ObjectCheck, list: readonly unknown[], schema: Schema, pointer: string): void {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (list.length < minItems || list.length > maxItems) {
    const limit = list.length > maxItems ? `at most ${maxItems}` : `at least ${minItems}`;
    check.report({ code: 'KS5005', pointer, message: `the list has ${list.length} entries`, fix: `give ${limit}` });
  }
  const keys = schema['x-kubernetes-list-type'] === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : undefined;
  if (keys === undefined && schema['x-kubernetes-list-type'] !== 'set' && !schema.uniqueItems) return;
  const entrySchema = schema.items && check.schemas.resolve(schema.items);
  const seen = new Map<string, number>();
  for (const [index, entry] of list.entries()) {
    const key = keys === undefined ? entry : keyOf(entry, keys, entrySchema);
    if (key === undefined) continue;
    const text = JSON.stringify(key);
    const first = seen.get(text);
    if (first === undefined) seen.set(text, index);
    else {
      const words =
        keys === undefined ? show(entry) : keys.map((name, position) => `${name} ${show((key as unknown[])[position])}`).join(', ');
      check.report({
        code: 'KS5006',
        pointer: below(pointer, index),
        message: `entries ${first} and ${index} have one key: ${words}`,
        fix: 'remove one of them, or give it another key',
      });
    }
  }
}

/** The values of an entry's keys, with the defaults that the API server fills in; undefined when one is missing. */
function keyOf(entry: unknown, keys: readonly string[], schema: Schema | undefined): readonly unknown[] | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const values = keys.map((key) => (entry as Record<string, unknown>)[key] ?? schema?.properties?.[key]?.default);
  return values.every((value) => value === undefined) ? undefined : values.map((value) => value ?? null);
}
