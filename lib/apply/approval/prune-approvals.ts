import type { ReleaseSummary } from '../release/release.ts';
import { type ApprovalStore, readStatement, type Statement } from './approval.ts';

/** No policy lets an approval hold for longer. */
const MOST_HOURS = 720;

/**
 * Takes away the approvals of an environment that nobody can use any more; the releases say who approved what. What is no approval at all
 * stays: it is not Keelson's. Throws what the store throws.
 * @param latest the newest release of each unit, by key
 */
export async function pruneApprovals(
  approvals: ApprovalStore,
  environment: string,
  latest: ReadonlyMap<string, Pick<ReleaseSummary, 'revision'>>,
  now: Date,
): Promise<void> {
  for (const { id, statement } of await approvals.list(environment)) {
    const says = readStatement(statement);
    if (says && isOver(says, latest, now)) await approvals.remove(id);
  }
}

/** Whether every unit that needed the approval has the release that it was for, or no policy lets it hold any more. Pure. */
export function isOver({ at, document }: Statement, latest: ReadonlyMap<string, Pick<ReleaseSummary, 'revision'>>, now: Date): boolean {
  if (now.getTime() - Date.parse(at) > MOST_HOURS * 3_600_000) return true;
  const asked = document.units.filter(({ needs }) => needs.length > 0);
  return asked.length > 0 && asked.every(({ key, revision }) => (latest.get(key)?.revision ?? 0) > revision);
}
