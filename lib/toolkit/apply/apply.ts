import type { ApprovalNeed } from '../../apply/approval/approval-needs.ts';
import type { ObjectEvent } from '../../apply/kubernetes/apply/unit-context.ts';
import type { ObjectReadiness } from '../../apply/kubernetes/readiness/wait-ready.ts';
import type { UnitOutcome } from '../../apply/run/environment-run.ts';
import { applyEnvironment, planEnvironment } from '../../apply/run/run-environment.ts';
import { distinctErrors, type KeelsonError } from '../../core/errors.ts';
import { type EnvironmentOptions, openEnvironment } from './environment.ts';
import { neededApprovals, type WrittenPlan, writePlan } from './plan-document.ts';

/** What a run of units came to. */
interface Outcome {
  readonly environment: string;
  /** The one cluster that it was about. @default - there are several, or none */
  readonly cluster?: string;
  /** Each unit, of both planes. */
  readonly units: readonly UnitOutcome[];
  readonly errors: readonly KeelsonError[];
}

/** What would be done. */
export interface PlanOutcome extends Outcome {
  /** What needs an approval, by unit. */
  readonly needs: ReadonlyMap<string, readonly ApprovalNeed[]>;
  /** Where the plan is for approval. @default - it was not asked for */
  readonly planFile?: WrittenPlan;
}

/** How units are applied. */
export interface ApplyOptions extends EnvironmentOptions {
  /** Whether objects that are not there yet are sent as a dry run before anything of their unit is written. @default true */
  readonly preflight?: boolean;
  /** Seconds to wait for readiness; 0 waits for nothing. @default 600 */
  readonly timeoutSeconds?: number;
  readonly notify?: (event: ObjectEvent) => void;
  /** Called while a unit waits, with what is not ready. */
  readonly waiting?: (unit: string, objects: readonly ObjectReadiness[]) => void;
}

/** What was done. */
export interface ApplyOutcome extends Outcome {
  /** Requests to clusters that it took. */
  readonly requests: number;
}

/** Plans the units of an environment: it only reads. Terraform runs for units that are not as they were released last. */
export async function planUnits(options: EnvironmentOptions): Promise<PlanOutcome> {
  const { allowDeletes, sandbox } = options;
  const { run, close, environment, cluster, policy } = openEnvironment(options, { ...(allowDeletes !== undefined && { allowDeletes }) });
  try {
    const units = await planEnvironment(run);
    const planFile = options.planFile === undefined ? undefined : await writePlan(options.planFile, run, policy, units);
    const needs = sandbox === undefined ? neededApprovals(units, policy) : new Map<string, readonly ApprovalNeed[]>();
    // What exceeds the budget waits for an approval, which is asked for with this very plan.
    const errors = errorsOf(units).filter(({ code }) => !(code === 'KS8011' && policy.approvals && planFile));
    return { environment, ...(cluster !== undefined && { cluster }), units, errors, needs, ...(planFile && { planFile }) };
  } finally {
    await close();
  }
}

/** Applies the units of an environment, in the order of what they depend on. */
export async function applyUnits(options: ApplyOptions): Promise<ApplyOutcome> {
  const { allowDeletes, preflight, timeoutSeconds = 600, notify, waiting, event } = options;
  const opened = openEnvironment(options, {
    readyWithinMs: timeoutSeconds * 1000,
    ...(allowDeletes !== undefined && { allowDeletes }),
    ...(preflight !== undefined && { preflight }),
    notify: (one) => {
      notify?.(one);
      event?.({ type: 'object', unit: one.unit, event: one });
    },
    waiting: (unit, objects) => {
      waiting?.(unit, objects);
      event?.({ type: 'readiness', unit, objects });
    },
  });
  const { run, close, environment, cluster, requests } = opened;
  try {
    const units = await applyEnvironment(run);
    return { environment, ...(cluster !== undefined && { cluster }), units, errors: errorsOf(units), requests: requests() };
  } finally {
    await close();
  }
}

/** What went wrong with any of them, each thing once. */
export function errorsOf(units: readonly UnitOutcome[]): KeelsonError[] {
  const lingering = ({ kubernetes }: UnitOutcome): readonly KeelsonError[] => kubernetes?.lingering ?? [];
  return distinctErrors(units.flatMap((unit) => [...unit.errors, ...lingering(unit)]));
}
