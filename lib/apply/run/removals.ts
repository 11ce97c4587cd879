import type { ReleaseSummary } from '../release/release.ts';
import type { ChosenUnits } from './choose-units.ts';
import type { UnitOutcome } from './environment-run.ts';
import type { RunSession } from './session.ts';

/** A unit that left the program. */
export interface LeftUnit {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly key: string;
  /** Of a Kubernetes unit. */
  readonly cluster?: string;
  /** Its last release; absent when only its cluster knows of it. */
  readonly release?: ReleaseSummary;
}

/** Units that left the program, by `<env>/<unit id>`, and what each waits for: those that depended on it, whether they left or not. */
export interface Removals {
  readonly units: ReadonlyMap<string, LeftUnit>;
  readonly graph: ReadonlyMap<string, readonly string[]>;
}

/** Finds them in the releases of the environment and in the clusters that were read. */
export async function findRemovals(session: RunSession, { files }: Pick<ChosenUnits, 'files'>): Promise<Removals> {
  const { assembly, environment, onlyCluster, targets, terraform } = session.run;
  if (targets !== undefined) return { units: new Map(), graph: new Map() };
  const latest = await session.latest(environment);
  const units = new Map<string, LeftUnit>();
  for (const release of latest.values()) {
    const { unit, key, plane } = release;
    if (release.result === 'removed' || assembly.units.has(unit)) continue;
    const cluster = plane === 'kubernetes' ? key.split('/')[2] : undefined;
    if (onlyCluster === undefined ? cluster !== undefined || terraform !== undefined : cluster === onlyCluster)
      units.set(unit, { unit, key, release, ...(cluster !== undefined && { cluster }) });
  }
  for (const [cluster, { state }] of await session.openClusters())
    for (const [unit, { key }] of state.units)
      if (!files.has(unit) && !assembly.units.has(unit) && !units.has(unit)) units.set(unit, { unit, key, cluster });
  return { units, graph: removalOrder(units, latest) };
}

/** Dependents first: a unit goes after all that depended on it when it was released last. */
function removalOrder(
  units: ReadonlyMap<string, LeftUnit>,
  latest: ReadonlyMap<string, ReleaseSummary>,
): ReadonlyMap<string, readonly string[]> {
  const graph = new Map([...units.keys()].map((unit) => [unit, [] as string[]]));
  for (const { unit, dependsOn } of latest.values()) if (graph.has(unit)) for (const other of dependsOn) graph.get(other)?.push(unit);
  return graph;
}

/** Units of the program that depended on one that left, and that were not brought past that: it can not go yet. */
export function stillNeeding(
  unit: string,
  outcomes: ReadonlyMap<string, UnitOutcome>,
  latest: ReadonlyMap<string, ReleaseSummary>,
): string[] {
  return [...latest.values()]
    .filter((release) => release.dependsOn.includes(unit))
    .map((release) => outcomes.get(release.unit))
    .flatMap((outcome) => (outcome && ['failed', 'blocked', 'approval', 'interrupted'].includes(outcome.result) ? [outcome.unit] : []));
}
