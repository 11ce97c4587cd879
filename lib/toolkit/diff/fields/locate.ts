import { isMap, own } from '../../../core/fields/maps.ts';
import { type FieldPlace, item, member, ROOT } from '../../../core/fields/place.ts';
import { parsePointer } from '../../../core/json-pointer.ts';

/** The place that a JSON pointer names in a document, and the value there. */
export function locate(document: unknown, pointer: string): FieldPlace & { readonly value: unknown } {
  let place = ROOT;
  let value = document;
  for (const key of parsePointer(pointer)) {
    if (Array.isArray(value)) {
      const entry: unknown = value[Number(key)];
      const name = isMap(entry) && typeof entry['name'] === 'string' ? entry['name'] : key;
      place = { ...item(place, Number(key), name), pointer: `${place.pointer}/${key}` };
      value = entry;
    } else {
      place = member(place, key);
      value = isMap(value) ? own(value, key) : undefined;
    }
  }
  return { ...place, value };
}
