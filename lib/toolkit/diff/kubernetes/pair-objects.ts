import { compareText } from '../../../core/compare.ts';
import { groupBy } from '../group.ts';
import type { LocatedObject, ObjectIndex } from './index-objects.ts';

/** An object before and after; one of them is absent when it is new or gone. */
export interface ObjectPair {
  readonly before?: LocatedObject;
  readonly after?: LocatedObject;
}

/** Pairs the objects of two assemblies within each cluster: by identity, then by the aliases of their constructs. */
export function pairObjects(before: ObjectIndex, after: ObjectIndex): ObjectPair[] {
  const pairs: ObjectPair[] = [];
  for (const cluster of [...new Set([...before.keys(), ...after.keys()])].sort(compareText)) {
    const [old, now] = [before.get(cluster) ?? NONE, after.get(cluster) ?? NONE];
    const gone = [...old.values()].filter((object) => !now.has(object.id));
    // One construct may make several objects of a kind.
    const byAlias = groupBy(gone, (object) => pathKey(object, object.entry.path));
    for (const object of now.values()) {
      const match = old.get(object.id) ?? takeAlias(object, byAlias);
      pairs.push({ ...(match && { before: match }), after: object });
    }
    for (const objects of byAlias.values()) for (const object of objects) pairs.push({ before: object });
  }
  return pairs;
}

const NONE: ReadonlyMap<string, LocatedObject> = new Map();

function takeAlias(object: LocatedObject, index: ReadonlyMap<string, LocatedObject[]>): LocatedObject | undefined {
  for (const alias of object.entry.aliases ?? []) {
    const match = index.get(pathKey(object, alias))?.shift();
    if (match) return match;
  }
  return undefined;
}

/** Group and kind of an identity, and a path. */
function pathKey(object: LocatedObject, path: string): string {
  return `${kindOf(object.id)} ${path}`;
}

/** `group/Kind` of an identity. */
export function kindOf(id: string): string {
  return id.split('/', 2).join('/');
}
