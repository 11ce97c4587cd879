import { destroyUnits } from '../../toolkit/apply/destroy.ts';
import type { RunEvent } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { applyData, doneLine, planData, printPlan } from '../render/outcomes.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { numberOf, targetOf, terraformOf } from './target-input.ts';

/** keelson destroy. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const json = options['output'] === 'json';
  const confirm = typeof options['confirm'] === 'string' ? options['confirm'] : undefined;
  const timeoutSeconds = numberOf('--timeout', typeof options['timeout'] === 'string' ? options['timeout'] : undefined);
  const { allowDeletes: _, ...target } = targetOf(input);
  const { targets: __, refresh: ___, ...terraform } = terraformOf(input);
  const { units, errors, isPlan, ...where } = await destroyUnits({
    ...target,
    ...terraform,
    ...(confirm !== undefined && { confirm }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(!json && {
      event: (event: RunEvent) => {
        if (event.type === 'line') output.line(`  ${event.unit} ${event.text}`);
        else if (event.type === 'started') output.progress(`${event.unit}: looking`);
        else if (event.type === 'ended') output.progress(`${event.unit}: ${event.outcome.result}`);
      },
    }),
  });
  if (json) {
    const data = isPlan ? planData(units) : applyData(units);
    output.json({ ...where, destroyed: !isPlan, units: data, errors: errors.map((error) => problemData(error)) });
  } else {
    if (isPlan) printPlan(output, units);
    for (const unit of isPlan ? [] : units) {
      const line = doneLine(unit);
      if (line !== undefined) output.done(line);
    }
    for (const error of errors) output.error(error);
  }
  if (errors.length > 0) return applyExitCode(errors);
  if (!isPlan) return EXIT.done;
  if (!json) output.detail(`nothing was destroyed: repeat it with --confirm ${where.environment}`);
  return EXIT.approvalNeeded;
};
