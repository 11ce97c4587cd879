import type { BindingValue } from '../../assembly/schema.ts';
import type { Reference } from '../reference/reference.ts';

/** A piece of a value: literal text, or a reference. */
export type Piece = string | Reference<unknown>;

/** How references stand inside a text that is a JSON document. */
export interface JsonEncoding {
  /** The pieces; the quotes around a value that is no text are gone. */
  readonly pieces: readonly Piece[];
  /** By index in `pieces`. */
  readonly as: ReadonlyMap<number, NonNullable<BindingValue['as']>>;
}

/**
 * When the text is a JSON document whose strings hold references, says how each enters it: as part of a string, or, for a
 * number, boolean, list or map that fills a whole string, as a JSON value of its own type. Undefined for any other text.
 */
export function jsonEncoding(pieces: readonly Piece[]): JsonEncoding | undefined {
  const first = pieces[0];
  if (typeof first !== 'string' || !/^\s*[{[]/.test(first)) return undefined;
  const result = pieces.map((piece) => piece);
  const as = new Map<number, NonNullable<BindingValue['as']>>();
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === 'string') continue;
    const before = result[index - 1];
    const after = result[index + 1];
    const whole = typeof before === 'string' && before.endsWith('"') && typeof after === 'string' && after.startsWith('"');
    if (whole && piece.type !== 'string') {
      result[index - 1] = before.slice(0, -1);
      result[index + 1] = after.slice(1);
      as.set(index, 'json');
    } else {
      as.set(index, 'jsonString');
    }
  }
  return isJson(pieces.map((piece) => (typeof piece === 'string' ? piece : 'x')).join('')) ? { pieces: result, as } : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
