import { isDeepStrictEqual } from 'node:util';
import { diffArrays } from 'diff';
import { isMap } from './maps.ts';

/** Two items of two lists that belong together; one of them is absent when the item is new or gone. */
export interface ItemPair {
  readonly before?: unknown;
  readonly after?: unknown;
  /** Index in the new list, or in the old one when the item is gone. */
  readonly index: number;
  /** What names the item. @default - its index */
  readonly name?: string;
}

/** Fields that name the items of a list, the merge keys of Kubernetes and what Terraform's blocks are told apart by. */
const KEYS = ['name', 'mountPath', 'containerPort', 'port', 'key', 'id', 'sid', 'Sid', 'type', 'topologyKey', 'ip'] as const;

/** The field whose value tells all items of both lists apart. */
export function namingKey(before: readonly unknown[], after: readonly unknown[]): string | undefined {
  return KEYS.find((key) => tellsApart(before, key) && tellsApart(after, key));
}

function tellsApart(list: readonly unknown[], key: string): boolean {
  const seen = new Set<unknown>();
  for (const entry of list) {
    const value = isMap(entry) ? entry[key] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number') return false;
    seen.add(value);
  }
  return seen.size === list.length;
}

/** Pairs the items of two lists by the field that names them. */
export function pairByName(before: readonly unknown[], after: readonly unknown[], key: string): ItemPair[] {
  const old = new Map(before.map((entry, index) => [nameOf(entry, key), { before: entry, index }]));
  const pairs: ItemPair[] = after.map((entry, index) => {
    const name = nameOf(entry, key);
    const match = old.get(name);
    old.delete(name);
    return { ...(match && { before: match.before }), after: entry, index, name };
  });
  for (const [name, gone] of old) pairs.push({ ...gone, name });
  return pairs;
}

/** Names of the items that both lists have, in the order of each. */
export function commonOrder(before: readonly unknown[], after: readonly unknown[], key: string): { before: string[]; after: string[] } {
  const old = before.map((entry) => nameOf(entry, key));
  const now = after.map((entry) => nameOf(entry, key));
  const inBoth = new Set(old.filter((name) => now.includes(name)));
  return { before: old.filter((name) => inBoth.has(name)), after: now.filter((name) => inBoth.has(name)) };
}

function nameOf(entry: unknown, key: string): string {
  return String((entry as Record<string, unknown>)[key]);
}

/** Pairs the items of two lists that have no names: equal ones along the longest common order, the rest by position. */
export function pairByPosition(before: readonly unknown[], after: readonly unknown[]): ItemPair[] {
  const pairs: ItemPair[] = [];
  let oldIndex = 0;
  let newIndex = 0;
  let removed: readonly unknown[] = [];
  const pairUp = (added: readonly unknown[]): void => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) {
      const index = i < added.length ? newIndex + i : oldIndex + i;
      pairs.push({ ...(i < removed.length && { before: removed[i] }), ...(i < added.length && { after: added[i] }), index });
    }
    oldIndex += removed.length;
    newIndex += added.length;
    removed = [];
  };
  for (const part of diffArrays([...before], [...after], { comparator: isDeepStrictEqual })) {
    if (part.added) {
      pairUp(part.value);
      continue;
    }
    pairUp([]);
    if (part.removed) removed = part.value;
    else {
      oldIndex += part.value.length;
      newIndex += part.value.length;
    }
  }
  pairUp([]);
  return pairs;
}
