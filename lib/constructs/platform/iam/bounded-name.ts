import { createHash } from 'node:crypto';

/** A name of at most this many characters: a longer one is cut, and keeps a hash of the whole after the separator. */
export function boundedName(name: string, length: number, separator: string): string {
  if (name.length <= length) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, length - hash.length - 1)}${separator}${hash}`;
}
