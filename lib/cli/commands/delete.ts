import { KeelsonError } from '../../core/errors.ts';
import { deleteUnits, type PlannedDeletion } from '../../toolkit/apply/delete.ts';
import { type ObjectEvent, refName } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { printUnitPlan } from '../render/plan.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { tellPlanFile } from './plan-file.ts';
import { targetOf, terraformOf, timeoutOf } from './target-input.ts';

/** keelson delete. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const json = options['output'] === 'json';
  const { targets, store, planFile, leaseTimeoutSeconds } = terraformOf(input);
  const dryRun = options['dryRun'] === true || planFile !== undefined;
  const yes = options['yes'] === true;
  let planned: PlannedDeletion | undefined;
  const agree = async (plan: PlannedDeletion): Promise<boolean> => {
    planned = plan;
    if (!json) for (const unit of plan.units) if (unit.changes.length > 0) printUnitPlan(output, unit);
    if (dryRun || plan.units.every(({ changes }) => changes.length === 0)) return false;
    if (yes) return true;
    if (json || !process.stdin.isTTY || !process.stderr.isTTY)
      throw new KeelsonError('KS8026', { message: `${plan.deletes} objects of ${plan.environment}/${plan.cluster} would go` });
    return confirm(`delete ${plan.deletes} objects from ${plan.environment}/${plan.cluster}? [y/N] `);
  };
  const { signal, wasInterrupted } = interruptible(output);
  const {
    units,
    refused,
    errors,
    planFile: written,
    ...where
  } = await deleteUnits(
    {
      ...targetOf(input),
      signal,
      dryRun,
      ...(targets && { targets }),
      ...(store !== undefined && { store }),
      ...(planFile !== undefined && { planFile }),
      ...(leaseTimeoutSeconds !== undefined && { leaseTimeoutSeconds }),
      ...timeoutOf(input),
      ...(!json && { notify: (event: ObjectEvent) => output.line(`  ${event.result} ${refName(event.object)}`) }),
    },
    agree,
  );
  if (json) {
    const done = units?.map(({ unit, key, events }) => ({ unit, key, events })) ?? [];
    output.json({
      ...where,
      ...(written && { planFile: written }),
      planned: planned?.units ?? refused ?? [],
      units: done,
      errors: errors.map((error) => problemData(error)),
    });
  } else {
    for (const unit of refused ?? []) printUnitPlan(output, unit);
    for (const { unit, events, errors: failed } of units ?? []) if (failed.length === 0) output.done(`${unit}: ${events.length} done`);
    tellPlanFile(output, written);
    for (const error of errors) output.error(error);
    if (units === undefined && errors.length === 0) output.line(planned?.deletes === 0 ? 'nothing to delete' : 'nothing was deleted');
  }
  return wasInterrupted() ? EXIT.interrupted : applyExitCode(errors);
};
