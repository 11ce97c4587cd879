import { pairSimilar, similarity } from '../similarity.ts';
import type { ElementPair, PlacedElement } from './element-pair.ts';

/** Two resources of one type that have less in common than this are not one that moved. */
const LEAST_LIKENESS = 0.3;

/** Pairs what leaves one state by a `removed` block with what enters another by an `import` block. */
export function pairStates(leaving: readonly PlacedElement[], entering: readonly PlacedElement[]): ElementPair[] {
  const matches = pairSimilar(leaving, entering, likeness, LEAST_LIKENESS);
  const paired = new Set(matches.flat());
  return [
    ...matches.map(([before, after]) => ({ before, after, importId: importIdOf(after) })),
    ...leaving.filter((placed) => !paired.has(placed)).map((before) => ({ before, forgotten: true as const })),
    ...entering.filter((placed) => !paired.has(placed)).map((after) => ({ after, importId: importIdOf(after) })),
  ];
}

function likeness(before: PlacedElement, after: PlacedElement): number {
  if (before.element.type !== after.element.type || before.stack.unit === after.stack.unit) return -1;
  return similarity(before.element.body, after.element.body);
}

function importIdOf({ stack, element }: PlacedElement): string {
  return stack.imported.get(element.address) ?? '';
}
