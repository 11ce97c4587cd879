/** The reference tokens of a JSON pointer (RFC 6901), unescaped. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A key as a reference token. */
export function escapeToken(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

/** The value that a pointer points at, or undefined. */
export function getPointer(document: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce<unknown>(
    (value, key) => (isContainer(value) && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined),
    document,
  );
}

/** Whether a pointer points at something, be it null. */
export function hasPointer(document: unknown, pointer: string): boolean {
  let value = document;
  for (const key of parsePointer(pointer)) {
    if (!isContainer(value) || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
