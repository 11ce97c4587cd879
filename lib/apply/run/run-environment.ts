import type { UnitFile } from '../../assembly/schema.ts';
import { type ChosenUnits, chooseUnits } from './choose-units.ts';
import { afterDrain, drainedIds, drainStep } from './drain-step.ts';
import type { EnvironmentRun, UnitOutcome } from './environment-run.ts';
import { kubernetesUnit, removedKubernetesUnit, settled } from './kubernetes-unit.ts';
import { type LeftCluster, openLeftClusters, withLeftClusters } from './left-clusters.ts';
import { waitsForOthers } from './other-environments.ts';
import { knownToClusters, type LeftUnit, releasedBefore, withRemovals } from './removals.ts';
import { removedTerraformUnit } from './removed-terraform.ts';
import { runGraph } from './run-graph.ts';
import { RunSession } from './session.ts';
import { stoppedUnit } from './stopped-unit.ts';
import { terraformUnit } from './terraform-unit.ts';

type Outcome = Omit<UnitOutcome, 'durationMs'>;

/** Plans the units of an environment, each with what those before it give: it only reads. Throws KS8090 and KS8091. */
export function planEnvironment(run: EnvironmentRun): Promise<readonly UnitOutcome[]> {
  return runEnvironment(new RunSession(run, true));
}

/**
 * Applies the units of an environment, each after those that it depends on, independent ones at once. Those that left the program are
 * removed, after what depended on them and before what they depended on. A failed unit stops only what depends on it. Throws KS8090 and KS8091.
 */
export function applyEnvironment(run: EnvironmentRun): Promise<readonly UnitOutcome[]> {
  return runEnvironment(new RunSession(run, false));
}

async function runEnvironment(session: RunSession): Promise<readonly UnitOutcome[]> {
  const { run } = session;
  const chosen = chooseUnits(run);
  const latest = await session.latest(run.environment);
  const left = releasedBefore(session, latest);
  const clusters = await openLeftClusters(session, left);
  const { graph, needs } = withLeftClusters(withRemovals(chosen, left, latest), left, clusters);
  const drained = new Map<string, ReadonlySet<string>>();
  for (const [unit, before] of graph) if (before.length > 0) run.notify?.({ type: 'waiting', unit, for: before });
  await readOnlyCluster(session, chosen);
  const outcomes = await runGraph<UnitOutcome>(graph, (unit, ended) => {
    const before = ended.filter((one) => needs(unit).includes(one.unit));
    const file = chosen.files.get(unit);
    return session.timed(unit, async () => {
      if (file) return runUnit(session, unit, file, before);
      const one = left.get(unit);
      if (!one) {
        const outcome = await drainLeft(session, clusters.get(unit) as LeftCluster, before);
        drained.set(unit, drainedIds(outcome));
        return outcome;
      }
      const outcome = await removeUnit(session, one, before);
      const drain = [...clusters.values()].find(({ name }) => name === one.cluster);
      if (!drain) return outcome;
      return session.planOnly ? afterDrain(outcome, drained.get(drain.unit)) : settled(outcome);
    });
  });
  const others = await knownToClusters(session, outcomes);
  const removed = await Promise.all([...others.values()].map((one) => session.timed(one.unit, () => removeUnit(session, one, []))));
  return [...outcomes.values(), ...removed];
}

async function runUnit(session: RunSession, unit: string, file: UnitFile, before: readonly UnitOutcome[]): Promise<Outcome> {
  const refused = await session.refusal(unit, file.key);
  if (refused) return { unit, key: file.key, plane: file.plane, result: 'failed', errors: [refused] };
  const stopped = await stoppedUnit(
    session,
    { unit, key: file.key, plane: file.plane, ...(file.plane === 'kubernetes' && { cluster: file.cluster }) },
    before,
  );
  const waits = stopped ?? (await waitsForOthers(session, unit, file));
  if (waits) return waits;
  return file.plane === 'terraform'
    ? terraformUnit(session, unit, file)
    : laterWithoutCluster(before, await kubernetesUnit(session, unit, file));
}

/** In a plan, a cluster that can not be read is no mistake while a unit before it has still to be applied: it may make the cluster. */
function laterWithoutCluster(before: readonly UnitOutcome[], outcome: Outcome): Outcome {
  const isUnread = outcome.errors.length > 0 && outcome.errors.every(({ code }) => code === 'KS8001' || code === 'KS8003');
  const after = before
    .filter(({ plane, result }) => (plane === 'terraform' && result === 'planned') || result === 'later')
    .map(({ unit }) => unit);
  return isUnread && after.length > 0 ? { ...outcome, result: 'later', errors: [], after } : outcome;
}

async function drainLeft(session: RunSession, { failed, opened, ...base }: LeftCluster, before: readonly UnitOutcome[]): Promise<Outcome> {
  const { unit, key } = base;
  if (failed || !opened) return { unit, key, plane: 'kubernetes', result: 'failed', errors: failed ?? [] };
  const stopped = await stoppedUnit(session, { unit, key, plane: 'kubernetes' }, before);
  return stopped ?? drainStep(session, { ...base, cluster: opened, isWhole: true, withinMs: opened.run.readyWithinMs ?? 0 });
}

async function removeUnit(session: RunSession, left: LeftUnit, before: readonly UnitOutcome[]): Promise<Outcome> {
  const { unit, key, cluster, release } = left;
  const plane = cluster === undefined ? ('terraform' as const) : ('kubernetes' as const);
  const stopped = await stoppedUnit(session, { unit, key, plane, ...(cluster !== undefined && { cluster }) }, before);
  if (stopped) return stopped;
  if (cluster !== undefined) return removedKubernetesUnit(session, { unit, key, cluster }, release);
  return removedTerraformUnit(session, release as NonNullable<typeof release>);
}

/** Where all units are of one cluster, one that can not be read is told once, and not by each of them. */
async function readOnlyCluster(session: RunSession, { files }: ChosenUnits): Promise<void> {
  const names = new Set([...files.values()].map((file) => (file.plane === 'kubernetes' ? file.cluster : undefined)));
  const [name] = names;
  if (names.size === 1 && name !== undefined) await session.cluster(name);
}
