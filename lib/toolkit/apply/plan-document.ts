import { writeFileSync } from 'node:fs';
import { needsOf } from '../../apply/approval/approval-gate.ts';
import type { ApprovalNeed } from '../../apply/approval/approval-needs.ts';
import { type ChangeDocument, documentUnit, writeDocument } from '../../apply/approval/change-document.ts';
import type { Policy } from '../../apply/policy/policy.ts';
import type { EnvironmentRun, UnitOutcome } from '../../apply/run/environment-run.ts';

/** What of a plan needs an approval, by unit. */
export function neededApprovals(units: readonly UnitOutcome[], policy: Policy): ReadonlyMap<string, readonly ApprovalNeed[]> {
  return new Map(
    units.flatMap(({ unit, planned }) => {
      const needs = planned ? needsOf(planned, policy) : [];
      return needs.length > 0 ? [[unit, needs] as const] : [];
    }),
  );
}

/** A plan file that was written. */
export interface WrittenPlan {
  readonly file: string;
  /** Units in it. */
  readonly units: number;
}

/** Writes a plan for approval, for this user alone: it says much of what runs where. */
export async function writePlan(file: string, run: EnvironmentRun, policy: Policy, outcomes: readonly UnitOutcome[]): Promise<WrittenPlan> {
  const document = await planDocument(run, policy, outcomes);
  writeFileSync(file, writeDocument(document), { mode: 0o600 });
  return { file, units: document.units.length };
}

/** A plan as it is reviewed and approved: each unit that changes, over the release that it has. */
async function planDocument(
  { assembly, environment, store, origin }: EnvironmentRun,
  policy: Policy,
  outcomes: readonly UnitOutcome[],
): Promise<ChangeDocument> {
  const latest = await store?.latest(environment);
  const { commit } = origin?.() ?? {};
  return {
    schemaVersion: '1.0',
    kind: 'keelson-plan',
    platform: assembly.manifest.platform,
    environment,
    ...(commit !== undefined && { commit }),
    units: outcomes.flatMap(({ result, planned, errors }) =>
      planned && (result === 'planned' || (result === 'failed' && errors.every(({ code }) => code === 'KS8011')))
        ? [documentUnit(planned, latest?.get(planned.key)?.revision ?? 0, needsOf(planned, policy))]
        : [],
    ),
  };
}
