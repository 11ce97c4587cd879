import type { AssemblyContent } from '../../assembly/content.ts';
import { compareText } from '../../core/compare.ts';
import { ACTIONS, type Change, type Counts, type EnvironmentChanges, type GpuCounts, type Summary, type UnitChanges } from './types.ts';

/** Counts of changes, and the GPUs that they touch. */
export function summarize(changes: readonly Change[]): Summary {
  const counted = changes.filter(({ kind }) => kind !== 'setting' && kind !== 'data');
  const counts = Object.fromEntries(
    ACTIONS.map((action) => [action, counted.filter((change) => change.action === action).length]),
  ) as unknown as Counts;
  return {
    counts,
    gpus: gpuCounts(changes),
    mayReplace: counted.filter((change) => change.action === 'update' && change.fields.some((field) => field.effect === 'mayReplace'))
      .length,
    settings: changes.length - counted.length,
  };
}

/** The same per environment and unit; only those with changes. */
export function summarizeEnvironments(
  changes: readonly Change[],
  before: AssemblyContent | undefined,
  after: AssemblyContent,
): EnvironmentChanges[] {
  const units = [...new Set(changes.map((change) => change.unit))].sort(compareText);
  const environments = [...new Set(units.map((unit) => unit.slice(0, unit.indexOf('/'))))];
  return environments.map((environment) => ({
    environment,
    ...summarize(changes.filter((change) => change.unit.startsWith(`${environment}/`))),
    units: units
      .filter((unit) => unit.startsWith(`${environment}/`))
      .map((unit): UnitChanges => {
        const plane = (after.units.get(unit) ?? before?.units.get(unit))?.plane ?? 'kubernetes';
        const state = before?.units.has(unit) ? (after.units.has(unit) ? 'changed' : 'deleted') : 'created';
        return { unit, plane, state, ...summarize(changes.filter((change) => change.unit === unit)) };
      }),
  }));
}

function gpuCounts(changes: readonly Change[]): GpuCounts {
  const counts = { add: 0, free: 0, restart: 0, replace: 0 };
  for (const { action, gpus } of changes) {
    if (!gpus) continue;
    const { before, after } = gpus;
    if (action === 'replace') counts.replace += before;
    else if (action === 'restart') counts.restart += Math.min(before, after);
    if (action !== 'replace' && after > before) counts.add += after - before;
    if (action !== 'replace' && before > after) counts.free += before - after;
  }
  return counts;
}
