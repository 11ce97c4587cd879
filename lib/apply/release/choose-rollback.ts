import type { ReleaseSummary, UnitRelease } from './release.ts';

/** A unit that goes back. */
export interface UnitRollback {
  /** What it is now. */
  readonly from: ReleaseSummary;
  /** What it will be; undefined when it never was anything else: it stays as it is, and is not applied again. */
  readonly to: UnitRelease | undefined;
}

/**
 * Units that the newest commit brought, each with the release to go back to: the newest one that was applied with another content. Without
 * a commit it is the unit that was released last.
 * @param latest the newest release of each unit
 * @param history releases of a unit, the newest first
 */
export async function newestChange(
  latest: readonly ReleaseSummary[],
  history: (key: string) => Promise<readonly UnitRelease[]>,
): Promise<readonly UnitRollback[]> {
  const newest = latest.reduce<ReleaseSummary | undefined>(
    (best, one) => (best && best.startedAt >= one.startedAt ? best : one),
    undefined,
  );
  if (!newest) return [];
  const same = latest.filter(({ key, commit }) => (newest.commit === undefined ? key === newest.key : commit === newest.commit));
  return Promise.all(
    same.map(async (from) => {
      const to = (await history(from.key)).find(
        ({ revision, result, contentDigest }) => revision < from.revision && result === 'applied' && contentDigest !== from.contentDigest,
      );
      return { from, to };
    }),
  );
}
