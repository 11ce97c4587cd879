import { runGraph } from '../../run/run-graph.ts';
import type { ClusterRun } from './cluster-run.ts';
import { OpenCluster } from './open-cluster.ts';
import type { PreparedUnit, UnitResult } from './unit-context.ts';

/** Plans every unit of a cluster, without writing. Throws KS8003 to KS8006. */
export async function planCluster(run: ClusterRun): Promise<PreparedUnit[]> {
  const cluster = await OpenCluster.open(run);
  return Promise.all([...cluster.state.units.keys()].map((unit) => cluster.plan(unit)));
}

/** Applies every unit of a cluster: each after those that it depends on, independent ones at once. A failed one stops its dependents. */
export async function applyCluster(run: ClusterRun): Promise<UnitResult[]> {
  const cluster = await OpenCluster.open(run);
  const graph = new Map([...cluster.state.units].map(([unit, { dependsOn }]) => [unit, dependsOn.map((edge) => edge.unit)] as const));
  const results = await runGraph<UnitResult>(graph, (unit, before) => {
    const failed = before.filter((one) => one.errors.length > 0);
    return failed.length > 0
      ? cluster.blocked(
          unit,
          failed.map((one) => one.unit),
        )
      : cluster.apply(unit);
  });
  return [...results.values()];
}
