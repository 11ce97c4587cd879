import { relative } from 'node:path';
import { initProject } from '../../toolkit/init/init.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

/** keelson init. */
export const run: CommandRun = async ({ arguments: [directory], output }) => {
  const { directory: made, files } = initProject(directory === undefined ? {} : { directory });
  const folder = relative(process.cwd(), made);
  output.done(`a new project${folder ? ` in ${folder}` : ''}`);
  for (const file of files) output.line(`  ${file}`);
  output.line(`next: ${folder ? `cd ${folder} && ` : ''}npm install && npx synth`);
  return EXIT.done;
};
