import type { CommandRun } from '../command.ts';
import type { Output } from '../output.ts';

/** Where `--out` ends with .json it is the file for approvals, and no folder of the output. */
export function withPlanFile(run: CommandRun): CommandRun {
  return (input) => {
    const { out, ...options } = input.options;
    return run(typeof out === 'string' && out.endsWith('.json') ? { ...input, options: { ...options, planFile: out } } : input);
  };
}

/** What becomes of the file. */
export function tellPlanFile(output: Output, written: { readonly file: string; readonly units: number } | undefined): void {
  if (!written) return;
  const { file, units } = written;
  output.done(`${file}: ${units} ${units === 1 ? 'unit' : 'units'} to approve with keelson approve ${file}`);
}
