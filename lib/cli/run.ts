import { Command, CommanderError, Option } from 'commander';
import { KeelsonError, KeelsonErrors } from '../core/errors.ts';
import { nearestWord } from '../core/nearest.ts';
import type { CommandDefinition } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Output } from './output.ts';

/**
 * Runs a command line.
 * @param definitions the commands; one alone is the program itself
 * @returns the exit code
 */
export async function runCommandLine(
  name: string,
  definitions: readonly CommandDefinition[],
  version: () => string,
  argv: readonly string[],
  output = new Output(),
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = configure(new Command(name), output);
  if (argv.includes('--version')) {
    output.line(version());
    return EXIT.done;
  }
  program.option('--version', 'print the version');
  for (const definition of definitions) {
    const command = definitions.length === 1 ? program : configure(program.command(definition.name), output);
    command.description(definition.summary).addHelpText('after', helpOf(definitions.length === 1 ? '' : `${name} `, definition));
    for (const argument of definition.arguments ?? []) command.argument(argument.name, argument.description);
    for (const { flags, description, choices, fallback } of definition.options) {
      const option = new Option(flags, description);
      if (choices) option.choices(choices);
      if (fallback !== undefined) option.default(fallback);
      command.addOption(option);
    }
    command.action(async (...values: unknown[]) => {
      const count = definition.arguments?.length ?? 0;
      const run = await definition.load();
      code = await run({
        arguments: values.slice(0, count) as string[],
        options: values[count] as Record<string, string | boolean>,
        output,
      });
    });
  }
  if (definitions.length > 1) program.description('GitOps for ML platforms in TypeScript');
  try {
    await program.parseAsync(argv.length === 0 && definitions.length > 1 ? ['--help'] : [...argv], {
      from: 'user',
    });
    return code;
  } catch (error) {
    return failure(error, output, argv.includes('--debug'), definitions);
  }
}

function configure(command: Command, output: Output): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ writeOut: (text) => output.text(text), writeErr: () => {}, outputError: () => {} })
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false);
}

function helpOf(prefix: string, { examples }: CommandDefinition): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return `\nExamples:\n${examples.map(([command, what]) => `  ${prefix}${command.padEnd(width)}  # ${what}`).join('\n')}`;
}

function failure(error: unknown, output: Output, debug: boolean, definitions: readonly CommandDefinition[]): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    const message = error.message
      .replace(/^error: /, '')
      .replace(/\n.*$/s, (rest) =>
        rest.includes('Did you mean') ? `; did you mean ${/Did you mean (?:one of )?([^?]+)\?/.exec(rest)?.[1]}?` : '',
      );
    const unknown = /^unknown command '([^']+)'/.exec(message)?.[1];
    const near =
      unknown === undefined
        ? undefined
        : nearestWord(
            unknown,
            definitions.map((definition) => definition.name),
          );
    output.error(
      new KeelsonError('KS0011', { message, ...(near && !message.includes('did you mean') && { fix: `did you mean ${near}?` }) }),
    );
    return EXIT.userError;
  }
  const errors = KeelsonErrors.is(error) ? error.errors : KeelsonError.is(error) ? [error] : [];
  for (const one of errors) {
    output.error(one);
    if (debug) output.detail(one.stack ?? '');
  }
  if (errors.length > 0) return errors.some((one) => one.code === 'KS0001') ? EXIT.internalError : EXIT.userError;
  const message = error instanceof Error ? error.message : String(error);
  output.error(new KeelsonError('KS0001', { message, cause: error }));
  if (debug && error instanceof Error) output.detail(error.stack ?? '');
  return EXIT.internalError;
}
