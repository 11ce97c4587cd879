import { Command, Option } from 'commander';
import type { CommandDefinition, CommandInput } from './command.ts';
import type { Output } from './output.ts';

/** A command as it was called. */
export interface Call {
  readonly definition: CommandDefinition;
  readonly input: CommandInput;
}

/** What the commands that only hold others are about. */
const GROUPS: Readonly<Record<string, string>> = { sandbox: 'a real control plane on this machine, with simulated nodes' };

/**
 * Makes the parser of a command line from its definitions; one alone is the program itself.
 * @param onCall takes the command that was called
 */
export function createParser(
  name: string,
  definitions: readonly CommandDefinition[],
  version: string,
  output: Output,
  onCall: (call: Call) => void,
): Command {
  const program = configure(new Command(name), output).version(version, '--version', 'print the version');
  const [only] = definitions;
  if (only && definitions.length === 1) return define(program, '', only, output, onCall);
  program.description('GitOps for ML platforms in TypeScript').addHelpText('after', overview(name, definitions));
  for (const definition of definitions) define(commandOf(program, definition.name, output), `${name} `, definition, output, onCall);
  return program;
}

/** The command of a name; one of two words is under a command that only holds others. */
function commandOf(program: Command, name: string, output: Output): Command {
  const [first = '', second] = name.split(' ');
  if (second === undefined) return configure(program.command(first), output);
  const group =
    program.commands.find((command) => command.name() === first) ??
    configure(program.command(first), output).description(GROUPS[first] ?? '');
  return configure(group.command(second), output);
}

function define(command: Command, prefix: string, definition: CommandDefinition, output: Output, onCall: (call: Call) => void): Command {
  command.description(definition.summary).addHelpText('after', exampleLines(prefix, definition.examples));
  for (const argument of definition.arguments ?? []) command.argument(argument.name, argument.description);
  for (const { flags, description, choices, fallback } of definition.options) {
    const option = new Option(flags, description);
    if (choices) option.choices(choices);
    if (fallback !== undefined) option.default(fallback);
    command.addOption(option);
  }
  const count = definition.arguments?.length ?? 0;
  return command.action((...values: unknown[]) => {
    const input: CommandInput = {
      arguments: values.slice(0, count) as (string | undefined)[],
      options: values[count] as CommandInput['options'],
      output,
    };
    onCall({ definition, input });
  });
}

/** Commander prints help; its errors are thrown, and told in the form of all others. */
function configure(command: Command, output: Output): Command {
  return command
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.text(text), writeErr: () => {}, outputError: () => {} })
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false);
}

function exampleLines(prefix: string, examples: CommandDefinition['examples']): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return `\nExamples:\n${examples.map(([command, what]) => `  ${prefix}${command.padEnd(width)}  # ${what}`).join('\n')}`;
}

/** The first example of every command that a new user needs, in the order of first use. */
function overview(name: string, definitions: readonly CommandDefinition[]): string {
  const first = FIRST_STEPS.flatMap((step) => {
    const definition = definitions.find((candidate) => candidate.name === step);
    return definition?.examples[0] ? [definition.examples[0]] : [];
  });
  const shown = first.length > 0 ? `${exampleLines(`${name} `, first)}\n` : '';
  return `${shown}\nMore about a command: ${name} <command> --help`;
}

const FIRST_STEPS: readonly string[] = ['init', 'synth', 'diff', 'validate', 'explain'];
