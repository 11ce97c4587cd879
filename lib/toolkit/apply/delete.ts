import type { ObjectEvent, UnitResult } from '../../apply/kubernetes/apply/unit-context.ts';
import type { UnitPlan } from '../../apply/plan/types.ts';
import { type DeletedUnit, deleteFromCluster } from '../../apply/run/delete-from-cluster.ts';
import type { UnitOutcome } from '../../apply/run/environment-run.ts';
import { openAssembly } from '../../assembly/open.ts';
import { directorySource } from '../../assembly/source.ts';
import { distinctErrors, type KeelsonError } from '../../core/errors.ts';
import { openEnvironment } from './environment.ts';
import { type WrittenPlan, writePlan } from './plan-document.ts';
import { chooseTarget, openPolicy, type TargetOptions } from './target.ts';

/** What is deleted. */
export interface DeleteOptions extends TargetOptions {
  /** Kubernetes units, such as `kubernetes.main.shop`, or `shop` where only one has that name. @default - all that were applied to the cluster */
  readonly targets?: readonly string[];
  /** Seconds that objects with finalizers may take to go. @default 60 */
  readonly timeoutSeconds?: number;
  /** Deletions of one unit that are approved beyond the policy's budget. @default 0 */
  readonly allowDeletes?: number;
  /** Where releases are kept: a directory, `s3://bucket/prefix` or `cluster`. @default - as for `apply` */
  readonly store?: string;
  /** Seconds to wait for another applier that has the environment. @default 45 */
  readonly leaseTimeoutSeconds?: number;
  /** File that gets the plan as it is approved; nothing is deleted then. @default - none */
  readonly planFile?: string;
  /** Whether nothing is deleted, and nothing recorded. @default false */
  readonly dryRun?: boolean;
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
  /** Where the plan is for approval. @default - it was not asked for */
  readonly planFile?: WrittenPlan;
  readonly errors: readonly KeelsonError[];
}

/**
 * Deletes units from a cluster: what Keelson applied, dependents first, namespaces and definitions last. What is annotated
 * `keelson.dev/keep`, holds data, or is used by what stays is left, and so is every unit of Terraform. Where the policy says who approves,
 * each unit needs it; the releases say that it was removed. Throws KS8001 to KS8006, KS8019, KS8024, KS8025, KS8080.
 * @param agree asked with the plan before anything is deleted
 */
export async function deleteUnits(options: DeleteOptions, agree: (plan: PlannedDeletion) => Promise<boolean>): Promise<DeleteOutcome> {
  const { targets, timeoutSeconds = 60, allowDeletes, notify, planFile, dryRun = false, ...target } = options;
  const assembly = openAssembly(directorySource(options.directory));
  const { environment, cluster } = chooseTarget(assembly, options);
  // Where the policy says nothing of approvals, whoever agrees to the plan has approved it.
  const approved = openPolicy(options).approvals ? allowDeletes : Number.MAX_SAFE_INTEGER;
  const { run, policy, close } = openEnvironment(
    { ...target, assembly, environment, cluster, command: 'delete', ...(approved !== undefined && { allowDeletes: approved }) },
    { readyWithinMs: timeoutSeconds * 1000, ...(allowDeletes !== undefined && { allowDeletes }), ...(notify && { notify }) },
  );
  try {
    const deletion = await deleteFromCluster(run, await run.cluster(cluster), {
      asks: planFile === undefined,
      ...(targets && { targets }),
    });
    const units = deletion.units.map(({ planned }) => planned.plan);
    const written = planFile === undefined ? undefined : await writePlan(planFile, run, policy, deletion.units.map(outcomeOf));
    const where = { environment, cluster, ...(written && { planFile: written }) };
    const problems = distinctErrors(deletion.units.flatMap(({ errors }) => errors)).filter(
      ({ code }) => !(code === 'KS8011' && written && policy.approvals),
    );
    if (problems.length > 0) return { ...where, refused: units, errors: problems };
    const deletes = units.flatMap(({ changes }) => changes).filter(({ action }) => action === 'delete').length;
    const isAgreed = await agree({ environment, cluster, units, deletes });
    if (dryRun || written || !isAgreed) {
      if (!dryRun && !written && units.every(({ changes }) => changes.length === 0)) await deletion.recordAbsent();
      return { ...where, errors: [] };
    }
    const results = await deletion.run();
    return {
      ...where,
      units: results,
      errors: distinctErrors(results.flatMap((one) => [...one.errors, ...(one.lingering ?? [])])),
    };
  } finally {
    await close();
  }
}

function outcomeOf({ planned, errors }: DeletedUnit): UnitOutcome {
  const { unit, key, plane, plan } = planned;
  const result = errors.length > 0 ? 'failed' : plan.changes.length > 0 ? 'planned' : 'unchanged';
  return { unit, key, plane, result, durationMs: 0, errors, planned };
}
