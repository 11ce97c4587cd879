/*
 * A reference that is used as text is a marker: 14 letters of the Glagolitic block, upper and lower case mixed. No
 * program holds them by chance, so any of them in the output that is not part of a whole marker is damage; both cases
 * make `toUpperCase` and `toLowerCase` damage too, and the checksum finds the rest.
 */
const UPPER = 0x2c00;
const LOWER = 0x2c40;
const OPEN = String.fromCharCode(0x2c20);
const CLOSE = String.fromCharCode(0x2c5e);
const ANY = /[\u2c00-\u2c5f]/;
const MARKER = new RegExp(`${OPEN}([\\u2c00-\\u2c0f\\u2c40-\\u2c4f]{12})${CLOSE}`, 'g');
const DIGITS = Array.from({ length: 32 }, (_, i) => String.fromCharCode(i < 16 ? UPPER + i : LOWER + i - 16));

/** Numbers that stand for references lie between 2^52 and 2^53, where a sum or product leaves the checksum wrong. */
const NUMBER_BASE = 2 ** 52;

/** One use of a reference as text or number. */
export interface Marker<R> {
  readonly reference: R;
  /** Set when the marker was found whole in the output. */
  found: boolean;
}

/** A text cut at its markers. */
export type TextPart<R> = string | Marker<R>;

/** The markers of one platform. */
export class MarkerRegistry<R> {
  readonly #markers: Marker<R>[] = [];

  /** All markers made so far. */
  get all(): readonly Marker<R>[] {
    return this.#markers;
  }

  /** A text that stands for the reference. */
  text(reference: R): string {
    const id = this.#add(reference);
    return `${OPEN}${encode(id, 6)}${encode(checksum(id), 6)}${CLOSE}`;
  }

  /** A number that stands for the reference. */
  number(reference: R): number {
    const id = this.#add(reference);
    return NUMBER_BASE + id * 2 ** 24 + (checksum(id) & 0xffffff);
  }

  /** Cuts a text at its markers. `undefined` when there is none; `damaged` when letters of a marker stand outside a whole one. */
  split(text: string): readonly TextPart<R>[] | 'damaged' | undefined {
    if (!ANY.test(text)) return undefined;
    const parts: TextPart<R>[] = [];
    let end = 0;
    for (const match of text.matchAll(MARKER)) {
      const digits = match[1] ?? '';
      const id = decode(digits.slice(0, 6));
      const marker = this.#markers[id];
      if (!marker || decode(digits.slice(6)) !== checksum(id)) return 'damaged';
      if (match.index > end) parts.push(text.slice(end, match.index));
      parts.push(marker);
      end = match.index + match[0].length;
    }
    if (end < text.length) parts.push(text.slice(end));
    if (parts.some((part) => typeof part === 'string' && ANY.test(part))) return 'damaged';
    return parts;
  }

  /** The marker that a number stands for; `damaged` for one in the markers' range that is none. */
  lookupNumber(value: number): Marker<R> | 'damaged' | undefined {
    if (!(value >= NUMBER_BASE && value < 2 ** 53)) return undefined;
    const rest = value - NUMBER_BASE;
    const id = Math.floor(rest / 2 ** 24);
    const marker = this.#markers[id];
    return marker && rest % 2 ** 24 === (checksum(id) & 0xffffff) ? marker : 'damaged';
  }

  #add(reference: R): number {
    this.#markers.push({ reference, found: false });
    return this.#markers.length - 1;
  }
}

/** Whether a text holds a marker, or a piece of one. */
export function hasMarker(text: string): boolean {
  return ANY.test(text);
}

function encode(value: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text = DIGITS[Math.floor(value / 32 ** i) % 32] + text;
  return text;
}

function decode(text: string): number {
  let value = 0;
  for (const letter of text) {
    const code = letter.charCodeAt(0);
    value = value * 32 + (code >= LOWER ? code - LOWER + 16 : code - UPPER);
  }
  return value;
}

/** 30 bits, Murmur3's finaliser: neighbouring ids get unlike checksums. */
function checksum(id: number): number {
  let hash = id + 0x9e3779b9;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) & 0x3fffffff;
}
