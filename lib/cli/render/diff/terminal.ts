import type { AssemblyDiff, Change, RenameHint } from '../../../toolkit/diff/index.ts';
import type { Output } from '../../output.ts';
import { fieldLines } from './field-lines.ts';
import { foldConstructs } from './fold.ts';
import { fromText, keepText, LABELS, labelOf, MOST_HINTS, summaryText, unitStateText } from './labels.ts';
import { upgradeLines } from './upgrade.ts';
import { some, someTitles, visible } from './values.ts';

const STYLES = { '-': 'red', '+': 'green' } as const;

/** Prints a diff for a person: changes by construct, likely renames, then sums. */
export function printDiff(output: Output, diff: AssemblyDiff): void {
  if (!diff.different) {
    output.line('no changes');
    return;
  }
  for (const { path, changes } of foldConstructs(diff.constructs)) {
    output.line(output.style('bold', visible(path)));
    for (const change of changes) printChange(output, change);
  }
  const { shown, left } = some(diff.hints, MOST_HINTS);
  for (const hint of shown) printHint(output, hint);
  if (left > 0) output.line(`${output.style('cyan', 'hint')} ${left} more look renamed; --output json has them`);
  printSums(output, diff);
}

function printHint(output: Output, hint: RenameHint): void {
  const [from, to] = [visible(hint.from), visible(hint.to)];
  output.line(`${output.style('cyan', 'hint')} ${from} looks renamed to ${to}, and is deleted and created for want of an alias:`);
  for (const title of someTitles(hint.titles)) output.line(`      ${visible(title)}`);
  output.line(`    to move it, add to the props of ${to}:  ${output.style('bold', visible(hint.line))}`);
  const keep = keepText(hint, visible);
  if (keep) output.line(`    ${keep}`);
}

function printChange(output: Output, change: Change): void {
  const { sign, style } = LABELS[change.action];
  output.line(`  ${output.style(style, `${sign} ${visible(change.title)}`)}  ${labelOf(change)}`);
  const from = fromText(change, visible);
  if (from) output.line(`      was ${from}`);
  for (const note of change.notes) output.line(`      ${visible(note)}`);
  if (change.upgrade) for (const line of upgradeLines(change.upgrade, visible)) output.line(`      ${line}`);
  for (const field of change.fields) {
    for (const { sign, text } of fieldLines(field)) {
      if (sign === '') output.line(`      ${text}`);
      else output.line(`        ${sign === ' ' ? `  ${text}` : output.style(STYLES[sign], `${sign} ${text}`)}`);
    }
  }
}

function printSums(output: Output, { environments, summary }: AssemblyDiff): void {
  output.line('');
  for (const environment of environments) {
    output.line(`${output.style('bold', environment.environment)}: ${summaryText(environment)}`);
    for (const unit of environment.units) {
      const state = unitStateText(unit);
      if (state !== undefined) output.line(`  ${unit.unit.slice(unit.unit.indexOf('/') + 1)} is ${state}`);
    }
  }
  if (environments.length > 1) output.line(`together: ${summaryText(summary)}`);
}
