import { structuredPatch } from 'diff';
import type { FieldChange } from '../../../toolkit/diff/index.ts';
import { block, inline, visible } from './values.ts';

/** A line about a field. `sign` tells what is gone and new within a value of several lines. */
export interface FieldLine {
  readonly sign: '' | '-' | '+' | ' ';
  readonly text: string;
}

/** A diff of more lines than this is cut. */
const MOST_LINES = 40;

/** Two longer values stand one above the other, where the eye finds what differs. */
const LONGEST_PAIR = 120;

const EFFECTS: Readonly<Record<FieldChange['effect'], string>> = {
  none: ' (no effect)',
  update: '',
  mayReplace: ' (may replace)',
  restart: ' (restarts pods)',
  replace: ' (replaces)',
};

/**
 * One line for a short value, a small diff for a long one.
 * @param style `lines` puts the old and the new value on lines of their own, for what colours lines by their sign
 */
export function fieldLines(field: FieldChange, style: 'short' | 'lines' = 'short'): FieldLine[] {
  const { name, before, after, because } = field;
  const head = `${visible(name)}:`;
  const effect = EFFECTS[field.effect];
  if (because !== undefined) return [{ sign: '', text: `${head} ${shortValue(after)}${visible(because)}${effect}` }];
  const blocks = [block(before), block(after)];
  const short = `${head} ${change(before, after)}${effect}`;
  const isPair = before !== undefined && after !== undefined;
  if (style === 'short' && blocks.every((text) => text === undefined) && !(isPair && short.length > LONGEST_PAIR))
    return [{ sign: '', text: short }];
  const [old = asBlock(before), now = asBlock(after)] = blocks;
  return [{ sign: '', text: `${head}${effect}` }, ...diffLines(old, now)];
}

/** The value that stays the same text, where it is short enough to help. */
function shortValue(value: unknown): string {
  const text = value === undefined ? '' : inline(value);
  return text === '' || text.length > 80 ? '' : `${text}, `;
}

function change(before: unknown, after: unknown): string {
  if (before === undefined) return `+ ${inline(after)}`;
  return after === undefined ? `- ${inline(before)}` : `${inline(before)} -> ${inline(after)}`;
}

function asBlock(value: unknown): string {
  return value === undefined || value === '' ? '' : inline(value);
}

function diffLines(before: string, after: string): FieldLine[] {
  const { hunks } = structuredPatch('', '', endLine(before), endLine(after), '', '', { context: 1 });
  const lines = hunks.flatMap((hunk, index): FieldLine[] => [
    ...(index > 0 ? [{ sign: ' ' as const, text: '…' }] : []),
    // A line that begins with a backslash is about the end of the file, not of it.
    ...hunk.lines.filter((line) => !line.startsWith('\\')).map(patchLine),
  ]);
  if (lines.length === 0) return [{ sign: ' ', text: 'only white space differs' }];
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), { sign: ' ', text: `… ${lines.length - MOST_LINES} more lines` }];
}

function patchLine(line: string): FieldLine {
  return { sign: line[0] as '-' | '+' | ' ', text: cut(visible(line.slice(1))) };
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
