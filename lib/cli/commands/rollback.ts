import { liftQuarantine, rollBack } from '../../toolkit/apply/rollback.ts';
import { type ObjectEvent, type RunEvent, refName } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { applyData, doneLine, planData, printPlan } from '../render/outcomes.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { tellPlanFile } from './plan-file.ts';
import { targetOf, terraformOf, timeoutOf } from './target-input.ts';

/** keelson rollback. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const names = (option: string): readonly string[] =>
    typeof options[option] === 'string' ? options[option].split(',').filter(Boolean) : [];
  const json = options['output'] === 'json';
  const lift = names('lift');
  const { targets: _, ...where } = { ...targetOf(input), ...terraformOf(input) };
  if (lift.length > 0) {
    const lifted = await liftQuarantine(where, lift);
    if (json) output.json({ lifted });
    else output.done(lifted.length > 0 ? `${lifted.join(', ')} may be applied again` : 'nothing of it was rolled back');
    return EXIT.done;
  }
  const dryRun = options['dryRun'] === true || typeof options['planFile'] === 'string';
  const to = names('to');
  const { signal, wasInterrupted } = interruptible(output);
  const { rolledBack, units, errors, reverted, environment, planFile } = await rollBack({
    ...where,
    signal,
    dryRun,
    ...(to.length > 0 && { to }),
    ...(typeof options['reason'] === 'string' && { reason: options['reason'] }),
    ...(options['revert'] === false && { revert: false }),
    ...timeoutOf(input),
    ...(!json && {
      event: (event: RunEvent) => {
        if (event.type === 'line') output.line(`  ${event.unit} ${event.text}`);
        else if (event.type === 'object') output.line(`  ${described(event.event)}`);
      },
    }),
  });
  if (json) {
    const data = dryRun ? planData(units) : applyData(units);
    output.json({
      environment,
      ...(planFile && { planFile }),
      rolledBack,
      units: data,
      ...(reverted && { reverted }),
      errors: errors.map((error) => problemData(error)),
    });
  } else {
    for (const { from, to: target } of rolledBack)
      output.line(target === undefined ? `${from}: new, and stays as it is; it is not applied again` : `${from} -> ${target}`);
    if (dryRun) printPlan(output, units);
    else for (const unit of units) output.done(doneLine(unit) ?? `${unit.unit}: ${unit.result}`);
    tellPlanFile(output, planFile);
    if (reverted) {
      if ('commit' in reverted) output.done(`commit ${reverted.commit.slice(0, 12)} takes the change back; push it`);
      else output.detail(`no commit takes the change back: ${reverted.why}`);
    }
    for (const error of errors) output.error(error);
  }
  return wasInterrupted() ? EXIT.interrupted : applyExitCode(errors);
};

function described({ result, object }: ObjectEvent): string {
  return `${result} ${refName(object)}`;
}
