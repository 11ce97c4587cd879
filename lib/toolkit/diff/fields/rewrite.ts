import { isMap } from '../../../core/fields/maps.ts';

/** A document with every text in it rewritten; the document itself when nothing changes. */
export function rewriteTexts<T>(value: T, rewrite: (text: string) => string): T {
  if (typeof value === 'string') return rewrite(value) as T;
  if (Array.isArray(value)) {
    const list = value.map((entry) => rewriteTexts<unknown>(entry, rewrite));
    return list.some((entry, index) => entry !== value[index]) ? (list as T) : value;
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, rewriteTexts(entry, rewrite)] as const);
  return entries.some(([key, entry]) => entry !== value[key]) ? (Object.fromEntries(entries) as T) : value;
}
