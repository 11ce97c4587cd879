import type { KeelsonError } from '../../core/errors.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import { aroundDrain, drainName, reachable } from './destroy-order.ts';
import { errorsIn } from './outputs.ts';
import type { LeftUnit, WholeGraph } from './removals.ts';
import type { RunSession } from './session.ts';

/** A cluster that left the program, and goes itself: it is drained before what it runs on goes. */
export interface LeftCluster {
  readonly name: string;
  /** Name of the step that drains it. */
  readonly unit: string;
  readonly key: string;
  /** Its units that go before it is drained. */
  readonly before: readonly LeftUnit[];
  readonly opened?: OpenCluster;
  /** Why it could not be read: all that it stands on stays. */
  readonly failed?: readonly KeelsonError[];
}

/**
 * Reads the clusters that left the program, and adds what only they know of to the units that left. One of which no unit is left, and
 * that can not be read, is gone already.
 */
export async function openLeftClusters(session: RunSession, left: Map<string, LeftUnit>): Promise<ReadonlyMap<string, LeftCluster>> {
  const { assembly, environment } = session.run;
  const prefix = `${environment}/terraform.cluster-`;
  const found = new Map<string, LeftCluster>();
  for (const { unit: made } of [...left.values()].filter(({ unit }) => unit.startsWith(prefix))) {
    const name = made.slice(prefix.length);
    const isUsed = [...assembly.units].some(
      ([unit, file]) => file.plane === 'kubernetes' && file.cluster === name && unit.startsWith(`${environment}/`),
    );
    if (isUsed) continue;
    const unit = drainName(environment, name);
    const base = { name, unit, key: `${assembly.manifest.platform}/${environment}/${name}` };
    try {
      const opened = await session.cluster(name);
      for (const [other, { key }] of opened.state.units)
        if (!assembly.units.has(other) && !left.has(other)) left.set(other, { unit: other, key, cluster: name });
      const own = unitsOf(left, name);
      const { before } = aroundDrain(own, opened.state.stored, dependenciesOf(left));
      found.set(unit, { ...base, opened, before: own.filter((one) => before.includes(one.unit)) });
    } catch (error) {
      const failed = errorsIn(error);
      if (unitsOf(left, name).length > 0) found.set(unit, { ...base, before: [], failed });
    }
  }
  return found;
}

/** The graph with the drains: what runs in such a cluster goes before, what it runs on after. Pure. */
export function withLeftClusters(
  { graph, needs }: WholeGraph,
  left: ReadonlyMap<string, LeftUnit>,
  clusters: ReadonlyMap<string, LeftCluster>,
): WholeGraph {
  const whole = new Map([...graph].map(([unit, before]) => [unit, [...before]]));
  const more = new Map<string, string[]>();
  const wait = (unit: string, ...others: readonly string[]): void => {
    whole.set(unit, [...new Set([...(whole.get(unit) ?? []), ...others])]);
    more.set(unit, [...(more.get(unit) ?? []), ...others]);
  };
  const dependencies = dependenciesOf(left);
  for (const { name, unit: drain, before } of clusters.values()) {
    const own = unitsOf(left, name).map(({ unit }) => unit);
    const first = before.map(({ unit }) => unit);
    wait(drain, ...first);
    for (const unit of own) if (!first.includes(unit)) wait(unit, drain);
    const made = drain.replace('/kubernetes.', '/terraform.cluster-');
    const below = reachable(dependencies, [...own, made]);
    for (const { unit, cluster } of left.values()) {
      if (cluster !== undefined) continue;
      const needed = reachable(dependencies, [unit]);
      if ((needed.has(made) || below.has(unit)) && !own.some((one) => needed.has(one))) wait(unit, drain, ...own);
    }
  }
  return { graph: whole, needs: (unit) => [...needs(unit), ...(more.get(unit) ?? [])] };
}

function unitsOf(left: ReadonlyMap<string, LeftUnit>, cluster: string): LeftUnit[] {
  return [...left.values()].filter((one) => one.cluster === cluster);
}

function dependenciesOf(left: ReadonlyMap<string, LeftUnit>): ReadonlyMap<string, readonly string[]> {
  return new Map([...left.values()].map(({ unit, release }) => [unit, (release?.dependsOn ?? []).filter((one) => left.has(one))]));
}
