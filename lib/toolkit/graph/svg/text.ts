/*
 * Widths of text without a font: which one a reader has is not known, so each character counts as wide as in the widest of the
 * usual sans-serifs (DejaVu Sans), in parts of the font size.
 */
const WIDTHS: readonly (readonly [characters: RegExp, width: number])[] = [
  [/[\u1100-\u11ff\u2e80-\u{1ffff}\u{20000}-\u{3ffff}]/u, 1.05],
  [/[mwMW%@]/, 0.98],
  [/[A-Z]/, 0.74],
  [/[ijl.,:;'|!I]/, 0.34],
  [/[frt()[\] -]/, 0.42],
];
const OTHER_WIDTH = 0.64;
/** A bold text is this much wider. */
const BOLD = 1.1;

/** How a text is set. */
export interface TextStyle {
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
}

/** Pixels that a text takes at most. */
export function textWidth(text: string, { size, bold = false }: TextStyle): number {
  let width = 0;
  for (const character of text) width += WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? OTHER_WIDTH;
  return width * size * (bold ? BOLD : 1);
}

/** The text, or its beginning with an ellipsis where it is wider. */
export function fitText(text: string, width: number, style: TextStyle): string {
  if (textWidth(text, style) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, style) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** Text for XML, in an element or an attribute. What XML 1.0 has no form for, as control characters, is shown as U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.codePointAt(0)};`);
}
