import { isDeepStrictEqual } from 'node:util';
import { compareText } from '../../../core/compare.ts';
import { escapeToken } from '../../../core/json-pointer.ts';
import type { FieldChange } from '../../plan/types.ts';
import type { ChangeView } from './plan-view.ts';

/** In place of a value that Terraform marks as sensitive. */
export const SENSITIVE = '(sensitive)';
/** In place of a value that is known once Terraform has applied. */
export const UNKNOWN = '(known after apply)';

type Keyed = Readonly<Record<string, unknown>>;

/**
 * The fields that differ between two states of a resource or output, down to the values that are no maps and lists. Those that
 * Terraform marks as sensitive are masked, and told as changed when they are.
 * @param root name of the value itself, for an output
 */
export function fieldChanges(change: ChangeView, root = ''): FieldChange[] {
  const found: FieldChange[] = [];
  const visit = (at: Place, pointer: string, name: string): void => {
    if (isSet(at.unknown) && at.unknown === true) {
      found.push(field(pointer, name, masked(at.before, at.hidBefore), UNKNOWN));
      return;
    }
    if (at.hidBefore === true || at.hidAfter === true) {
      if (!isDeepStrictEqual(at.before ?? null, at.after ?? null))
        found.push(field(pointer, name, masked(at.before, at.hidBefore || at.hidAfter), masked(at.after, at.hidAfter || at.hidBefore)));
      return;
    }
    const keys = keysOf(at);
    if (keys === undefined) {
      if (!isDeepStrictEqual(at.before ?? null, at.after ?? null)) found.push(field(pointer, name, at.before, at.after));
      return;
    }
    for (const key of keys) {
      const inList = Array.isArray(at.before) || Array.isArray(at.after) || Array.isArray(at.unknown);
      visit(step(at, key), `${pointer}/${escapeToken(key)}`, inList ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`);
    }
  };
  visit(
    {
      before: change.before,
      after: change.after,
      unknown: change.after_unknown,
      hidBefore: change.before_sensitive,
      hidAfter: change.after_sensitive,
    },
    root === '' ? '' : `/${escapeToken(root)}`,
    root,
  );
  return found;
}

/** One place in both states, and what Terraform says of it. */
interface Place {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly hidBefore: unknown;
  readonly hidAfter: unknown;
}

function step(at: Place, key: string): Place {
  return {
    before: child(at.before, key),
    after: child(at.after, key),
    unknown: child(at.unknown, key),
    hidBefore: child(at.hidBefore, key),
    hidAfter: child(at.hidAfter, key),
  };
}

/** A mark for a whole value holds for all that is in it. */
function child(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.hasOwn(value, key)
      ? (value as Keyed)[key]
      : undefined
    : value === true
      ? true
      : undefined;
}

/** The keys of a map or list that is on either side; undefined for values that are compared as they are. */
function keysOf({ before, after, unknown }: Place): readonly string[] | undefined {
  const sides = [before, after].filter((side) => isSet(side));
  if (!sides.every((side) => typeof side === 'object')) return undefined;
  const unknowns = typeof unknown === 'object' && unknown !== null ? Object.keys(unknown) : [];
  if (sides.length === 0 && unknowns.length === 0) return undefined;
  const keys = [...new Set([...sides.flatMap((side) => Object.keys(side as object)), ...unknowns])];
  return sides.some(Array.isArray) ? keys : keys.sort(compareText);
}

function field(pointer: string, name: string, before: unknown, after: unknown): FieldChange {
  return { pointer, name, ...(isSet(before) && { before }), ...(isSet(after) && { after }) };
}

function masked(value: unknown, hidden: unknown): unknown {
  if (!isSet(value)) return undefined;
  return hidden === undefined || hidden === false || (typeof hidden === 'object' && Object.keys(hidden ?? {}).length === 0)
    ? value
    : SENSITIVE;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
