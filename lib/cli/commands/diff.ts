import { diffOutput } from '../../toolkit/diff/index.ts';
import { findProgram } from '../../toolkit/program/find.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { diffMarkdown } from '../render/diff/markdown.ts';
import { printDiff } from '../render/diff/terminal.ts';

/** keelson diff. */
export const run: CommandRun = async ({ arguments: [revisions], options, output }) => {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const [program, out] = [text('program'), text('out')];
  const { output: directory } = findProgram({ ...(program !== undefined && { program }), ...(out !== undefined && { out }) });
  const diff = diffOutput({ directory, ...(revisions !== undefined && { revisions }) });
  if (options['output'] === 'json') output.json(diff);
  else if (options['output'] === 'markdown') output.text(diffMarkdown(diff));
  else printDiff(output, diff);
  return diff.different && options['exitCode'] === true ? EXIT.differences : EXIT.done;
};
