import type { TerraformUnitFile } from '../../assembly/schema.ts';
import type { KeelsonError } from '../../core/errors.ts';
import type { PlannedUnit } from '../approval/planned-unit.ts';
import type { OutputRecord, ReleaseSummary } from '../release/release.ts';
import type { ChangeSet } from '../terraform/plan/change-set.ts';
import { type OutputValue, planTerraform, type TerraformPlan } from '../terraform/unit/plan-unit.ts';
import type { TerraformUnit } from '../terraform/unit/session.ts';
import type { TerraformAccess, UnitOutcome } from './environment-run.ts';
import { errorsIn } from './outputs.ts';
import type { ReleaseBasis } from './release-basis.ts';
import type { RunSession } from './session.ts';

type Outcome = Omit<UnitOutcome, 'durationMs'>;

/** How a unit is run, and as what it is recorded. */
export interface TerraformWork {
  readonly roles: TerraformUnitFile['roles'];
  readonly basis: ReleaseBasis;
  /** Its last release. */
  readonly before: ReleaseSummary | undefined;
  /** {@link RunSession.epoch} in which its inputs were read. */
  readonly epoch: number;
  /** Whether all that it has is destroyed, since it left the program. @default false */
  readonly removes?: boolean;
  /** What speaks against applying a plan, before anybody is asked. @default - nothing */
  readonly refuse?: (changes: ChangeSet) => KeelsonError | undefined;
}

/** Plans a unit with its values filled in, has the plan approved, applies and records it. Throws what Terraform ends a plan with. */
export async function runTerraform(session: RunSession, unit: TerraformUnit, work: TerraformWork): Promise<Outcome> {
  const { run, planOnly, outputs } = session;
  const { removes = false, basis, roles } = work;
  const startedAt = new Date().toISOString();
  const begun = performance.now();
  const context = await (run.terraform as TerraformAccess).context(unit.key, roles);
  const notify = (text: string): void => run.notify?.({ type: 'line', unit: unit.unit, text });
  // A lease that is lost ends Terraform as Ctrl-C does.
  const signal = run.lease ? AbortSignal.any([...(run.signal ? [run.signal] : []), run.lease.signal]) : run.signal;
  const plan = await planTerraform(
    unit,
    {
      ...context,
      ...(signal && { signal }),
      notify,
      ...(!planOnly && { writing: (unlock) => session.writing(work.epoch, unlock) }),
      reviewed: !planOnly && run.reviewed?.includes(unit.unit) === true,
    },
    removes ? { destroy: true } : {},
  );
  const base = { unit: unit.unit, key: unit.key, plane: 'terraform' as const };
  try {
    const planned = plannedUnit(plan, basis, removes, run.wasAsked === true);
    const isEmpty = plan.changes.resources.length === 0 && plan.changes.outputs.length === 0;
    if (!isEmpty) run.notify?.({ type: 'planned', unit: unit.unit, planned });
    if (planOnly) {
      outputs.tell(unit.unit, { values: plan.outputs, state: plan.state, isPlan: true });
      return { ...base, result: isEmpty && !removes ? 'unchanged' : 'planned', errors: [], ...(!(isEmpty && !removes) && { planned }) };
    }
    const refused = work.refuse?.(plan.changes);
    if (refused) return { ...base, result: 'failed', errors: [refused], planned };
    const { errors, approval } = isEmpty ? { errors: [], approval: undefined } : await run.gate.check(planned);
    if (errors.length > 0) return { ...base, result: 'approval', errors, planned };
    return await session.writing(work.epoch, async () => {
      const common = { ...basis.facts, tool: toolOf(context.program), changes: plan.changes, ...(approval && { approval }), startedAt };
      const tookMs = (): number => Math.round(performance.now() - begun);
      let values: Readonly<Record<string, OutputValue>>;
      try {
        values = isEmpty ? plan.outputs : await plan.apply();
      } catch (error) {
        const failed = errorsIn(error);
        // What it gave before is still in its state, as far as anybody knows.
        const known = { outputs: work.before?.outputs ?? {}, error: textOf(failed) };
        if (!run.lease?.signal.aborted) await session.record({ ...common, ...known, result: 'failed', durationMs: tookMs() }, basis.texts);
        return { ...base, result: run.signal?.aborted ? 'interrupted' : 'failed', errors: failed, planned };
      }
      if (!isEmpty) session.terraformApplied();
      const state = isEmpty ? plan.state : plan.stateAfter();
      outputs.tell(unit.unit, { values, state, isPlan: false });
      const shown = recordable(values);
      await session.record(
        { ...common, outputs: shown, ...(state && { state }), result: removes ? 'removed' : 'applied', durationMs: tookMs() },
        basis.texts,
      );
      const result = removes ? 'removed' : isEmpty ? 'unchanged' : 'applied';
      return { ...base, result, errors: [], ...(!isEmpty && { planned }), outputs: valuesOf(shown) };
    });
  } finally {
    plan.close();
  }
}

function plannedUnit(
  { unit, key, changes, digest, state }: TerraformPlan,
  { facts: { contentDigest } }: ReleaseBasis,
  removes: boolean,
  wasAsked: boolean,
): PlannedUnit {
  return {
    plane: 'terraform',
    unit,
    key,
    contentDigest,
    changes,
    digest,
    ...(state && { state }),
    ...(removes && { removesUnit: true, ...(wasAsked && { wasAsked }) }),
  };
}

function toolOf({ name, version }: { readonly name: string; readonly version: string }): {
  readonly name: string;
  readonly version: string;
} {
  return { name, version };
}

function textOf(errors: readonly KeelsonError[]): string {
  return errors.map((error) => error.message).join('\n');
}

/** Outputs as they may be kept: of a secret one only that it is there. */
function recordable(outputs: Readonly<Record<string, OutputValue>>): Readonly<Record<string, OutputRecord>> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value, sensitive }]) => [name, sensitive ? { sensitive: true as const } : { value }]),
  );
}

function valuesOf(outputs: Readonly<Record<string, OutputRecord>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(outputs).flatMap(([name, output]) => ('value' in output ? [[name, output.value]] : [])));
}
