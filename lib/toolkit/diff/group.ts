import { compareText } from '../../core/compare.ts';
import type { Change, ConstructChanges } from './types.ts';

/** Groups changes by construct path, everything sorted. */
export function groupByConstruct(changes: readonly Change[]): ConstructChanges[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.path);
    if (group) group.push(change);
    else groups.set(change.path, [change]);
  }
  return [...groups.keys()].sort(compareText).map((path) => ({ path, changes: (groups.get(path) ?? []).sort(compareChanges) }));
}

function compareChanges(a: Change, b: Change): number {
  return compareText(a.unit, b.unit) || compareText(a.id, b.id) || compareText(a.action, b.action);
}
