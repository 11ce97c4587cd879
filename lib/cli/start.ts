import { ownPackage } from '../toolkit/program/own-package.ts';
import type { CommandDefinition } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Output } from './output.ts';
import { runCommandLine } from './run.ts';

/** Runs the command line of this process, and ends it: a program may leave timers and sockets behind. */
export async function start(name: string, definitions: readonly CommandDefinition[]): Promise<never> {
  // What reads the output may stop early, as `| head` does. A command that ends in order at Ctrl-C may be in the middle of writes: it
  // goes on to its end, and its exit code says how that was.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(EXIT.internalError);
    if (process.listenerCount('SIGINT') === 0) process.exit(EXIT.done);
  });
  const output = new Output();
  const code = await runCommandLine(name, definitions, ownPackage().version, process.argv.slice(2), output);
  await output.end();
  process.exit(code);
}
