import type { Plane } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import { blockedBy } from '../kubernetes/apply/open-cluster.ts';
import { hasFailed, type UnitOutcome } from './environment-run.ts';
import type { RunSession } from './session.ts';

/** Which unit is due. */
export interface DueUnit {
  readonly unit: string;
  readonly key: string;
  readonly plane: Plane;
  /** Of a Kubernetes unit whose plan is told when it is blocked. */
  readonly cluster?: string;
}

/** Why a unit is not begun: others failed, or the run was interrupted. A plan goes on. */
export async function stoppedUnit(
  session: RunSession,
  { cluster, ...base }: DueUnit,
  before: readonly UnitOutcome[],
): Promise<Omit<UnitOutcome, 'durationMs'> | undefined> {
  const { unit } = base;
  if (session.run.signal?.aborted) {
    const error = new KeelsonError('KS8092', { object: unit, message: 'the run was interrupted before it was due' });
    return { ...base, result: 'interrupted', errors: [error] };
  }
  const failed = before.filter(hasFailed).map((one) => one.unit);
  if (failed.length === 0 || session.planOnly) return undefined;
  const opened = cluster === undefined ? undefined : (await session.openClusters()).get(cluster);
  const kubernetes = opened?.state.units.has(unit) ? await opened.blocked(unit, failed) : undefined;
  return { ...base, result: 'blocked', errors: [blockedBy(unit, failed)], after: failed, ...(kubernetes && { kubernetes }) };
}
