import { applyCluster, planCluster } from '../../apply/kubernetes/apply/run-cluster.ts';
import type { ObjectEvent, UnitResult } from '../../apply/kubernetes/apply/unit-context.ts';
import type { ObjectReadiness } from '../../apply/kubernetes/readiness/wait-ready.ts';
import type { UnitPlan } from '../../apply/plan/types.ts';
import type { KeelsonError } from '../../core/errors.ts';
import { openTarget, type TargetOptions } from './target.ts';

/** What would be done. */
export interface PlanOutcome {
  readonly environment: string;
  readonly cluster: string;
  readonly units: readonly UnitPlan[];
  /** What speaks against it, by unit. */
  readonly errors: readonly KeelsonError[];
}

/** How units are applied. */
export interface ApplyOptions extends TargetOptions {
  /** Deletions that are approved beyond the policy's budget. @default 0 */
  readonly allowDeletes?: number;
  /** Whether objects that are not there yet are sent as a dry run before anything of their unit is written. @default true */
  readonly preflight?: boolean;
  /** Seconds to wait for readiness; 0 waits for nothing. @default 600 */
  readonly timeoutSeconds?: number;
  readonly notify?: (event: ObjectEvent) => void;
  /** Called while a unit waits, with what is not ready. */
  readonly waiting?: (unit: string, objects: readonly ObjectReadiness[]) => void;
}

/** What was done. */
export interface ApplyOutcome {
  readonly environment: string;
  readonly cluster: string;
  readonly units: readonly UnitResult[];
  readonly errors: readonly KeelsonError[];
  /** Requests that it took. */
  readonly requests: number;
}

/** Plans the Kubernetes units of one cluster: it only reads. */
export async function planUnits(options: TargetOptions & { readonly allowDeletes?: number }): Promise<PlanOutcome> {
  const { run, connection, environment, cluster } = openTarget(options);
  try {
    const { allowDeletes } = options;
    const prepared = await planCluster({ ...run, ...(allowDeletes !== undefined && { allowDeletes }) });
    return { environment, cluster, units: prepared.map((one) => one.plan), errors: prepared.flatMap((one) => one.problems) };
  } finally {
    connection.close();
  }
}

/** Applies the Kubernetes units of one cluster, in the order of what they depend on. */
export async function applyUnits(options: ApplyOptions): Promise<ApplyOutcome> {
  const { run, connection, environment, cluster } = openTarget(options);
  const { allowDeletes, preflight, timeoutSeconds = 600, notify, waiting } = options;
  try {
    const units = await applyCluster({
      ...run,
      readyWithinMs: timeoutSeconds * 1000,
      ...(allowDeletes !== undefined && { allowDeletes }),
      ...(preflight !== undefined && { preflight }),
      ...(notify && { notify }),
      ...(waiting && { waiting }),
    });
    return {
      environment,
      cluster,
      units,
      errors: units.flatMap((unit) => [...unit.errors, ...(unit.lingering ?? [])]),
      requests: connection.sent,
    };
  } finally {
    connection.close();
  }
}
