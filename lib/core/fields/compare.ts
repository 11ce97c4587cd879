import { isDeepStrictEqual } from 'node:util';
import { commonOrder, namingKey, pairByName, pairByPosition } from './lists.ts';
import { isMap, own } from './maps.ts';
import { type FieldPlace, item, member, ROOT } from './place.ts';

/** A field that differs, before anything is known of what that does. */
export interface Difference extends FieldPlace {
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Fields in which two documents differ, in the order of the new one. Items of lists are matched by name where they have one,
 * so an item that is added in front doesn't change all others.
 */
export function compareFields(before: unknown, after: unknown): Difference[] {
  const differences: Difference[] = [];
  compareValues(before, after, ROOT, differences);
  return differences;
}

function compareValues(before: unknown, after: unknown, place: FieldPlace, differences: Difference[]): void {
  if (isDeepStrictEqual(before, after)) return;
  if (isMap(before) && isMap(after)) {
    for (const key of Object.keys(after)) compareValues(own(before, key), after[key], member(place, key), differences);
    for (const key of Object.keys(before))
      if (!Object.hasOwn(after, key)) compareValues(before[key], undefined, member(place, key), differences);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, place, differences);
  } else {
    differences.push({ ...place, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
  }
}

function compareLists(before: readonly unknown[], after: readonly unknown[], place: FieldPlace, differences: Difference[]): void {
  const key = namingKey(before, after);
  const pairs = key === undefined ? pairByPosition(before, after) : pairByName(before, after, key);
  for (const pair of pairs) compareValues(pair.before, pair.after, item(place, pair.index, pair.name), differences);
  if (key === undefined) return;
  // The order of a list has meaning (the containers of a pod, variables that use others), so a new one is a change of its own.
  const order = commonOrder(before, after, key);
  if (!isDeepStrictEqual(order.before, order.after)) differences.push({ pointer: place.pointer, name: `${place.name} (order)`, ...order });
}
