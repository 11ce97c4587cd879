import { unitStatuses } from '../../toolkit/apply/status.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { isNoticed, printStatus } from '../render/status.ts';
import { targetOf } from './target-input.ts';

/** keelson status. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const outcome = await unitStatuses(targetOf(input));
  if (options['output'] === 'json') output.json(outcome);
  else printStatus(output, outcome.units, options['all'] === true);
  return outcome.units.some(({ objects }) => objects.some(isNoticed)) ? EXIT.partlyDone : EXIT.done;
};
