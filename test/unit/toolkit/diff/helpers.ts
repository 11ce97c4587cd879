import { diffAssemblies } from '../../../../lib/toolkit/diff/diff-assemblies.ts';
import type { AssemblyDiff, Change } from '../../../../lib/toolkit/diff/types.ts';
import { assembly, type TestUnit } from '../../../support/assembly.ts';

type Units = Readonly<Record<string, TestUnit>>;

/** Compares two assemblies that a test writes. */
export function diff(before: Units, after: Units): AssemblyDiff {
  return diffAssemblies(assembly(before), assembly(after));
}

/** `action title` of every change, in the order of the diff. */
export function actions(result: AssemblyDiff): string[] {
  return result.constructs.flatMap(({ changes }) => changes.map((change) => `${change.action} ${change.title}`));
}

/** The change of one object or resource. */
export function changeOf(result: AssemblyDiff, title: string): Change {
  const changes = result.constructs.flatMap((group) => group.changes).filter((change) => change.title === title);
  if (changes.length !== 1) throw new Error(`${changes.length} changes of ${title}: ${actions(result).join(', ')}`);
  return changes[0] as Change;
}
