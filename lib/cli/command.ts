import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** One option: help, parsing and the docs come from it. */
export interface OptionDefinition {
  /** As commander takes it: `--check`, `--out <dir>`, `-o, --output <format>`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly fallback?: string;
}

/** One argument of a command. */
export interface ArgumentDefinition {
  /** `[program]` or `<code>`. */
  readonly name: string;
  readonly description: string;
}

/** One command; `run` is loaded only when it is called. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  load(): Promise<CommandRun>;
}

/** Does the work of a command. Whatever it throws is reported: a KeelsonError as the user's, anything else as internal. */
export type CommandRun = (input: CommandInput) => Promise<ExitCode>;

/** What a command gets. */
export interface CommandInput {
  readonly arguments: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly output: Output;
}

/** Prints traces and keeps source maps. */
export const DEBUG: OptionDefinition = { flags: '--debug', description: 'keep creation stacks and print stack traces; slow' };
/** How results are printed. */
export const OUTPUT: OptionDefinition = {
  flags: '--output <format>',
  description: 'text for people, json for programs',
  choices: ['text', 'json'],
  fallback: 'text',
};
