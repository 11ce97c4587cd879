import type { Schema } from '../../facts/kubernetes/schema.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The value with the defaults of a structural schema, which the API server fills in before it checks a custom resource.
 * Null counts as absent where a default is declared and null is not allowed.
 */
export function withDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((entry) => withDefaults(entry, items)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const { properties = {}, additionalProperties } = schema;
  const result: Record<string, unknown> = { ...(value as Fields) };
  for (const [name, entry] of Object.entries(result)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (typeof own === 'object') result[name] = withDefaults(entry, own);
  }
  for (const [name, property] of Object.entries(properties)) {
    if (property.default === undefined) continue;
    if (result[name] === undefined || (result[name] === null && !property.nullable))
      result[name] = withDefaults(property.default, property);
  }
  return result;
}
