import { findUnitDrift, watchUnitDrift } from '../../toolkit/apply/drift.ts';
import type { UnitDrift } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { printDrift } from '../render/drift.ts';
import { problemData } from '../render/problem.ts';
import { targetOf } from './target-input.ts';

/** keelson drift. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const json = options['output'] === 'json';
  const target = targetOf(input);
  if (options['watch'] === true) {
    const { signal } = interruptible(output);
    let [drifted, corrected] = [0, 0];
    const watching = watchUnitDrift({
      ...target,
      signal,
      drift: (units) => {
        drifted += units.reduce((sum, { objects }) => sum + objects.length, 0);
        corrected += units.reduce((sum, one) => sum + (one.corrected?.length ?? 0), 0);
        if (json) output.text(`${JSON.stringify(dataOf(units))}\n`);
        else printDrift(output, units);
      },
      lost: (reason) => output.detail(`the API server is lost for now: ${reason}`),
    });
    // A look that the signal breaks off is no failure.
    await watching.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (!json) output.line(`the watch ended: ${drifted} drifted, ${corrected} corrected`);
    return EXIT.interrupted;
  }
  const { units, ...where } = await findUnitDrift({ ...target, correct: options['correct'] === true });
  if (json) output.json({ ...where, units: dataOf(units) });
  else if (units.length === 0) output.done('everything is as it was applied');
  else printDrift(output, units);
  return units.every(isCorrected) ? EXIT.done : EXIT.differences;
};

/** Finalizers and owners are only reported. */
function isCorrected({ objects, corrected, errors }: UnitDrift): boolean {
  return errors.length === 0 && corrected !== undefined && objects.every(({ id, kind }) => kind === 'guarded' || corrected.includes(id));
}

function dataOf(units: Awaited<ReturnType<typeof findUnitDrift>>['units']) {
  return units.map(({ errors, ...unit }) => ({ ...unit, errors: errors.map((error) => problemData(error)) }));
}
