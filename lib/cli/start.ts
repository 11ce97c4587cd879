import { ownPackage } from '../toolkit/program/own-package.ts';
import type { CommandDefinition } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Output } from './output.ts';
import { runCommandLine } from './run.ts';

/** Runs the command line of this process, and ends it: a program may leave timers and sockets behind. */
export async function start(name: string, definitions: readonly CommandDefinition[]): Promise<never> {
  // What reads the output may stop early, as `| head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.internalError));
  const output = new Output();
  const code = await runCommandLine(name, definitions, ownPackage().version, process.argv.slice(2), output);
  await output.end();
  process.exit(code);
}
