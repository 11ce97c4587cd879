import { showRelease } from '../../toolkit/apply/history.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printUnitPlan } from '../render/plan.ts';
import { changesText, isTerraform } from '../render/release.ts';
import { printTerraformChanges } from '../render/terraform-plan.ts';
import { targetOf, terraformOf } from './target-input.ts';

/** keelson show. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const { store } = terraformOf(input);
  const file = typeof options['file'] === 'string' ? options['file'] : undefined;
  const { release, text } = await showRelease(
    { ...targetOf(input), ...(store !== undefined && { store }) },
    input.arguments[0] ?? '',
    file,
  );
  if (text !== undefined) output.text(text);
  else if (options['output'] === 'json') output.json(release);
  else {
    const { unit, revision, result, startedAt, durationMs, commit, author, approval, tool, state, inputs, outputs, changes, files, error } =
      release;
    const facts: readonly (readonly [string, string | undefined])[] = [
      ['result', release.rollback ? `${result}, a rollback` : result],
      ['started', `${startedAt}, took ${(durationMs / 1000).toFixed(1)} s`],
      ['commit', commit],
      ['author', author],
      ['approved', approval?.by],
      ['tool', tool && `${tool.name} ${tool.version}`],
      ['state', state && `serial ${state.serial}`],
      ['content', release.contentDigest],
      ['error', error],
    ];
    output.line(output.style('bold', `${unit}@${revision}`));
    for (const [name, value] of facts) if (value !== undefined) output.line(`  ${name.padEnd(8)}  ${value}`);
    for (const [name, values] of [
      ['takes', inputs],
      ['gives', outputs],
    ] as const)
      for (const [key, record] of Object.entries(values))
        output.line(`  ${name.padEnd(8)}  ${key} = ${'value' in record ? JSON.stringify(record.value) : '(secret)'}`);
    output.line(`${Object.keys(files).length} files, of which --file prints one:`);
    for (const [path, digest] of Object.entries(files).sort()) output.line(`  ${path}  ${output.style('dim', digest.slice(0, 19))}`);
    output.line(`changes: ${changesText(changes)}`);
    if (isTerraform(changes)) printTerraformChanges(output, changes);
    else printUnitPlan(output, changes);
  }
  return EXIT.done;
};
