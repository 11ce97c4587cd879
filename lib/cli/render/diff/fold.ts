import type { Change, ConstructChanges } from '../../../toolkit/diff/index.ts';

/**
 * Constructs as a person thinks of them: what several parts of one construct change is shown under that construct, so a bucket
 * is one heading and not five. Environments and clusters hold everything and are never such a heading.
 */
export function foldConstructs(constructs: readonly ConstructChanges[]): ConstructChanges[] {
  const byParent = new Map<string, ConstructChanges[]>();
  for (const construct of constructs) {
    const parent = parentOf(construct);
    byParent.set(parent, [...(byParent.get(parent) ?? []), construct]);
  }
  const folded: ConstructChanges[] = [];
  for (const construct of constructs) {
    const parts = byParent.get(parentOf(construct)) ?? [construct];
    if (parts.length === 1) folded.push(construct);
    else if (parts[0] === construct) folded.push({ path: parentOf(construct), changes: parts.flatMap((part) => part.changes) });
  }
  return folded;
}

/** The construct that a part belongs to; the part itself where there is none. */
function parentOf({ path, changes }: ConstructChanges): string {
  const ids = path.split('/');
  const above = changes.some(isOfCluster) ? 2 : 1;
  return ids.length - 1 > above && changes.every((change) => change.kind !== 'setting') ? ids.slice(0, -1).join('/') : path;
}

function isOfCluster(change: Change): boolean {
  return change.plane === 'kubernetes';
}
