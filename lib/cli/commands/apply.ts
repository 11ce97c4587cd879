import { applyUnits } from '../../toolkit/apply/apply.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { showRun } from '../live/show-run.ts';
import { isInterruption, printInterrupted } from '../render/interrupted.ts';
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
  const shown = json ? undefined : await showRun(output);
  const { units, errors, requests, ...where } = await applyUnits({
    ...targetOf(input),
    signal,
    ...terraformOf(input),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(options['preflight'] === false && { preflight: false }),
    ...(shown && { event: shown.event }),
  }).finally(() => shown?.end());
  if (json) {
    output.json({ ...where, requests, units: applyData(units), errors: errors.map((error) => problemData(error)) });
  } else {
    for (const unit of units) {
      const line = doneLine(unit);
      if (line !== undefined) output.done(line);
    }
    if (wasInterrupted()) printInterrupted(output, units);
    for (const error of errors) if (!isInterruption(error)) output.error(error);
  }
  return wasInterrupted() ? EXIT.interrupted : applyExitCode(errors);
};
