import { relative, resolve } from 'node:path';
import { resolveOutput } from '../../toolkit/apply/resolve.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { targetOf, terraformOf } from './target-input.ts';

/** keelson resolve. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const check = options['check'] === true;
  const outcome = await resolveOutput({
    ...targetOf(input),
    ...terraformOf(input),
    check,
    ...(typeof options['to'] === 'string' && { to: resolve(options['to']) }),
    ...(options['leaveOutSecrets'] === true && { leaveOutSecrets: true }),
    ...(options['commit'] === true && { commit: true }),
  });
  const { changed, unchanged, directory, units, leftOut, commit } = outcome;
  if (options['output'] === 'json') output.json(outcome);
  else {
    const place = relative(process.cwd(), directory) || '.';
    for (const [id, names] of Object.entries(leftOut)) output.detail(`left out ${id}: ${names.join(', ')} is secret`);
    if (check) for (const path of changed) output.line(`  differs ${path}`);
    output.done(`${place}: ${units} units, ${changed.length} files ${check ? 'differ' : 'changed'}, ${unchanged} unchanged`);
    if (commit !== undefined) output.line(`  commit ${commit.slice(0, 12)}`);
  }
  return check && changed.length > 0 ? EXIT.differences : EXIT.done;
};
