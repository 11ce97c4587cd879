import { escapeToken } from '../core/json-pointer.ts';

/** Calls back for every text and number in a value, with its JSON pointer; keys of objects count as texts at their own pointer. */
export function walk(value: unknown, visit: (pointer: string, scalar: string | number) => void, pointer = ''): void {
  if (typeof value === 'string' || typeof value === 'number') visit(pointer, value);
  else if (Array.isArray(value)) for (const [index, entry] of value.entries()) walk(entry, visit, `${pointer}/${index}`);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      const at = `${pointer}/${escapeToken(key)}`;
      visit(at, key);
      walk(entry, visit, at);
    }
  }
}
