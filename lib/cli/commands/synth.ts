import { relative } from 'node:path';
import type { KeelsonError } from '../../core/errors.ts';
import { differenceError, isCurrent, type SynthOutcome, synthProgram } from '../../toolkit/synth/synth.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/** keelson synth. */
export const run: CommandRun = async ({ arguments: [program], options, output }) => {
  const outcome = await synthProgram({
    ...(program !== undefined && { program }),
    ...(typeof options['out'] === 'string' && { out: options['out'] }),
    check: options['check'] === true,
    debug: options['debug'] === true,
  });
  const differs = outcome.checked !== undefined && !isCurrent(outcome.checked);
  if (options['output'] === 'json') output.json(report(outcome));
  else print(output, outcome, options['debug'] === true);
  if (options['timings'] === true && options['output'] !== 'json') printTimings(output, outcome);
  if (outcome.errors.length > 0) return EXIT.userError;
  return differs ? EXIT.differences : EXIT.done;
};

function print(output: Output, outcome: SynthOutcome, debug: boolean): void {
  for (const warning of outcome.warnings) output.warning(warning);
  for (const error of outcome.errors) {
    output.error(error);
    if (debug && error.cause instanceof Error) output.detail(error.cause.stack ?? '');
  }
  const { content, checked, written, program } = outcome;
  if (!content) return;
  const folder = relative(process.cwd(), program.output) || '.';
  if (checked && !isCurrent(checked)) {
    for (const kind of ['changed', 'missing', 'stray'] as const)
      for (const path of checked[kind]) output.line(`  ${kind.padEnd(7)} ${path}`);
    output.error(differenceError(program, checked));
    return;
  }
  for (const [name, { units }] of Object.entries(content.manifest.environments)) {
    const files = [...content.units].filter(([key]) => key.startsWith(`${name}/`)).map(([, unit]) => unit);
    const objects = files.reduce((sum, unit) => sum + (unit.plane === 'kubernetes' ? unit.objects.length : 0), 0);
    const resources = files.reduce((sum, unit) => sum + (unit.plane === 'terraform' ? unit.resources.length : 0), 0);
    const parts = [`${Object.keys(units).length} units`, `${objects} objects`, ...(resources > 0 ? [`${resources} resources`] : [])];
    output.done(`${folder}/${name}: ${parts.join(', ')}`);
  }
  if (checked) output.line(`  up to date, ${content.files.size} files`);
  if (written) output.line(`  ${written.written.length} files written, ${written.deleted.length} removed, ${written.unchanged} unchanged`);
}

function printTimings(output: Output, { timings, cached }: SynthOutcome): void {
  for (const { phase, ms } of timings) output.line(`  ${phase.padEnd(12)} ${ms.toFixed(1).padStart(8)} ms`);
  output.line(`  from the cache: ${cached}`);
}

function report(outcome: SynthOutcome): unknown {
  const { program, content, written, checked, timings, cached } = outcome;
  return {
    program: program.file,
    output: program.output,
    errors: outcome.errors.map(describe),
    warnings: outcome.warnings.map(describe),
    ...(content && {
      units: Object.fromEntries(
        [...content.units].map(([key, unit]) => [
          key,
          unit.plane === 'kubernetes' ? { objects: unit.objects.length } : { resources: unit.resources.length },
        ]),
      ),
    }),
    ...(written && { written }),
    ...(checked && { checked }),
    timings,
    cached,
  };
}

function describe({ code, message, details }: KeelsonError): unknown {
  const { path, object, source, fix } = details;
  return {
    code,
    message,
    ...(path !== undefined && { path }),
    ...(object !== undefined && { object }),
    ...(source && { source }),
    ...(fix !== undefined && { fix }),
  };
}
