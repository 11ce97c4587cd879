import type { Difference } from './compare.ts';
import { isMap } from './maps.ts';
import { isWithin } from './place.ts';

/** What stands in place of a secret value. */
export const MASK = '***';

const PLACEHOLDER = /<keelson:[^>]*>/g;
const SECRET_FIELDS = ['/data', '/stringData'];
const COPY = '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration';

/** Hides what a Secret holds: every value, but neither the keys nor the placeholders of references. */
export function maskSecret(manifest: { readonly apiVersion: string; readonly kind: string }, difference: Difference): Difference {
  if (manifest.kind !== 'Secret' || manifest.apiVersion !== 'v1') return difference;
  // A branch that comes or goes as a whole may hold a secret field further down.
  const holdsSecret = [...SECRET_FIELDS, COPY].some((field) => isWithin(difference.pointer, field) || isWithin(field, difference.pointer));
  if (!holdsSecret) return difference;
  return {
    ...difference,
    ...('before' in difference && { before: maskValue(difference.before) }),
    ...('after' in difference && { after: maskValue(difference.after) }),
  };
}

/** A value with every text in it masked; placeholders of references stay. */
export function maskValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskValue);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, maskValue(entry)]));
  return typeof value === 'string' ? maskText(value) : MASK;
}

function maskText(text: string): string {
  let masked = '';
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) masked += MASK;
    masked += match[0];
    end = match.index + match[0].length;
  }
  return end < text.length || text === '' ? masked + MASK : masked;
}
