import type { KeelsonError } from '../../core/errors.ts';
import type { PlannedUnit } from '../approval/planned-unit.ts';
import type { ClusterRun } from '../kubernetes/apply/cluster-run.ts';
import { planDeletion } from '../kubernetes/apply/delete-units.ts';
import type { UnitResult } from '../kubernetes/apply/unit-context.ts';
import type { UnitPlan } from '../plan/types.ts';
import type { ApprovalRecord, UnitRelease } from '../release/release.ts';
import type { EnvironmentRun } from './environment-run.ts';
import { errorsIn } from './outputs.ts';
import { releasedBasis } from './release-basis.ts';
import { RunSession } from './session.ts';

/** A unit whose objects go, and what speaks against it. */
export interface DeletedUnit {
  readonly planned: Extract<PlannedUnit, { plane: 'kubernetes' }>;
  readonly errors: readonly KeelsonError[];
}

/** Units of a cluster whose objects go, by the gate and with a release that says so. */
export interface ClusterDeletion {
  /** In the order in which they go, dependents first. */
  readonly units: readonly DeletedUnit[];
  /** Deletes them, and records it. */
  run(): Promise<readonly UnitResult[]>;
  /** Records that units are gone of which nothing is there: whoever deleted them may have ended before it was recorded. */
  recordAbsent(): Promise<void>;
}

type Took = Pick<UnitRelease, 'startedAt' | 'durationMs'>;

/**
 * Plans the deletion of units from a cluster; it only reads. Throws KS8003 to KS8006, KS8024, KS8025.
 * @param asks whether the gate is asked; what is written for approval is not approved yet
 */
export async function deleteFromCluster(
  run: EnvironmentRun,
  cluster: ClusterRun,
  { targets, asks = true }: { readonly targets?: readonly string[]; readonly asks?: boolean } = {},
): Promise<ClusterDeletion> {
  const session = new RunSession(run, false);
  const latest = await session.latest(run.environment);
  const { epoch } = session;
  const deletion = await planDeletion({ ...cluster, writing: (work) => session.writing(epoch, work) }, targets);
  const approvals = new Map<string, ApprovalRecord>();
  const gate = async (planned: PlannedUnit): Promise<readonly KeelsonError[]> => {
    const { errors, approval } = await run.gate.check(planned);
    if (approval) approvals.set(planned.unit, approval);
    return errors;
  };
  const units: DeletedUnit[] = [];
  for (const { plan, problems } of deletion.prepared) {
    const contentDigest = latest.get(plan.key)?.contentDigest ?? '';
    const planned = {
      plane: 'kubernetes',
      unit: plan.unit,
      key: plan.key,
      contentDigest,
      plan,
      removesUnit: true,
      wasAsked: true,
    } as const;
    const refused = asks && plan.changes.length > 0 ? await gate(planned) : [];
    // The gate knows the budget, too, and says who may let more go.
    const isDecided = refused.length > 0 || approvals.has(plan.unit);
    units.push({ planned, errors: [...problems.filter(({ code }) => !(isDecided && code === 'KS8011')), ...refused] });
  }
  const record = async (key: string, changes: UnitPlan, took: Took, errors: readonly KeelsonError[] = []): Promise<void> => {
    const release = latest.get(key);
    if (!release) return;
    const approval = approvals.get(changes.unit);
    const { facts, texts } = releasedBasis(release);
    const ended = {
      ...facts,
      outputs: {},
      changes,
      ...(approval && { approval }),
      result: errors.length > 0 ? ('failed' as const) : ('removed' as const),
      ...took,
      ...(errors.length > 0 && { error: errors.map(({ message }) => message).join('\n') }),
    };
    await session.record(ended, texts);
  };
  const recordAbsent = async (): Promise<void> => {
    for (const { unit, key } of deletion.absent)
      if (latest.get(key)?.result !== 'removed')
        await record(key, { unit, key, changes: [], unchanged: 0 }, { startedAt: new Date().toISOString(), durationMs: 0 });
  };
  return {
    units,
    recordAbsent,
    run: async () => {
      const planned = new Map(units.map((one) => [one.planned.unit, one.planned]));
      const results = await deletion.run({
        // A person may have thought about it for longer than an approval holds.
        check: async (unit) => {
          const agreed = planned.get(unit);
          return agreed && agreed.plan.changes.length > 0 ? gate(agreed) : [];
        },
        ended: async (result, took) => {
          if (result.errors.length > 0 && result.events.length === 0) return result;
          try {
            await record(result.key, result.plan, took, result.errors);
            return result;
          } catch (error) {
            return { ...result, errors: [...result.errors, ...errorsIn(error)] };
          }
        },
      });
      await recordAbsent();
      return results;
    },
  };
}
