import type { GraphUnit } from '../graph-model.ts';
import type { SceneBox, ScenePool } from './scene.ts';
import { type TextStyle, textWidth } from './text.ts';

/** Texts of the picture. */
export const TEXT = {
  heading: { size: 18, bold: true },
  box: { size: 14, bold: true },
  name: { size: 12, bold: true },
  note: { size: 11 },
} satisfies Readonly<Record<string, TextStyle>>;

/** Units, pools and boxes, in pixels. `title` is the height of a box's title, `inset` what lies left and right of a text. */
export const UNIT = { height: 42, gap: 14, inset: 14, least: 110, most: 230 };
export const POOL = { height: 40, gap: 12, inset: 12, least: 120, most: 240 };
export const BOX = { padding: 16, title: 42, gap: 20, least: 134, most: 240 };

/** Where the note beside a box's name begins. */
export function noteStart(shownName: string): number {
  return BOX.padding + textWidth(shownName, TEXT.box) + 8;
}

/** Pixels that a box needs for its name, within bounds, and its note. */
export function headWidth({ name, note }: SceneBox): number {
  const start = Math.min(noteStart(name), BOX.most);
  return Math.max(BOX.least, note === '' ? start : start + textWidth(note, TEXT.note)) + BOX.padding;
}

/** All units are as wide as the widest text of one, within bounds. */
export function unitWidth(units: readonly GraphUnit[]): number {
  return width(
    UNIT,
    units.map((unit): [string, string] => [unit.name, unitText(unit)]),
  );
}

/** All pools are as wide as the widest text of one, within bounds. */
export function poolWidth(pools: readonly ScenePool[]): number {
  return width(
    POOL,
    pools.map(({ name, text }): [string, string] => [name, text]),
  );
}

/** Such as `12 objects, 8 GPUs`. */
export function unitText({ plane, count, gpus }: GraphUnit): string {
  const counted = plural(count, plane === 'kubernetes' ? 'object' : 'resource');
  return gpus > 0 ? `${counted}, ${plural(gpus, 'GPU')}` : counted;
}

export function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function width(
  bounds: { readonly inset: number; readonly least: number; readonly most: number },
  texts: readonly [string, string][],
): number {
  const widest = Math.max(0, ...texts.flatMap(([name, note]) => [textWidth(name, TEXT.name), textWidth(note, TEXT.note)]));
  return Math.round(Math.min(Math.max(widest + 2 * bounds.inset, bounds.least), bounds.most));
}
