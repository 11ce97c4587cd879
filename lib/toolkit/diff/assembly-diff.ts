import { groupByConstruct } from './group.ts';
import { summarize, summarizeEnvironments, type UnitStates } from './summary.ts';
import type { AssemblyDiff, Change, RenameHint } from './types.ts';

/** Changes as a diff: counted, by unit and by construct. */
export function assemblyDiff(
  platform: string,
  changes: readonly Change[],
  states: ReadonlyMap<string, UnitStates>,
  hints: readonly RenameHint[] = [],
): AssemblyDiff {
  const environments = summarizeEnvironments(changes, states);
  return {
    platform,
    different: environments.length > 0,
    summary: summarize(changes),
    environments,
    constructs: groupByConstruct(changes),
    hints,
  };
}
