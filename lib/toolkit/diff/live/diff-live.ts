import type { UnitOutcome } from '../../../apply/run/environment-run.ts';
import { type OpenAssembly, openAssembly } from '../../../assembly/open.ts';
import type { UnitFile } from '../../../assembly/schema.ts';
import { directorySource } from '../../../assembly/source.ts';
import type { KeelsonError } from '../../../core/errors.ts';
import { planUnits } from '../../apply/apply.ts';
import type { EnvironmentOptions } from '../../apply/environment.ts';
import { assemblyDiff } from '../assembly-diff.ts';
import type { UnitStates } from '../summary.ts';
import type { AssemblyDiff, Change } from '../types.ts';
import { changesOfPlan } from './object-change.ts';
import { changesOfSet } from './resource-change.ts';

/** What applying the output would change in what is live. */
export interface LiveDiff {
  readonly diff: AssemblyDiff;
  /** What speaks against applying it; of such units not all that would change is known. */
  readonly errors: readonly KeelsonError[];
}

/**
 * Compares the output of an environment with what is live: the plan, by construct. What others changed since the last apply is seen,
 * which no comparison of revisions does. It only reads. Throws KS8019, KS809x, KS8001 to KS8006.
 */
export async function diffLive(options: EnvironmentOptions): Promise<LiveDiff> {
  const { units, errors } = await planUnits(options);
  return { diff: diffOutcomes(units, openAssembly(directorySource(options.directory))), errors };
}

/** Plans of units as a diff. Pure. */
function diffOutcomes(outcomes: readonly UnitOutcome[], assembly: OpenAssembly): AssemblyDiff {
  const changes = outcomes.flatMap((outcome) => changesOf(outcome, assembly));
  const states = new Map(outcomes.map((outcome) => [outcome.unit, { plane: outcome.plane, state: stateOf(outcome) } as UnitStates]));
  return assemblyDiff(assembly.manifest.platform, changes, states);
}

function changesOf({ unit, plane, planned, result, after = [] }: UnitOutcome, assembly: OpenAssembly): Change[] {
  if (result === 'later') {
    const notes = [`what it changes is known after ${after.join(', ')} was applied`];
    return [{ action: 'update', plane, kind: 'setting', unit, id: unit, title: unit, path: unit, fields: [], notes }];
  }
  const file = assembly.units.get(unit);
  if (planned?.plane === 'terraform') return changesOfSet(unit, planned.changes, pathsOf(file));
  if (!planned) return [];
  const digests = new Map(file?.plane === 'kubernetes' ? file.objects.map((entry) => [entry.file, entry.digest]) : []);
  return changesOfPlan(planned.plan, (path) => {
    const digest = digests.get(path);
    return digest === undefined ? undefined : assembly.object(path, digest);
  });
}

function pathsOf(file: UnitFile | undefined): ReadonlyMap<string, string> {
  return new Map(file?.plane === 'terraform' ? file.resources.map(({ address, path }) => [address, path]) : []);
}

function stateOf({ planned }: UnitOutcome): UnitStates['state'] {
  if (planned?.removesUnit) return 'deleted';
  if (planned?.plane !== 'kubernetes') return 'changed';
  const { changes, unchanged } = planned.plan;
  return unchanged === 0 && changes.length > 0 && changes.every(({ action }) => action === 'create') ? 'created' : 'changed';
}
