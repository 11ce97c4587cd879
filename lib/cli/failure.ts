import { CommanderError } from 'commander';
import { KeelsonError, KeelsonErrors } from '../core/errors.ts';
import { nearestWord } from '../core/nearest.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
import { problemData } from './render/problem.ts';

/** How a failure is told. */
export interface FailureOptions {
  /** Names of the commands, for suggestions. */
  readonly commands: readonly string[];
  /** As one document on standard output, not as lines. */
  readonly json: boolean;
  /** With stack traces. */
  readonly debug: boolean;
}

/** Tells what a command threw. @returns the exit code */
export function tellFailure(error: unknown, output: Output, options: FailureOptions): ExitCode {
  const errors = asKeelsonErrors(error, options.commands);
  if (options.json) output.json({ errors: errors.map((one) => problemData(one)) });
  for (const one of errors) {
    if (!options.json) output.error(one);
    if (options.debug) output.detail(stackOf(one));
  }
  return exitCodeOf(errors);
}

/** 1 for an error of Keelson itself, 2 for one of the user's, 130 for a run that was interrupted. */
export function exitCodeOf(errors: readonly KeelsonError[]): ExitCode {
  if (errors.length === 0) return EXIT.done;
  if (errors.some((one) => one.code === 'KS8027')) return EXIT.interrupted;
  return errors.some((one) => one.code === 'KS0001') ? EXIT.internalError : EXIT.userError;
}

/** The stack of the cause where there is one: it shows the user's code, or what failed inside. */
export function stackOf(error: KeelsonError): string {
  const { cause } = error;
  return (cause instanceof Error ? cause.stack : error.stack) ?? '';
}

function asKeelsonErrors(error: unknown, commands: readonly string[]): readonly KeelsonError[] {
  if (error instanceof CommanderError) return [usageError(error, commands)];
  if (KeelsonErrors.is(error)) return error.errors;
  if (KeelsonError.is(error)) return [error];
  // What a pause throws when it is interrupted.
  if (error instanceof Error && error.name === 'AbortError' && KeelsonError.is(error.cause)) return [error.cause];
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [new KeelsonError('KS0001', { message, cause: error })];
}

const NAMED =
  'what a command works on is named by an option, such as --env prod, --target <unit> or, for a sandbox, --name <name>; see --help';

/** Commander's message, and what was probably meant. */
function usageError(error: CommanderError, commands: readonly string[]): KeelsonError {
  // What commander says when only the first word of a command is given.
  if (error.code === 'commander.help') return new KeelsonError('KS0011', { message: 'the second word of the command is missing' });
  const [first = '', ...rest] = error.message.split('\n');
  const message = first
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace(/\. Allowed choices are/, '; it may be')
    .replace(/arguments\. Expected/, 'arguments: expected');
  const unknown = /^unknown command '([^']+)'/.exec(message)?.[1];
  const near = unknown === undefined ? /Did you mean (.+)\?/.exec(rest.join(' '))?.[1] : nearestWord(unknown, commands);
  const fix = near !== undefined ? `did you mean ${near}?` : error.code === 'commander.excessArguments' ? NAMED : undefined;
  return new KeelsonError('KS0011', { message, ...(fix !== undefined && { fix }) });
}
