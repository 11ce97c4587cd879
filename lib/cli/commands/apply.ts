import { applyUnits } from '../../toolkit/apply/apply.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { showRun } from '../live/show-run.ts';
import { printEnd } from '../render/interrupted.ts';
import { applyData, printDone } from '../render/outcomes.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { run as plan } from './plan.ts';
import { targetOf, terraformOf, timeoutOf } from './target-input.ts';

/** keelson apply. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  if (options['dryRun'] === true) return plan(input);
  const json = options['output'] === 'json';
  const { signal, wasInterrupted } = interruptible(output);
  const shown = json ? undefined : await showRun(output);
  const { units, errors, requests, ...where } = await applyUnits({
    ...targetOf(input),
    signal,
    ...terraformOf(input),
    ...timeoutOf(input),
    ...(options['preflight'] === false && { preflight: false }),
    ...(shown && { event: shown.event }),
  }).finally(() => shown?.end());
  if (json) {
    output.json({ ...where, requests, units: applyData(units), errors: errors.map((error) => problemData(error)) });
  } else {
    printDone(output, units);
    printEnd(output, units, errors, wasInterrupted());
  }
  return wasInterrupted() ? EXIT.interrupted : applyExitCode(errors);
};
