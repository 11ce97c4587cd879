import type { AssemblyDiff, Change, ConstructChanges, RenameHint, UnitChanges } from '../../../toolkit/diff/index.ts';
import { fieldLines } from './field-lines.ts';
import { foldConstructs } from './fold.ts';
import { countsText, fromText, gpuTexts, keepText, labelOf, MOST_HINTS, summaryText, unitStateText } from './labels.ts';
import { upgradeLines } from './upgrade.ts';
import { some, someTitles, visible } from './values.ts';

/** GitHub takes comments of up to 65,536 characters. */
const LONGEST = 60_000;

const MOST_ROWS = 60;

/** Changes that a reviewer should see without a click. */
const OPEN: ReadonlySet<Change['action']> = new Set(['replace', 'delete']);

/** A diff for a pull request: a table of units, then a folded section per construct, cut to what a comment takes. */
export function diffMarkdown(diff: AssemblyDiff): string {
  if (!diff.different) return '**No changes.**\n';
  const head = [`**${markdown(summaryText(diff.summary))}**`, '', ...unitTable(diff), ...hintsText(diff)];
  const parts = [head.join('\n')];
  let left = LONGEST - head.join('\n').length;
  let hidden = 0;
  for (const construct of foldConstructs(diff.constructs)) {
    const text = section(construct);
    if (text.length > left) hidden++;
    else {
      parts.push(text);
      left -= text.length + 2;
    }
  }
  if (hidden > 0) parts.push(`… and ${hidden} more constructs, which \`keelson diff\` shows.`);
  return `${parts.join('\n\n')}\n`;
}

function unitTable({ environments }: AssemblyDiff): string[] {
  const rows = environments.flatMap(({ environment, units }) => units.map((unit) => row(environment, unit)));
  if (rows.length === 0) return [];
  const { shown, left } = some(rows, MOST_ROWS);
  return ['| environment | unit | changes | GPUs |', '|---|---|---|---|', ...shown, ...(left > 0 ? [`| | and ${left} more | | |`] : [])];
}

function hintsText({ hints }: AssemblyDiff): string[] {
  const { shown, left } = some(hints, MOST_HINTS);
  return [...shown.flatMap(hintLines), ...(left > 0 ? ['', `> ${left} more look renamed.`] : [])];
}

function row(environment: string, unit: UnitChanges): string {
  const state = unitStateText(unit);
  const changes = [...(state === undefined ? [] : [`**${state}**`]), markdown(countsText(unit))].join('<br>');
  return `| ${markdown(environment)} | ${code(unit.unit.slice(environment.length + 1))} | ${changes} | ${gpuTexts(unit).join(', ')} |`;
}

function hintLines(hint: RenameHint): string[] {
  const { from, to, line, titles } = hint;
  const keep = keepText(hint, code);
  return [
    '',
    `> ${code(from)} looks renamed to ${code(to)}, and is deleted and created for want of an alias (${someTitles(titles).map(code).join(', ')}).`,
    `> To move it, add to the props of ${code(to)}: ${code(line)}${keep ? `; ${keep}` : ''}`,
  ];
}

function section({ path, changes }: ConstructChanges): string {
  const labels = [...new Set(changes.map(labelOf))].join('; ');
  const open = changes.some((change) => change.upgrade || (change.kind !== 'setting' && OPEN.has(change.action))) ? ' open' : '';
  const lines = [
    `<details${open}><summary><code>${html(visible(path))}</code>: ${html(labels)}</summary>`,
    '',
    ...changes.flatMap(changeLines),
    '',
    '</details>',
  ];
  return lines.join('\n');
}

function changeLines(change: Change): string[] {
  const { notes, fields } = change;
  const lines = [`- ${code(change.title)} ${markdown(labelOf(change))}`];
  const was = fromText(change, code);
  if (was) lines.push(`  - was ${was}`);
  for (const note of notes) lines.push(`  - ${markdown(note)}`);
  if (change.upgrade) for (const line of upgradeLines(change.upgrade, code)) lines.push(`  - ${line}`);
  if (fields.length === 0) return lines;
  const body = fields
    .flatMap((field) => fieldLines(field, 'lines'))
    .map(({ sign, text }) => (sign === '' ? `  ${text}` : `${sign}   ${text}`));
  const fence = '`'.repeat(Math.max(3, ...body.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1))));
  return [...lines, '', `  ${fence}diff`, ...body.map((line) => `  ${line}`), `  ${fence}`];
}

/** A text as code, whatever ticks it holds. */
function code(text: string): string {
  const shown = visible(text);
  const ticks = '`'.repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  // A cell of a table ends at a pipe, even in code.
  return `${ticks}${space}${shown.replaceAll('|', '\\|')}${space}${ticks}`;
}

function markdown(text: string): string {
  return html(visible(text)).replace(/[\\*_`[\]|~#@]/g, '\\$&');
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
