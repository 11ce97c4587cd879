import type { UnitFile } from '../../assembly/schema.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import type { ReleaseSummary } from '../release/release.ts';
import type { LeftUnit } from './removals.ts';

/** Kinds of units that others stand on: controllers work as long as these are there, and the nodes that they run on. */
const PLATFORM =
  /^[^/]*\/(CustomResourceDefinition|Namespace|StorageClass|CSIDriver|IngressClass|GatewayClass|NodePool|EC2NodeClass|NodeClass)\//;

/** What is destroyed, and what is known of it. */
export interface Destroyed {
  readonly environment: string;
  readonly units: ReadonlyMap<string, LeftUnit>;
  /** Clusters that could be read, by name. */
  readonly clusters: ReadonlyMap<string, OpenCluster>;
  /** Names of drains of clusters that could not. */
  readonly unread: readonly string[];
  /** Units of the output. */
  readonly files: ReadonlyMap<string, UnitFile>;
  readonly latest: ReadonlyMap<string, ReleaseSummary>;
}

/** Name of the step that drains a cluster. */
export function drainName(environment: string, cluster: string): string {
  return `${environment}/kubernetes.${cluster}`;
}

/**
 * What each waits for: a unit for all that depend on it; the drain of a cluster for what runs in it, and before its controllers go;
 * Terraform for the drains, but for units that need something of the cluster themselves. Pure.
 */
export function destroyOrder(destroyed: Destroyed): Map<string, string[]> {
  const { environment, units, clusters, unread, files, latest } = destroyed;
  const dependencies = new Map(
    [...units.values()].map(({ unit, key, release }) => {
      const before = (release ?? latest.get(key))?.dependsOn ?? files.get(unit)?.dependsOn.map((edge) => edge.unit) ?? [];
      return [unit, before.filter((other) => units.has(other))] as const;
    }),
  );
  const graph = new Map<string, string[]>([...units.keys()].map((unit) => [unit, []]));
  for (const [unit, before] of dependencies) for (const other of before) graph.get(other)?.push(unit);
  const drains = [...unread];
  for (const [cluster, { state }] of clusters) {
    const drain = drainName(environment, cluster);
    const { before, after } = aroundDrain(
      [...units.values()].filter((one) => one.cluster === cluster),
      state.stored,
      dependencies,
    );
    graph.set(drain, [...before]);
    for (const unit of after) graph.get(unit)?.push(drain);
    drains.push(drain);
  }
  for (const drain of unread) graph.set(drain, []);
  const kubernetes = [...units.values()].flatMap((one) => (one.cluster === undefined ? [] : [one.unit]));
  for (const { unit, cluster } of units.values()) {
    const needs = reachable(dependencies, [unit]);
    if (cluster === undefined && ![...needs].some((one) => units.get(one)?.cluster !== undefined))
      graph.get(unit)?.push(...drains, ...kubernetes);
  }
  return graph;
}

/**
 * Units of a cluster that go before its load balancers, volumes and nodes, and those that go after, since controllers need them. Pure.
 * @param own the units of the cluster
 */
export function aroundDrain(
  own: readonly LeftUnit[],
  stored: OpenCluster['state']['stored'],
  dependencies: ReadonlyMap<string, readonly string[]>,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const isPlatform = ({ unit, key }: LeftUnit): boolean =>
    unit.endsWith('.addons') || [...(stored.get(key)?.record.keys() ?? [])].some((id) => PLATFORM.test(id));
  const platform = reachable(
    dependencies,
    own.filter(isPlatform).map(({ unit }) => unit),
  );
  const names = own.map(({ unit }) => unit);
  return { before: names.filter((unit) => !platform.has(unit)), after: names.filter((unit) => platform.has(unit)) };
}

/** Nodes and all that they depend on. */
export function reachable(dependencies: ReadonlyMap<string, readonly string[]>, from: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (unit: string): void => {
    if (found.has(unit)) return;
    found.add(unit);
    for (const other of dependencies.get(unit) ?? []) add(other);
  };
  for (const unit of from) add(unit);
  return found;
}
