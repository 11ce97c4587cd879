import { findProgram, type Program, type ProgramOptions } from '../../toolkit/program/find.ts';
import type { CommandInput } from '../command.ts';

/** What the argument `[program]` and the option `--out` say. */
export function programOptions({ arguments: [program], options }: CommandInput): ProgramOptions {
  const { out } = options;
  return { ...(program !== undefined && { program }), ...(typeof out === 'string' && { out }) };
}

/** The program of a command, and so its output. */
export function programOf(input: CommandInput): Program {
  return findProgram(programOptions(input));
}
