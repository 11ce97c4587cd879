import { lockProgram, staleError } from '../../toolkit/lock/lock.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { exitCodeOf } from '../failure.ts';
import { problemData } from '../render/problem.ts';
import { programOptions } from './program-input.ts';

/** keelson lock. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const io = {
    notify({ code, payload }: { readonly code: string; readonly payload: unknown }) {
      if (code === 'lock.fetching') output.progress(`fetching ${(payload as { name: string }).name}…`);
    },
  };
  const { program, charts, images, stale, errors } = await lockProgram({ ...programOptions(input), check: options['check'] === true }, io);
  const places = { appRoot: program.appRoot };
  if (options['output'] === 'json') {
    const { errors: _charts, ...done } = charts;
    const { errors: _images, ...resolved } = images;
    output.json({ charts: done, images: resolved, stale, errors: errors.map((error) => problemData(error, places)) });
  } else {
    for (const error of errors) output.error(error, places);
    if (stale.length > 0) output.error(staleError(stale), places);
    for (const key of charts.fetched) output.line(`  fetched ${key}`);
    for (const image of images.resolved) output.line(`  pinned ${image}`);
    for (const key of [...charts.removed, ...images.removed]) output.line(`  removed ${key}`);
    const locked = [charts.fetched.length + charts.unchanged.length, images.resolved.length + images.unchanged.length];
    if (errors.length + stale.length === 0) output.done(`locked: ${locked[0]} charts, ${locked[1]} images`);
  }
  if (errors.length > 0) return exitCodeOf(errors);
  return stale.length > 0 ? EXIT.differences : EXIT.done;
};
