import { isMap } from '../../core/fields/maps.ts';

/** How much two documents have in common: 1 for the same, 0 for nothing. Lists count without their order. */
export function similarity(a: unknown, b: unknown): number {
  const [left, right] = [leaves(a), leaves(b)];
  if (left.size === 0 && right.size === 0) return 1;
  let common = 0;
  for (const leaf of left) if (right.has(leaf)) common++;
  return common / (left.size + right.size - common);
}

function leaves(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (entry: unknown, path: string): void => {
    if (Array.isArray(entry)) for (const child of entry) visit(child, `${path}/*`);
    else if (isMap(entry)) for (const [key, child] of Object.entries(entry)) visit(child, `${path}/${key}`);
    else found.add(`${path}=${JSON.stringify(entry)}`);
  };
  visit(value, '');
  return found;
}

/** Beyond this many comparisons a search for likely pairs is not worth its time. */
const MOST_COMPARISONS = 40_000;

/**
 * Pairs each item of one list with the one of the other that is most like it, best pairs first.
 * @param score 0 to 1; pairs below `least` are left alone
 */
export function pairSimilar<T>(gone: readonly T[], fresh: readonly T[], score: (before: T, after: T) => number, least: number): [T, T][] {
  if (gone.length * fresh.length > MOST_COMPARISONS) return [];
  const scored: { before: T; after: T; value: number }[] = [];
  for (const before of gone) for (const after of fresh) scored.push({ before, after, value: score(before, after) });
  const used = new Set<T>();
  const pairs: [T, T][] = [];
  // The sort is stable, so equal scores keep the order of the lists.
  for (const { before, after } of scored.filter((pair) => pair.value >= least).sort((a, b) => b.value - a.value)) {
    if (used.has(before) || used.has(after)) continue;
    used.add(before).add(after);
    pairs.push([before, after]);
  }
  return pairs;
}
