import { destroyUnits } from '../../toolkit/apply/destroy.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { showRun } from '../live/show-run.ts';
import { printEnd } from '../render/interrupted.ts';
import { applyData, planData, printDone, printPlan } from '../render/outcomes.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { tellPlanFile } from './plan-file.ts';
import { targetOf, terraformOf, timeoutOf } from './target-input.ts';

/** keelson destroy. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const json = options['output'] === 'json';
  const confirm = typeof options['confirm'] === 'string' ? options['confirm'] : undefined;
  const { allowDeletes: _, ...target } = targetOf(input);
  const { targets: __, refresh: ___, ...terraform } = terraformOf(input);
  const { signal, wasInterrupted } = interruptible(output);
  const shown = json || confirm === undefined ? undefined : await showRun(output);
  const { units, errors, isPlan, ...where } = await destroyUnits({
    ...target,
    signal,
    ...terraform,
    ...(confirm !== undefined && { confirm }),
    ...timeoutOf(input),
    ...(shown && { event: shown.event }),
  }).finally(() => shown?.end());
  if (json) {
    const data = isPlan ? planData(units) : applyData(units);
    output.json({ ...where, destroyed: !isPlan, units: data, errors: errors.map((error) => problemData(error)) });
  } else {
    if (isPlan) printPlan(output, units);
    else printDone(output, units);
    printEnd(output, units, errors, wasInterrupted());
  }
  if (wasInterrupted()) return EXIT.interrupted;
  if (errors.length > 0) return applyExitCode(errors);
  if (!isPlan) return EXIT.done;
  if (!json) tellPlanFile(output, where.planFile);
  if (!json) output.detail(`nothing was destroyed: repeat it with --confirm ${where.environment}`);
  return EXIT.approvalNeeded;
};
