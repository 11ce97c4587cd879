import { compareText } from '../../../core/compare.ts';
import { rewriteTexts } from '../fields/rewrite.ts';
import type { ElementPair, PlacedElement } from './element-pair.ts';
import { addressRewriter, findOrigins } from './origins.ts';
import { pairStates } from './pair-states.ts';
import type { Element, Stack } from './stack.ts';

const NONE: ReadonlyMap<string, string> = new Map();
type Stacks = ReadonlyMap<string, Stack>;

/**
 * Pairs the elements of two assemblies: by address, along `moved` blocks, and from one state to another by `removed` and
 * `import`. Expressions of the old side are rewritten to the new addresses, so that a use of something that moved is the same.
 */
export function pairElements(before: Stacks, after: Stacks): ElementPair[] {
  const pairs: ElementPair[] = [];
  const leaving: PlacedElement[] = [];
  const entering: PlacedElement[] = [];
  const allOrigins = findOrigins(before, after);
  for (const unit of [...new Set([...before.keys(), ...after.keys()])].sort(compareText)) {
    const [old, now] = [before.get(unit), after.get(unit)];
    const origins = allOrigins.get(unit) ?? NONE;
    const rewrite = addressRewriter(origins);
    const placeOld = (stack: Stack, element: Element): PlacedElement => ({
      stack,
      element: { ...element, body: rewriteTexts(element.body, rewrite) },
    });
    const taken = new Set(origins.values());
    for (const element of now?.elements.values() ?? []) {
      if (!now) continue;
      const placed = { stack: now, element };
      const match = old?.elements.get(origins.get(element.address) ?? element.address);
      if (old && match) pairs.push({ before: placeOld(old, match), after: placed });
      else if (now.imported.has(element.address)) entering.push(placed);
      else pairs.push({ after: placed });
    }
    for (const element of old?.elements.values() ?? []) {
      if (!old || taken.has(element.address) || now?.elements.has(element.address)) continue;
      const placed = placeOld(old, element);
      if (now?.forgotten.has(element.address)) leaving.push(placed);
      else pairs.push({ before: placed });
    }
  }
  return [...pairs, ...pairStates(leaving, entering)];
}
