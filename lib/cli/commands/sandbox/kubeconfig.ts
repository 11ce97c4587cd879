import { sandboxKubeconfig } from '../../../toolkit/sandbox/existing.ts';
import type { CommandRun } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';

/** keelson sandbox kubeconfig. */
export const run: CommandRun = async ({ options, output }) => {
  output.line(await sandboxKubeconfig(typeof options['name'] === 'string' ? options['name'] : undefined));
  return EXIT.done;
};
