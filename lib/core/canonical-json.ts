import { compareText } from './compare.ts';

/** JSON with sorted keys, two spaces and a newline at the end: one value has one text, whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), undefined, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort(compareText)) result[key] = sorted((value as Record<string, unknown>)[key]);
  return result;
}
