import { applyUnits } from '../../toolkit/apply/apply.ts';
import { type ObjectEvent, refName } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { run as plan } from './plan.ts';
import { numberOf, targetOf } from './target-input.ts';

/** keelson apply. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  if (options['dryRun'] === true) return plan(input);
  const json = options['output'] === 'json';
  const timeoutSeconds = numberOf('--timeout', typeof options['timeout'] === 'string' ? options['timeout'] : undefined);
  const { units, errors, requests, ...where } = await applyUnits({
    ...targetOf(input),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(options['preflight'] === false && { preflight: false }),
    ...(!json && {
      notify: (event: ObjectEvent) => output.line(`  ${event.result} ${refName(event.object)}`),
      waiting: (unit, objects) =>
        output.progress(
          `${unit}: ${objects.length} not ready; ${objects[0] ? `${refName(objects[0].object)}: ${objects[0].sentence}` : ''}`,
        ),
    }),
  });
  if (json) {
    const done = units.map(({ unit, key, plan: { unchanged }, events, readiness }) => ({ unit, key, unchanged, events, readiness }));
    output.json({ ...where, requests, units: done, errors: errors.map((error) => problemData(error)) });
  } else {
    for (const { unit, plan: planned, events, errors: failed } of units)
      if (failed.length === 0)
        output.done(`${unit}: ${events.length === 0 ? 'nothing to do' : `${events.length} done`}, ${planned.unchanged} unchanged`);
    for (const error of errors) output.error(error);
  }
  return applyExitCode(errors);
};
