import { compareText } from '../../core/compare.ts';
import type { Change, ConstructChanges } from './types.ts';

/** Groups changes by construct path, everything sorted. */
export function groupByConstruct(changes: readonly Change[]): ConstructChanges[] {
  const groups = groupBy(changes, (change) => change.path);
  return [...groups.keys()].sort(compareText).map((path) => ({ path, changes: (groups.get(path) ?? []).sort(compareChanges) }));
}

/** Items by a key, in their order. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function compareChanges(a: Change, b: Change): number {
  return compareText(a.unit, b.unit) || compareText(a.id, b.id) || compareText(a.action, b.action);
}
