import { environmentOf } from '../../assembly/unit-key.ts';
import { compareText } from '../../core/compare.ts';
import { groupBy } from './group.ts';
import { ACTIONS, type Action, type Change, type EnvironmentChanges, type GpuCounts, type Summary, type UnitChanges } from './types.ts';

/** Counts what a list of changes does. */
export function summarize(changes: readonly Change[]): Summary {
  const counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<Action, number>;
  const gpus = { add: 0, free: 0, restart: 0, replace: 0 };
  let mayReplace = 0;
  let settings = 0;
  for (const change of changes) {
    if (change.kind === 'setting' || change.kind === 'data') {
      settings++;
      continue;
    }
    counts[change.action]++;
    if (change.action === 'update' && change.fields.some((field) => field.effect === 'mayReplace')) mayReplace++;
    addGpus(change, gpus);
  }
  return { counts, gpus, mayReplace, settings };
}

/** Pods that stay a while restart or are replaced; those that come or go add or free their GPUs. */
function addGpus({ action, gpus }: Change, sum: { -readonly [K in keyof GpuCounts]: number }): void {
  if (!gpus) return;
  if (action === 'restart') sum.restart += gpus.restart ?? 0;
  if (action === 'replace') sum.replace += gpus.before;
  const difference = gpus.after - gpus.before;
  if (difference > 0) sum.add += difference;
  else if (action !== 'replace') sum.free -= difference;
}

/** What a unit is on each side, by `<env>/<unit id>`. */
export interface UnitStates {
  readonly plane: UnitChanges['plane'];
  readonly state: UnitChanges['state'];
}

/** Summaries of environments and their units, sorted; only those with changes. */
export function summarizeEnvironments(changes: readonly Change[], states: ReadonlyMap<string, UnitStates>): EnvironmentChanges[] {
  const byUnit = groupBy(changes, (change) => change.unit);
  for (const [unit, { state }] of states) if (state !== 'changed' && !byUnit.has(unit)) byUnit.set(unit, []);
  const units = [...byUnit.keys()].sort(compareText).flatMap((unit): UnitChanges[] => {
    const state = states.get(unit);
    return state ? [{ unit, ...state, ...summarize(byUnit.get(unit) ?? []) }] : [];
  });
  const byEnvironment = groupBy(changes, (change) => environmentOf(change.unit));
  const unitsOf = groupBy(units, ({ unit }) => environmentOf(unit));
  return [...new Set([...unitsOf.keys(), ...byEnvironment.keys()])].sort(compareText).map((environment) => {
    return { environment, ...summarize(byEnvironment.get(environment) ?? []), units: unitsOf.get(environment) ?? [] };
  });
}
