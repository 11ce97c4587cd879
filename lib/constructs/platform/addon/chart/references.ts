import type { IConstruct } from 'constructs';
import { isReference, markersOf, type Reference } from '../../../../synth/reference/reference.ts';
import { reportError, stateOf } from '../../../../synth/state.ts';
import { type Values, valuesJson } from '../values.ts';

/*
 * A value that is known only later goes through helm as a text that depends on nothing but its place, so that a rendering is the
 * same in each run. In the output that text becomes the reference again. What a template does to it shows: a text that it cut,
 * encoded or hashed is no longer whole.
 */
const STEM = 'keelson-later';
const WHOLE = /keelson-later-([0-9]+)-x/g;
/** Base64 of the stem, at each of the three places where it may begin. */
const ENCODED = [0, 1, 2].map((shift) =>
  Buffer.from(' '.repeat(shift) + STEM)
    .toString('base64')
    .slice(shift === 0 ? 0 : shift + 1, -4),
);

/** Values for helm, and the references that stand in them. */
export interface ChartValues {
  /** JSON, which is YAML. */
  readonly json: string;
  readonly references: readonly { readonly path: string; readonly reference: Reference<unknown> }[];
}

/** Values as helm takes them. Reports KS9009 for a reference that is no text, KS4002 for one that was damaged. */
export function chartValues(construct: IConstruct, values: Values): ChartValues {
  const references: { path: string; reference: Reference<unknown> }[] = [];
  const placeholder = (reference: Reference<unknown>, path: string): string => {
    if (reference.type !== 'string' && reference.type !== 'any') {
      reportError(construct, 'KS9009', `${path} is a ${reference.type} that is known only when the applier runs`);
    }
    references.push({ path, reference });
    return `${STEM}-${references.length - 1}-x`;
  };
  const json = valuesJson(construct, values, (leaf, path) => {
    if (isReference(leaf)) return JSON.stringify(placeholder(leaf, path));
    const parts = markersOf(stateOf(construct)).split(leaf);
    if (parts === 'damaged') reportError(construct, 'KS4002', `a reference in ${path} was damaged`);
    if (!parts || parts === 'damaged') return JSON.stringify(leaf);
    const text = parts.map((part) => {
      if (typeof part === 'string') return part;
      part.found = true;
      return placeholder(part.reference, path);
    });
    return JSON.stringify(text.join(''));
  });
  return { json, references };
}

/** The objects with their references. Reports KS9009 for one that the chart does not show in its output as it is. */
export function restoreReferences<T>(construct: IConstruct, objects: T, { references }: ChartValues): T {
  if (references.length === 0) return objects;
  const whole = new Set<number>();
  let damaged: string | undefined;
  const text = (value: string): string => {
    const restored = value.replace(WHOLE, (found, index: string) => {
      const entry = references[Number(index)];
      if (!entry) return found;
      whole.add(Number(index));
      return entry.reference.asString();
    });
    if (restored.toLowerCase().includes(STEM) || ENCODED.some((piece) => value.includes(piece))) damaged ??= value;
    return restored;
  };
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [text(key), visit(entry)]));
  };
  const result = visit(objects) as T;
  if (damaged !== undefined)
    reportError(construct, 'KS9009', `the chart cuts or encodes a reference of its values: ${JSON.stringify(damaged.slice(0, 80))}`);
  const lost = references.filter((_, index) => !whole.has(index)).map((entry) => entry.path);
  if (lost.length > 0 && damaged === undefined)
    reportError(
      construct,
      'KS9009',
      `${[...new Set(lost)].join(', ')} ${lost.length === 1 ? 'is' : 'are'} not in the output of the chart`,
      {
        fix: 'remove the reference if the chart does not use the value; if it hashes or encodes it, deliver the chart as a release',
      },
    );
  return result;
}
