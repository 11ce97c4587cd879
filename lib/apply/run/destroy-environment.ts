import type { OpenAssembly } from '../../assembly/open.ts';
import type { TerraformUnitFile } from '../../assembly/schema.ts';
import { environmentOf } from '../../assembly/unit-key.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import type { ReleaseSummary } from '../release/release.ts';
import { destroyOrder, drainName } from './destroy-order.ts';
import { afterDrain, drainedIds, drainStep } from './drain-step.ts';
import type { EnvironmentRun, UnitOutcome } from './environment-run.ts';
import { removedKubernetesUnit, settled } from './kubernetes-unit.ts';
import { errorsIn } from './outputs.ts';
import type { LeftUnit } from './removals.ts';
import { destroyedTerraformUnit, removedTerraformUnit } from './removed-terraform.ts';
import { runGraph } from './run-graph.ts';
import { RunSession } from './session.ts';
import { stoppedUnit } from './stopped-unit.ts';

/** How an environment is destroyed. */
export interface DestroyOptions {
  /** Whether it is only said what would go. @default false */
  readonly planOnly?: boolean;
  /** Milliseconds that load balancers and volumes of a cluster may take to go. @default 600000 */
  readonly drainWithinMs?: number;
}

/**
 * Removes all that an environment has: units of Kubernetes first, each after those that depend on it, with the load balancers and
 * volumes that controllers made in the cloud; then what Terraform made, in the reverse of its order. Each goes through the gate.
 */
export async function destroyEnvironment(run: EnvironmentRun, options: DestroyOptions = {}): Promise<readonly UnitOutcome[]> {
  const { planOnly = false, drainWithinMs = 600_000 } = options;
  const assembly = withoutEnvironment(run.assembly, run.environment);
  const emptied = { ...run, wasAsked: true, assembly, cluster: async (name: string) => ({ ...(await run.cluster(name)), assembly }) };
  const session = new RunSession(emptied, planOnly);
  const latest = await session.latest(run.environment);
  const { clusters, unread } = await openAll(session, run, latest);
  const units = leftUnits(run, latest, clusters);
  const graph = destroyOrder({
    environment: run.environment,
    units,
    clusters,
    unread: [...unread.keys()],
    files: run.assembly.units,
    latest,
  });
  const drained = new Map<string, ReadonlySet<string>>();
  const outcomes = await runGraph<UnitOutcome>(graph, (name, before) =>
    session.timed(name, async () => {
      const failed = unread.get(name);
      if (failed) return failed;
      const left = units.get(name);
      const cluster = clusters.get(name.slice(drainName(run.environment, '').length));
      const key = left?.key ?? `${run.assembly.manifest.platform}/${name.replace('/kubernetes.', '/')}`;
      const plane = left && left.cluster === undefined ? ('terraform' as const) : ('kubernetes' as const);
      const stopped = await stoppedUnit(session, { unit: name, key, plane }, before);
      if (stopped) return stopped;
      if (!left) {
        const isWhole = hasOwnCluster(run, latest, name.slice(drainName(run.environment, '').length));
        const gone = (graph.get(name) ?? []).flatMap((one) => units.get(one) ?? []);
        const step = { unit: name, key, cluster: cluster as OpenCluster, isWhole, before: gone, withinMs: drainWithinMs };
        const outcome = await drainStep(session, step);
        drained.set(name, drainedIds(outcome));
        return outcome;
      }
      if (left.cluster !== undefined) {
        const outcome = settled(await removedKubernetesUnit(session, { ...left, cluster: left.cluster }, left.release));
        return planOnly ? afterDrain(outcome, drained.get(drainName(run.environment, left.cluster))) : outcome;
      }
      if (left.release) return removedTerraformUnit(session, left.release);
      return destroyedTerraformUnit(session, name, run.assembly.units.get(name) as TerraformUnitFile, run.assembly);
    }),
  );
  return [...outcomes.values()];
}

type Outcome = Omit<UnitOutcome, 'durationMs'>;

function withoutEnvironment(assembly: OpenAssembly, environment: string): OpenAssembly {
  return { ...assembly, units: new Map([...assembly.units].filter(([unit]) => environmentOf(unit) !== environment)) };
}

/** Every cluster of the environment that something was applied to. One that can not be read keeps all that it may stand on. */
async function openAll(session: RunSession, run: EnvironmentRun, latest: ReadonlyMap<string, ReleaseSummary>) {
  const names = new Set<string>();
  const released = new Set<string>();
  for (const [unit, file] of run.assembly.units)
    if (file.plane === 'kubernetes' && environmentOf(unit) === run.environment) names.add(file.cluster);
  for (const { key, plane, result } of latest.values())
    if (plane === 'kubernetes' && result !== 'removed') released.add(key.split('/')[2] ?? '');
  const clusters = new Map<string, OpenCluster>();
  const unread = new Map<string, Outcome>();
  for (const name of new Set([...names, ...released])) {
    try {
      clusters.set(name, await session.cluster(name));
    } catch (error) {
      const errors = errorsIn(error);
      // Nothing was ever applied to it, and Terraform may not have made it.
      if (!released.has(name) && errors.every(({ code }) => code === 'KS8001' || code === 'KS8003')) continue;
      const unit = drainName(run.environment, name);
      unread.set(unit, {
        unit,
        key: `${run.assembly.manifest.platform}/${run.environment}/${name}`,
        plane: 'kubernetes',
        result: 'failed',
        errors,
      });
    }
  }
  return { clusters, unread };
}

function leftUnits(
  { assembly, environment }: EnvironmentRun,
  latest: ReadonlyMap<string, ReleaseSummary>,
  clusters: ReadonlyMap<string, OpenCluster>,
): ReadonlyMap<string, LeftUnit> {
  const units = new Map<string, LeftUnit>();
  for (const [cluster, { state }] of clusters)
    for (const [unit, { key }] of state.units) {
      const release = latest.get(key);
      units.set(unit, { unit, key, cluster, ...(release && { release }) });
    }
  for (const release of latest.values())
    if (release.plane === 'terraform' && release.result !== 'removed')
      units.set(release.unit, { unit: release.unit, key: release.key, release });
  // A unit that was applied by hand, or elsewhere, has no release here, and may have a state.
  for (const [unit, file] of assembly.units)
    if (file.plane === 'terraform' && environmentOf(unit) === environment && !latest.has(file.key))
      units.set(unit, { unit, key: file.key });
  return units;
}

/** Whether the environment made the cluster, and it goes itself. */
function hasOwnCluster({ assembly, environment }: EnvironmentRun, latest: ReadonlyMap<string, ReleaseSummary>, cluster: string): boolean {
  const unit = `${environment}/terraform.cluster-${cluster}`;
  return assembly.units.has(unit) || [...latest.values()].some((one) => one.unit === unit);
}
