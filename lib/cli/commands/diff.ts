import { KeelsonError } from '../../core/errors.ts';
import { type AssemblyDiff, diffOutput } from '../../toolkit/diff/index.ts';
import { diffLive } from '../../toolkit/diff/live/diff-live.ts';
import { findProgram } from '../../toolkit/program/find.ts';
import type { CommandInput, CommandRun } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { diffMarkdown } from '../render/diff/markdown.ts';
import { printDiff } from '../render/diff/terminal.ts';
import { problemData } from '../render/problem.ts';
import { applyExitCode } from './apply-exit-code.ts';
import { targetOf, terraformOf } from './target-input.ts';

/** keelson diff. */
export const run: CommandRun = async (input) => {
  const {
    arguments: [revisions],
    options,
    output,
  } = input;
  if (options['live'] === true) return live(input);
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const [program, out] = [text('program'), text('out')];
  const { output: directory } = findProgram({ ...(program !== undefined && { program }), ...(out !== undefined && { out }) });
  const diff = diffOutput({ directory, ...(revisions !== undefined && { revisions }) });
  if (options['output'] === 'json') output.json(diff);
  else print(output, diff, options['output']);
  return diff.different && options['exitCode'] === true ? EXIT.differences : EXIT.done;
};

/** Against what is live: the plan, by construct. */
async function live(input: CommandInput): Promise<ExitCode> {
  const {
    arguments: [revisions],
    options,
    output,
  } = input;
  if (revisions !== undefined)
    throw new KeelsonError('KS0011', {
      message: `--live compares with what is live, and ${JSON.stringify(revisions)} is a revision`,
      fix: 'leave one of them out',
    });
  const { diff, errors } = await diffLive({ ...targetOf(input), ...terraformOf(input) });
  if (options['output'] === 'json') output.json({ ...diff, errors: errors.map((error) => problemData(error)) });
  else {
    print(output, diff, options['output']);
    for (const error of errors) output.error(error);
  }
  if (errors.length > 0) return applyExitCode(errors);
  return diff.different && options['exitCode'] === true ? EXIT.differences : EXIT.done;
}

function print(output: Output, diff: AssemblyDiff, format: CommandInput['options'][string]): void {
  if (format === 'markdown') output.text(diffMarkdown(diff));
  else printDiff(output, diff);
}
