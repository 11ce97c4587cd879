import { type HistoryOutcome, releaseHistory } from '../../toolkit/apply/history.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { changesText } from '../render/release.ts';
import { numberOf, targetOf, terraformOf } from './target-input.ts';

/** keelson history. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const { targets, store } = terraformOf(input);
  const most = numberOf('--most', typeof options['most'] === 'string' ? options['most'] : undefined);
  const outcome = await releaseHistory({
    ...targetOf(input),
    ...(store !== undefined && { store }),
    ...(targets && { units: targets }),
    ...(most !== undefined && { most }),
  });
  if (options['output'] === 'json') output.json(outcome);
  else print(output, outcome);
  return EXIT.done;
};

function print(output: Output, { environment, store, releases }: HistoryOutcome): void {
  if (releases.length === 0) output.line(`nothing of ${environment} was released yet, as far as ${store} knows`);
  const rows = releases.map((one) => ({
    when: one.startedAt.slice(0, 19).replace('T', ' '),
    release: `${one.unit}@${one.revision}`,
    result: one.rollback ? `${one.result}, rollback` : one.result,
    commit: one.commit?.slice(0, 12) ?? '-',
    author: one.author ?? '-',
    took: `${(one.durationMs / 1000).toFixed(1)} s`,
    changes: changesText(one.changes),
  }));
  const width = (column: 'release' | 'result' | 'author' | 'took'): number => Math.max(0, ...rows.map((row) => row[column].length));
  const [release, result, author, took] = [width('release'), width('result'), width('author'), width('took')];
  for (const row of rows)
    output.line(
      `${output.style('dim', row.when)}  ${output.style('bold', row.release.padEnd(release))}  ${row.result.padEnd(result)}  ${row.commit.padEnd(12)}  ${row.author.padEnd(author)}  ${row.took.padStart(took)}  ${row.changes}`,
    );
}
