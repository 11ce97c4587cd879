import { sandboxDown } from '../../../toolkit/sandbox/existing.ts';
import type { CommandRun } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';

/** keelson sandbox down. */
export const run: CommandRun = async ({ options, output }) => {
  const name = typeof options['name'] === 'string' ? options['name'] : 'default';
  await sandboxDown(name);
  output.done(`sandbox ${name} is gone`);
  return EXIT.done;
};
