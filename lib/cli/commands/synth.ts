import { relative } from 'node:path';
import type { IoHost } from '../../toolkit/io-host.ts';
import { differenceError, isCurrent, type SynthOutcome, synthProgram } from '../../toolkit/synth/synth.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { exitCodeOf, stackOf } from '../failure.ts';
import type { Output } from '../output.ts';
import { problemData } from '../render/problem.ts';
import { summarize } from '../render/summary.ts';
import { programOptions } from './program-input.ts';

/** keelson synth. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const json = options['output'] === 'json';
  const debug = options['debug'] === true;
  const outcome = await synthProgram({ ...programOptions(input), check: options['check'] === true, debug }, progressOf(output));
  if (json) output.json(report(outcome));
  else print(output, outcome, debug);
  if (options['timings'] === true && !json) printTimings(output, outcome);
  if (outcome.errors.length > 0) return exitCodeOf(outcome.errors);
  return outcome.checked && !isCurrent(outcome.checked) ? EXIT.differences : EXIT.done;
};

/** Shows that the first run, which compiles, is at work; the outcome tells the rest. */
function progressOf(output: Output): IoHost {
  return {
    notify({ code }) {
      if (code === 'synth.compiling') output.progress('compiling the program…');
    },
  };
}

function print(output: Output, outcome: SynthOutcome, debug: boolean): void {
  const { content, checked, written, program, errors, warnings } = outcome;
  const places = { appRoot: program.appRoot };
  for (const warning of warnings) output.warning(warning, places);
  for (const error of errors) {
    output.error(error, places);
    if (debug) output.detail(stackOf(error));
  }
  if (!content) return;
  const folder = relative(process.cwd(), program.output) || '.';
  if (checked && !isCurrent(checked)) {
    for (const kind of ['changed', 'missing', 'stray'] as const)
      for (const path of checked[kind]) output.line(`  ${kind.padEnd(7)} ${path}`);
    output.error(
      differenceError(checked, {
        output: folder,
        command: `npx synth${folder === 'deploy' ? '' : ` ${relative(process.cwd(), program.file)}`}`,
      }),
    );
    return;
  }
  for (const { environment, text } of summarize(content)) output.done(`${folder}/${environment}: ${text}`);
  if (checked) output.line(`  up to date, ${content.files.size} files`);
  if (written) output.line(`  ${written.written.length} files written, ${written.deleted.length} removed, ${written.unchanged} unchanged`);
}

function printTimings(output: Output, { timings, cached }: SynthOutcome): void {
  for (const { phase, ms } of timings) output.line(`  ${phase.padEnd(12)} ${ms.toFixed(1).padStart(8)} ms`);
  if (cached) output.line(`  from the cache: ${cached}`);
}

function report(outcome: SynthOutcome): unknown {
  const { program, content, written, checked, timings, cached } = outcome;
  const places = { appRoot: program.appRoot };
  return {
    program: program.file,
    output: program.output,
    errors: outcome.errors.map((error) => problemData(error, places)),
    warnings: outcome.warnings.map((warning) => problemData(warning, places)),
    ...(content && {
      platform: content.manifest.platform,
      units: Object.fromEntries(
        [...content.units].map(([key, unit]) => [
          key,
          unit.plane === 'kubernetes' ? { objects: unit.objects.length } : { resources: unit.resources.length },
        ]),
      ),
    }),
    ...(written && { written }),
    ...(checked && { checked, current: isCurrent(checked) }),
    timings,
    ...(cached && { cached }),
  };
}
