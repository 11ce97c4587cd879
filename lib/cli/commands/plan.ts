import { planUnits } from '../../toolkit/apply/apply.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { planData, printPlan } from '../render/outcomes.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { tellPlanFile } from './plan-file.ts';
import { targetOf, terraformOf } from './target-input.ts';

/** keelson plan. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const { errors, needs, ...outcome } = await planUnits({ ...targetOf(input), ...terraformOf(input) });
  if (options['output'] === 'json')
    output.json({
      ...outcome,
      units: planData(outcome.units),
      needs: Object.fromEntries(needs),
      errors: errors.map((error) => problemData(error)),
    });
  else {
    printPlan(output, outcome.units, needs);
    tellPlanFile(output, outcome.planFile);
    for (const error of errors) output.error(error);
  }
  if (errors.length > 0) return applyExitCode(errors);
  const changes = outcome.units.some(({ result }) => result === 'planned' || result === 'later');
  return changes && options['exitCode'] === true ? EXIT.differences : EXIT.done;
};
