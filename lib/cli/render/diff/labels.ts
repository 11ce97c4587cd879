import { ACTIONS, type Action, type Change, type RenameHint, type Summary, type UnitChanges } from '../../../toolkit/diff/index.ts';
import { count } from '../summary.ts';
import { someTitles } from './values.ts';

/** How an action is shown. */
export interface Label {
  readonly sign: string;
  readonly text: string;
  /** After a number: `2 to create`. */
  readonly counted: string;
  readonly style: 'green' | 'yellow' | 'red' | 'cyan' | 'magenta';
}

export const LABELS: Readonly<Record<Action, Label>> = {
  moved: { sign: '>', text: 'moved', counted: 'to move', style: 'cyan' },
  create: { sign: '+', text: 'create', counted: 'to create', style: 'green' },
  update: { sign: '~', text: 'update in place', counted: 'to update in place', style: 'yellow' },
  restart: { sign: '!', text: 'restart pods', counted: 'to restart pods', style: 'magenta' },
  replace: { sign: '±', text: 'replace', counted: 'to replace', style: 'red' },
  delete: { sign: '-', text: 'delete', counted: 'to delete', style: 'red' },
};

/** `restart pods, 4 GPUs`. */
export function labelOf({ action, fields, gpus }: Change): string {
  const mayReplace = action === 'update' && fields.some((field) => field.effect === 'mayReplace');
  const label = mayReplace ? 'update, may replace' : LABELS[action].text;
  if (!gpus) return label;
  const { restart = 0 } = gpus;
  if (action === 'restart' && gpus.before === gpus.after && restart < gpus.after)
    return restart === 0 ? label : `${label}, ${restart} of ${count(gpus.after, 'GPU')}`;
  const isSame = gpus.before === gpus.after || action === 'create' || action === 'delete';
  return `${label}, ${isSame ? count(Math.max(gpus.before, gpus.after), 'GPU') : `${gpus.before} -> ${count(gpus.after, 'GPU')}`}`;
}

/** `2 to create, 1 to restart pods; restarts 4 GPUs`. */
export function summaryText(summary: Summary): string {
  return [countsText(summary), ...gpuTexts(summary)].join('; ');
}

/** `2 to create, 1 to update in place (may replace)`. */
export function countsText({ counts, mayReplace, settings }: Summary): string {
  const parts = ACTIONS.filter((action) => counts[action] > 0).map((action) => {
    const replaced = action === 'update' && mayReplace > 0 ? ` (${mayReplace === counts.update ? '' : `${mayReplace} `}may replace)` : '';
    return `${counts[action]} ${LABELS[action].counted}${replaced}`;
  });
  if (settings > 0) parts.push(count(settings, 'setting'));
  return parts.join(', ') || 'nothing in it changes';
}

/** `restarts 4 GPUs`, worst first. */
export function gpuTexts({ gpus }: Summary): string[] {
  const verbs = [
    ['replaces', gpus.replace],
    ['restarts', gpus.restart],
    ['frees', gpus.free],
    ['adds', gpus.add],
  ] as const;
  return verbs.filter(([, number]) => number > 0).map(([verb, number]) => `${verb} ${count(number, 'GPU')}`);
}

/** What becomes of a unit as a whole; undefined when it stays. */
export function unitStateText({ state, plane }: UnitChanges): string | undefined {
  if (state === 'changed') return undefined;
  if (state === 'created') return 'new';
  return plane === 'terraform' ? 'gone: everything in its state is destroyed' : 'gone: everything in it is deleted';
}

/** Where a change was before: what of path, unit and id is another now. */
export function fromText({ from, path, unit, id }: Change, show: (text: string) => string): string | undefined {
  if (!from) return undefined;
  const was = [from.path === path ? undefined : from.path, from.id === id ? undefined : from.id].filter((text) => text !== undefined);
  return [was.map(show).join(', '), from.unit === unit ? '' : `in ${show(from.unit)}`].filter(Boolean).join(' ');
}

/** Renames are named up to this number; one program rarely has more at once. */
export const MOST_HINTS = 10;

/** What a rename needs beside its alias; undefined when the alias is enough. */
export function keepText({ keep }: RenameHint, show: (text: string) => string): string | undefined {
  if (keep.length === 0) return undefined;
  const titles = new Map<string, string[]>();
  for (const { title, field, value } of keep) {
    // Constructs call it name, whatever of theirs has it.
    const key = field === 'metadata.name' ? `name: ${show(quoted(value))}, the metadata.name` : `${show(field)}: ${show(quoted(value))}`;
    titles.set(key, [...(titles.get(key) ?? []), title]);
  }
  const values = [...titles].map(([key, [first = '', ...others]]) => {
    return `${key} of ${show(first)}${others.length > 0 ? ` and ${others.length} more` : ''}`;
  });
  return `with the alias alone it would still be replaced; to keep it, give the old values too: ${someTitles(values).join('; ')}`;
}

function quoted(value: string): string {
  return `'${value}'`;
}
