import { findCycle } from '../../core/graph.ts';
import type { ReleaseSummary } from '../release/release.ts';
import type { ChosenUnits } from './choose-units.ts';
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

/** Units that left the program and were released before, by `<env>/<unit id>`. */
export function releasedBefore(session: RunSession, latest: ReadonlyMap<string, ReleaseSummary>): Map<string, LeftUnit> {
  const { assembly, onlyCluster, targets, terraform } = session.run;
  const units = new Map<string, LeftUnit>();
  for (const release of targets === undefined ? latest.values() : []) {
    const { unit, key, plane } = release;
    if (release.result === 'removed' || assembly.units.has(unit)) continue;
    const cluster = plane === 'kubernetes' ? key.split('/')[2] : undefined;
    if (onlyCluster === undefined ? cluster !== undefined || terraform !== undefined : cluster === onlyCluster)
      units.set(unit, { unit, key, release, ...(cluster !== undefined && { cluster }) });
  }
  return units;
}

/** Units that left the program and of which only the clusters know that were read. */
export async function knownToClusters(session: RunSession, known: { has(unit: string): boolean }): Promise<Map<string, LeftUnit>> {
  const { assembly, targets } = session.run;
  const units = new Map<string, LeftUnit>();
  if (targets !== undefined) return units;
  for (const [cluster, { state }] of await session.openClusters())
    for (const [unit, { key }] of state.units) if (!assembly.units.has(unit) && !known.has(unit)) units.set(unit, { unit, key, cluster });
  return units;
}

/** The graph of a run with what left the program. */
export interface WholeGraph {
  readonly graph: ReadonlyMap<string, readonly string[]>;
  /** Those of a unit's that it can not go on without; for the others it only waits. */
  needs(unit: string): readonly string[];
}

/**
 * What left the program goes after all that depended on it, whether that left or is brought past it now. What it depended on itself
 * waits for it, as long as that makes no circle: the pods of a model go before the role that they use. Pure.
 */
export function withRemovals(
  { graph: own }: Pick<ChosenUnits, 'graph'>,
  left: ReadonlyMap<string, LeftUnit>,
  latest: ReadonlyMap<string, ReleaseSummary>,
): WholeGraph {
  const needs = new Map<string, string[]>([...own].map(([unit, before]) => [unit, [...before]]));
  for (const unit of left.keys()) needs.set(unit, []);
  for (const { unit, dependsOn, result } of latest.values())
    if (result !== 'removed' && needs.has(unit)) for (const other of dependsOn) if (left.has(other)) needs.get(other)?.push(unit);
  const graph = new Map([...needs].map(([unit, before]) => [unit, [...before]]));
  for (const { unit, release } of left.values())
    for (const other of release?.dependsOn ?? []) {
      const before = own.has(other) ? graph.get(other) : undefined;
      before?.push(unit);
      if (before && findCycle(graph)) before.pop();
    }
  return { graph, needs: (unit) => needs.get(unit) ?? [] };
}
