import type { IConstruct } from 'constructs';
import { KeelsonError } from '../core/errors.ts';
import { reportError, stateOf } from './state.ts';
import { walk } from './walk.ts';

/** Visits every construct of a part of the tree before it is rendered, to check or change it. */
export interface Aspect {
  visit(construct: IConstruct): void;
}

const ASPECTS = Symbol.for('keelson.aspects');
type Holder = IConstruct & { [ASPECTS]?: Aspect[] };

/**
 * Adds an aspect to a scope. It visits the scope and everything under it once, objects of either plane, in tree order; what
 * an aspect creates is visited too. Aspects of outer scopes come first.
 */
export function addAspect(scope: IConstruct, aspect: Aspect | ((construct: IConstruct) => void)): void {
  const holder = scope as Holder;
  if (!holder[ASPECTS]) Object.defineProperty(holder, ASPECTS, { value: [] });
  holder[ASPECTS]?.push(typeof aspect === 'function' ? { visit: aspect } : aspect);
}

/**
 * Runs all aspects of a tree. What one throws is reported, as KS1014 unless it is an error of Keelson's.
 * @returns whether there was one, so that the tree may have changed
 * @param foreign gives the aspects that another library attached to a construct
 */
export function runAspects(root: IConstruct, foreign: (construct: IConstruct) => readonly Aspect[]): boolean {
  const visited = new Map<Aspect, Set<IConstruct>>();
  const broken = new Set<Aspect>();
  const run = (construct: IConstruct, inherited: readonly Aspect[]): boolean => {
    const own = [...((construct as Holder)[ASPECTS] ?? []), ...foreign(construct)];
    const aspects = own.length > 0 ? [...inherited, ...own] : inherited;
    let ran = false;
    for (const aspect of aspects) {
      const seen = visited.get(aspect) ?? new Set();
      visited.set(aspect, seen);
      if (seen.has(construct)) continue;
      seen.add(construct);
      if (broken.has(aspect)) continue;
      try {
        aspect.visit(construct);
      } catch (error) {
        // One that throws here most likely throws everywhere.
        broken.add(aspect);
        const message = error instanceof Error ? error.message : String(error);
        if (KeelsonError.is(error)) stateOf(construct).errors.push(error);
        else reportError(construct, 'KS1014', `an aspect threw at this construct: ${message}`, { cause: error });
      }
      ran = true;
    }
    for (const child of construct.node.children) if (run(child, aspects)) ran = true;
    return ran;
  };
  if (!walk(root).some((construct) => ASPECTS in construct || foreign(construct).length > 0)) return false;
  // An aspect may add constructs, and those aspects: go on until nothing is new.
  while (run(root, [])) {}
  return true;
}
