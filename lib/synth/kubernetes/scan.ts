import { credentialIn } from '../../facts/credentials.ts';
import { hasMarker } from '../reference/markers.ts';
import { isCdktfText } from '../terraform/tokens.ts';

/** What a manifest holds that needs a closer look. Most hold none of it, so one walk saves three that copy and name every field. */
export interface Scan {
  /** A reference, a token of cdktf, a piece of one, or a number that is none. */
  references: boolean;
  /** A literal `${`. */
  dollar: boolean;
  /** A text in the form of a credential. */
  credential: boolean;
}

/** Walks a manifest, keys included. */
export function scan(manifest: unknown): Scan {
  const found: Scan = { references: false, dollar: false, credential: false };
  visit(manifest, found);
  return found;
}

function visit(value: unknown, found: Scan): void {
  if (typeof value === 'string') {
    found.references ||= hasMarker(value) || isCdktfText(value);
    found.dollar ||= value.includes('${');
    found.credential ||= credentialIn(value) !== undefined;
  } else if (typeof value === 'number') {
    // Numbers that stand for values lie above 2^52 and below -1e200; the comparison is false for NaN too.
    found.references ||= !(value > -1e200 && value < 2 ** 52);
  } else if (Array.isArray(value)) {
    for (const entry of value) visit(entry, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      found.references ||= hasMarker(key) || isCdktfText(key);
      visit((value as Record<string, unknown>)[key], found);
    }
  }
}
