import { escapeToken } from '../json-pointer.ts';

/** A place in a document: as a JSON pointer, and readable. */
export interface FieldPlace {
  readonly pointer: string;
  readonly name: string;
}

export const ROOT: FieldPlace = { pointer: '', name: '' };

const PLAIN = /^[A-Za-z_][\w-]*$/;

/** The place of a member of an object. */
export function member(place: FieldPlace, key: string): FieldPlace {
  const name = PLAIN.test(key) ? `${place.name}${place.name && '.'}${key}` : `${place.name}[${JSON.stringify(key)}]`;
  return { pointer: `${place.pointer}/${escapeToken(key)}`, name };
}

/** The place of an item of a list, named by its key where it has one. */
export function item(place: FieldPlace, index: number, key: string = String(index)): FieldPlace {
  return { pointer: `${place.pointer}/${index}`, name: `${place.name}[${key}]` };
}

/** Whether a pointer is at or below another. */
export function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}
