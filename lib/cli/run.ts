import { CommanderError } from 'commander';
import type { CommandDefinition } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { tellFailure } from './failure.ts';
import { Output } from './output.ts';
import { type Call, createParser } from './parser.ts';

/**
 * Runs a command line.
 * @param definitions the commands; one alone is the program itself
 * @returns the exit code
 */
export async function runCommandLine(
  name: string,
  definitions: readonly CommandDefinition[],
  version: string,
  argv: readonly string[],
  output: Output = new Output(),
): Promise<ExitCode> {
  let call: Call | undefined;
  try {
    const parser = createParser(name, definitions, version, output, (called) => {
      call = called;
    });
    if (argv.length === 0 && definitions.length > 1) {
      parser.outputHelp();
      return EXIT.done;
    }
    parser.parse([...argv], { from: 'user' });
    if (!call) return EXIT.done;
    const run = await call.definition.load();
    return await run(call.input);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done; // help or version was printed
    return tellFailure(error, output, {
      commands: definitions.flatMap((definition) => definition.name.split(' ')),
      json: call ? call.input.options['output'] === 'json' : /(^| )--output[ =]json( |$)/.test(argv.join(' ')),
      debug: argv.includes('--debug'),
    });
  }
}
