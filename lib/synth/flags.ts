import type { IConstruct } from 'constructs';
import { KeelsonError } from '../core/errors.ts';
import { type FlagName, type Flags, flags, readFlags } from '../core/flags.ts';
import { appRoot } from './locks.ts';
import { nearestPackage } from './package-json.ts';
import { stateOf } from './state.ts';

const KEY = Symbol.for('keelson.flags');

/**
 * Reads the flags of a program: those of the nearest package.json with a keelson field, from the program's folder upwards.
 * Reports KS0004 for a flag that this version does not know.
 */
export function loadFlags(platform: IConstruct, known: Flags = flags): void {
  const state = stateOf(platform);
  try {
    const found = nearestPackage(appRoot(), ({ keelson }) => keelson !== undefined);
    const on = readFlags(found?.keelson?.['flags'], found?.file ?? '', known);
    state.adapter(KEY, () => on);
  } catch (error) {
    if (!KeelsonError.is(error)) throw error;
    state.errors.push(error);
  }
}

/** Whether a program has a flag on. */
export function hasFlag(construct: IConstruct, name: FlagName): boolean {
  return stateOf(construct)
    .adapter<ReadonlySet<string>>(KEY, () => new Set())
    .has(name);
}
