import type { KeelsonError } from '../../core/errors.ts';
import { findUnitDrift, watchUnitDrift } from '../../toolkit/apply/drift.ts';
import type { TerraformUnitDrift, UnitDrift } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { printDrift, printTerraformDrift } from '../render/drift.ts';
import { problemData } from '../render/problem.ts';
import { targetOf, terraformOf } from './target-input.ts';

/** keelson drift. Exits with 3 for drift that stays, and with 5 when a unit could not be looked at. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const json = options['output'] === 'json';
  const target = { ...targetOf(input), ...terraformOf(input) };
  if (options['watch'] === true) {
    const { signal } = interruptible(output);
    let [drifted, corrected] = [0, 0];
    const tell = (count: number, done: number, data: unknown, print: () => void): void => {
      drifted += count;
      corrected += done;
      if (json) output.text(`${JSON.stringify(data)}\n`);
      else print();
    };
    const watching = watchUnitDrift({
      ...target,
      signal,
      drift: (units) => {
        const all = units.flatMap(({ objects }) => objects);
        tell(all.length, correctedOf(units), dataOf(units), () => printDrift(output, units));
      },
      terraformDrift: (units) => {
        const all = units.flatMap(({ resources }) => resources);
        tell(all.length, correctedOf(units), dataOf(units), () => printTerraformDrift(output, units));
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
  const { units, terraform, ...where } = await findUnitDrift({ ...target, correct: options['correct'] === true });
  if (json) output.json({ ...where, units: dataOf(units), terraform: dataOf(terraform) });
  else if (units.length === 0 && terraform.length === 0) output.done('everything is as it was applied');
  else {
    printDrift(output, units);
    printTerraformDrift(output, terraform);
  }
  if (terraform.some(({ resources, errors }) => resources.length === 0 && errors.length > 0)) return EXIT.partlyDone;
  return units.every(isCorrected) && terraform.every(isBroughtBack) ? EXIT.done : EXIT.differences;
};

/** Finalizers and owners are only reported: they stay. */
function isCorrected({ objects, corrected, errors }: UnitDrift): boolean {
  return errors.length === 0 && corrected !== undefined && objects.every(({ id }) => corrected.includes(id));
}

function isBroughtBack({ resources, corrected, errors }: TerraformUnitDrift): boolean {
  return errors.length === 0 && corrected !== undefined && resources.every(({ address }) => corrected.includes(address));
}

function correctedOf(units: readonly { readonly corrected?: readonly string[] }[]): number {
  return units.reduce((sum, { corrected = [] }) => sum + corrected.length, 0);
}

function dataOf(units: readonly { readonly errors: readonly KeelsonError[] }[]) {
  return units.map(({ errors, ...unit }) => ({ ...unit, errors: errors.map((error) => problemData(error)) }));
}
