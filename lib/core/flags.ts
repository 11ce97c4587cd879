import { KeelsonError } from './errors.ts';
import { nearestWord } from './nearest.ts';

/**
 * Feature flags: a minor version changes what an unchanged program gives only where package.json#keelson.flags says so, so an
 * upgrade restarts nothing. The next major takes the new way for all, and the flag goes.
 */

/** A change of the output that a program takes when it is ready for it. */
export interface Flag {
  /** Version of Keelson that brought it. */
  readonly since: string;
  /** What is different with it, one line, lowercase without a full stop. */
  readonly title: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** Every flag of this version. None is needed yet. */
export const flags = {} satisfies Flags;

export type FlagName = keyof typeof flags;

/**
 * The flags that a package.json has on. Throws KS0004 for a flag that is not known.
 * @param value package.json#keelson.flags
 * @param file the package.json
 */
export function readFlags(value: unknown, file: string, known: Flags = flags): ReadonlySet<string> {
  const wrong = (message: string, fix: string): KeelsonError => new KeelsonError('KS0004', { source: { file, line: 1 }, message, fix });
  if (value === undefined) return new Set();
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(`keelson.flags is ${JSON.stringify(value)}, not an object`, 'give each flag as "name": true');
  const names = Object.keys(known).sort();
  for (const [name, on] of Object.entries(value)) {
    const near = nearestWord(name, names);
    const fix = near ? `did you mean ${near}?` : names.length > 0 ? `known are ${names.join(', ')}` : 'remove it: this version has no flag';
    if (!Object.hasOwn(known, name)) throw wrong(`keelson.flags.${name} is no flag of this version`, fix);
    if (typeof on !== 'boolean') throw wrong(`keelson.flags.${name} is ${JSON.stringify(on)}`, 'give true or false');
  }
  return new Set(Object.entries(value).flatMap(([name, on]) => (on ? [name] : [])));
}

/** The flags of a new project: all of them, since it has no output yet that could change. */
export function recommendedFlags(known: Flags = flags): Readonly<Record<string, true>> {
  return Object.fromEntries(
    Object.keys(known)
      .sort()
      .map((name) => [name, true as const]),
  );
}
