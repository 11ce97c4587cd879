import { planDeletion } from '../../apply/kubernetes/apply/delete-units.ts';
import type { ObjectEvent, UnitResult } from '../../apply/kubernetes/apply/unit-context.ts';
import type { UnitPlan } from '../../apply/plan/types.ts';
import { distinctErrors, type KeelsonError } from '../../core/errors.ts';
import { openTarget, type TargetOptions } from './target.ts';

/** What is deleted. */
export interface DeleteOptions extends TargetOptions {
  /** Ids of Kubernetes units, such as `kubernetes.main.shop`. @default - all that were applied to the cluster */
  readonly targets?: readonly string[];
  /** Seconds that objects with finalizers may take to go. @default 60 */
  readonly timeoutSeconds?: number;
  /** Deletions of one unit that are approved beyond the policy's budget. @default 0 */
  readonly allowDeletes?: number;
  /** Gets each object as it goes. */
  readonly notify?: (event: ObjectEvent) => void;
}

/** What would be deleted. */
export interface PlannedDeletion {
  readonly environment: string;
  readonly cluster: string;
  /** Units in the order in which they go, dependents first. */
  readonly units: readonly UnitPlan[];
  /** Objects that would go. */
  readonly deletes: number;
}

/** What was deleted. */
export interface DeleteOutcome {
  readonly environment: string;
  readonly cluster: string;
  /** Absent when nobody agreed. */
  readonly units?: readonly UnitResult[];
  /** What would be deleted, when something speaks against it. */
  readonly refused?: readonly UnitPlan[];
  readonly errors: readonly KeelsonError[];
}

/**
 * Deletes units from a cluster: what Keelson applied, dependents first, namespaces and definitions last. What is annotated
 * `keelson.dev/keep`, holds data, or is used by what stays is left, and so is every unit of Terraform. Throws KS8001 to KS8006, KS8019,
 * KS8024 and KS8025.
 * @param agree asked with the plan before anything is deleted
 */
export async function deleteUnits(options: DeleteOptions, agree: (plan: PlannedDeletion) => Promise<boolean>): Promise<DeleteOutcome> {
  const { run, connection, environment, cluster } = openTarget(options);
  const { targets, timeoutSeconds = 60, allowDeletes, notify } = options;
  try {
    const more = { readyWithinMs: timeoutSeconds * 1000, ...(allowDeletes !== undefined && { allowDeletes }), ...(notify && { notify }) };
    const deletion = await planDeletion({ ...run, ...more }, targets);
    const units = deletion.prepared.map(({ plan }) => plan);
    const problems = distinctErrors(deletion.prepared.flatMap((one) => one.problems));
    if (problems.length > 0) return { environment, cluster, refused: units, errors: problems };
    const deletes = units.flatMap(({ changes }) => changes).filter(({ action }) => action === 'delete').length;
    if (!(await agree({ environment, cluster, units, deletes }))) return { environment, cluster, errors: [] };
    const results = await deletion.run();
    return {
      environment,
      cluster,
      units: results,
      errors: distinctErrors(results.flatMap((one) => [...one.errors, ...(one.lingering ?? [])])),
    };
  } finally {
    connection.close();
  }
}
