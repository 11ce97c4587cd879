import { applyUnits } from '../../toolkit/apply/apply.ts';
import { type ObjectEvent, type RunEvent, refName } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { ApplyTable } from '../render/apply-table.ts';
import { applyData, doneLine } from '../render/outcomes.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { run as plan } from './plan.ts';
import { numberOf, targetOf, terraformOf } from './target-input.ts';

/** keelson apply. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  if (options['dryRun'] === true) return plan(input);
  const json = options['output'] === 'json';
  const timeoutSeconds = numberOf('--timeout', typeof options['timeout'] === 'string' ? options['timeout'] : undefined);
  const { signal, wasInterrupted } = interruptible(output);
  const table = !json && output.isLive ? new ApplyTable(output) : undefined;
  const { units, errors, requests, ...where } = await applyUnits({
    ...targetOf(input),
    signal,
    ...terraformOf(input),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(options['preflight'] === false && { preflight: false }),
    ...(table && { event: (event: RunEvent) => table.take(event) }),
    ...(!json &&
      !table && {
        event: (event: RunEvent) => {
          if (event.type === 'line') output.line(`  ${event.unit} ${event.text}`);
          else if (event.type === 'started' && event.unit.includes('/terraform.')) output.progress(`${event.unit}: planning`);
        },
        notify: (event: ObjectEvent) => output.line(`  ${event.result} ${refName(event.object)}`),
        waiting: (unit, objects) =>
          output.progress(
            `${unit}: ${objects.length} not ready; ${objects[0] ? `${refName(objects[0].object)}: ${objects[0].sentence}` : ''}`,
          ),
      }),
  });
  if (json) {
    output.json({ ...where, requests, units: applyData(units), errors: errors.map((error) => problemData(error)) });
  } else {
    // The table has told them already.
    for (const line of table ? [] : units.map((unit) => doneLine(unit))) if (line !== undefined) output.done(line);
    for (const error of errors) output.error(error);
  }
  return wasInterrupted() ? EXIT.interrupted : applyExitCode(errors);
};
