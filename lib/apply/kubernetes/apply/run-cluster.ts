import { type KubernetesUnitFile, SCHEMA_VERSION } from '../../../assembly/schema.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { refName } from '../../plan/types.ts';
import { clusterUid } from '../client/cluster-identity.ts';
import { discover } from '../client/discovery.ts';
import { ensureSystemNamespace, readStore, type StoredUnit, storedVersion } from '../inventory/store.ts';
import { refOfEntry } from '../plan/desired.ts';
import { listMembers } from '../plan/live-metadata.ts';
import { planUnit } from '../plan/plan-unit.ts';
import { type ObjectReadiness, waitReady } from '../readiness/wait-ready.ts';
import { podReasons } from '../status/pod-reasons.ts';
import { applyUnit } from './apply-unit.ts';
import type { ClusterRun, ClusterState } from './cluster-run.ts';
import { clusterKey, unitContext, wantedBy } from './make-context.ts';
import type { PreparedUnit, UnitContext, UnitResult } from './unit-context.ts';

/** Reads what planning needs. Throws KS8005 for another cluster than the recorded one, KS8003 and KS8004. */
export async function readCluster(run: ClusterRun): Promise<ClusterState> {
  const [uid, discovery, stored] = await Promise.all([
    clusterUid(run.connection),
    discover(run.connection),
    readStore(run.connection, clusterKey(run)),
  ]);
  checkPin(run, uid, stored);
  const units = new Map([...unitsOf(run), ...leftUnits(run, stored)]);
  const kinds = new Map<string, { apiVersion: string; kind: string }>();
  const namespaces = new Set<string>();
  const add = (apiVersion: string, kind: string, namespace: string | undefined): void => {
    kinds.set(`${apiVersion}/${kind}`, { apiVersion, kind });
    if (namespace !== undefined && namespace !== '') namespaces.add(namespace);
  };
  for (const unit of units.values()) for (const { apiVersion, kind, namespace } of unit.objects) add(apiVersion, kind, namespace);
  for (const { record } of stored.values()) {
    for (const [id, { apiVersion }] of record) {
      const [, kind = '', namespace = ''] = id.split('/');
      add(apiVersion, kind, namespace);
    }
  }
  const applySets = [...units.values()].map((unit) => unit.applySet);
  const live = await listMembers(run.connection, discovery, {
    applySets,
    kinds: [...kinds.values()],
    ...(run.perNamespace && { namespaces: [...namespaces] }),
  });
  return { uid, discovery, stored, live, units, ...wantedBy(units) };
}

/** Plans every unit of a cluster, without writing. */
export async function planCluster(run: ClusterRun): Promise<PreparedUnit[]> {
  const state = await readCluster(run);
  return Promise.all([...state.units.keys()].map(async (unit) => planUnit(await unitContext(run, state, unit, { planOnly: true }))));
}

/** Applies every unit of a cluster: each after those that it depends on, independent ones at once. A failed one stops its dependents. */
export async function applyCluster(run: ClusterRun): Promise<UnitResult[]> {
  const state = await readCluster(run);
  let ensured: Promise<void> | undefined;
  const results = new Map<string, Promise<UnitResult>>();
  const start = (unit: string): Promise<UnitResult> => {
    const known = results.get(unit);
    if (known) return known;
    const result = orFailed(state, unit, async () => {
      const before = dependenciesOf(run, unit).filter((other) => state.units.has(other));
      const failed = (await Promise.all(before.map(start))).filter((one) => one.errors.length > 0);
      if (failed.length > 0) return blocked(run, state, unit, failed);
      const context = await unitContext(run, state, unit, { withinMs: run.readyWithinMs ?? 0 });
      const prepared = await planUnit(context);
      if (prepared.plan.changes.length > 0) {
        ensured ??= ensureSystemNamespace(run.connection);
        await ensured;
      }
      const done = await applyUnit(context, prepared);
      if (done.events.some((event) => event.object.kind === 'CustomResourceDefinition')) state.discovery = await discover(run.connection);
      return done.errors.length === 0 ? await waitForUnit(run, state, context, done) : done;
    });
    results.set(unit, result);
    return result;
  };
  return Promise.all([...state.units.keys()].map(start));
}

/** Waits until a unit is ready, so that its dependents find it so. What is not ready in time is the unit's failure (KS8020). */
async function waitForUnit(run: ClusterRun, state: ClusterState, context: UnitContext, done: UnitResult): Promise<UnitResult> {
  const { readyWithinMs = 0, connection, signal, waiting } = run;
  if (readyWithinMs === 0) return done;
  const objects = new Map(context.objects.map(({ id, entry }) => [id, refOfEntry(entry)]));
  let newer = false;
  const readiness = await waitReady(
    {
      superseded: async () => {
        newer = done.storedVersion !== undefined && (await storedVersion(connection, context.file.key)) !== done.storedVersion;
        return newer;
      },
      connection,
      discovery: state.discovery,
      withinMs: readyWithinMs,
      signal,
      ...(waiting && { notify: (list: readonly ObjectReadiness[]) => waiting(context.unit, list) }),
    },
    objects,
  );
  if (newer) {
    const error = new KeelsonError('KS8023', {
      object: context.unit,
      message: 'its record was written by another apply while this one waited for readiness',
    });
    return { ...done, readiness, errors: [...done.errors, error] };
  }
  const late = readiness.filter((one) => one.status === 'failed' || one.status === 'progressing');
  const reasons = await podReasons(connection, state.discovery, new Map(late.map(({ id, object }) => [id, object])));
  const errors = late.map((one) => {
    const { path, file } = context.objects.find((object) => object.id === one.id)?.entry ?? { path: context.unit, file: '' };
    const pods = (reasons.get(one.id) ?? []).map(({ name, sentence }) => `; pod ${name}: ${sentence}`).join('');
    return new KeelsonError('KS8020', { path, source: { file, line: 1 }, message: `${refName(one.object)}: ${one.sentence}${pods}` });
  });
  return { ...done, readiness, errors: [...done.errors, ...errors] };
}

function unitsOf({ assembly, environment, cluster }: ClusterRun): Map<string, KubernetesUnitFile> {
  const units = new Map<string, KubernetesUnitFile>();
  for (const [key, file] of assembly.units)
    if (file.plane === 'kubernetes' && key.startsWith(`${environment}/`) && file.cluster === cluster) units.set(key, file);
  return units;
}

/** Units that were applied before and left the program, as empty ones: all that they have would go. */
function leftUnits(run: ClusterRun, stored: ReadonlyMap<string, StoredUnit>): Map<string, KubernetesUnitFile> {
  const present = new Set([...unitsOf(run).values()].map((unit) => unit.key));
  const left = new Map<string, KubernetesUnitFile>();
  for (const { key, applySet } of stored.values()) {
    if (present.has(key)) continue;
    const unit = `${run.environment}/kubernetes.${run.cluster}.${key.split('/').at(-1)}`;
    const nothing = { dependsOn: [], outputs: {}, bindings: [], objects: [] };
    left.set(unit, { schemaVersion: SCHEMA_VERSION, plane: 'kubernetes', key, cluster: run.cluster, applySet, ...nothing });
  }
  return left;
}

function dependenciesOf({ assembly }: ClusterRun, unit: string): string[] {
  return (assembly.units.get(unit)?.dependsOn ?? []).map((edge) => edge.unit);
}

/** One environment with another's context would mix two clusters. */
function checkPin(run: ClusterRun, uid: string, stored: ReadonlyMap<string, StoredUnit>): void {
  const recorded = [...stored.values()].map((unit) => unit.clusterUid).find((one) => one !== undefined);
  const pinned = run.pinnedUid ?? recorded;
  if (pinned === undefined || pinned === uid) return;
  const by = run.pinnedUid === undefined ? 'the records in it are' : 'the policy is';
  throw new KeelsonError('KS8005', {
    object: clusterKey(run),
    message: `the cluster at ${run.connection.server} is ${uid}, and ${by} of ${pinned}`,
  });
}

async function blocked(run: ClusterRun, state: ClusterState, unit: string, failed: readonly UnitResult[]): Promise<UnitResult> {
  const context = await unitContext(run, state, unit, { planOnly: true });
  const { plan, settled } = await planUnit(context);
  const error = new KeelsonError('KS8018', { object: unit, message: `it waits for ${failed.map((one) => one.unit).join(', ')}` });
  return { unit, key: context.file.key, plan, events: [], errors: [error], metadata: settled };
}

/** What goes wrong with one unit is that unit's failure: the others go on. */
async function orFailed({ units }: ClusterState, unit: string, run: () => Promise<UnitResult>): Promise<UnitResult> {
  try {
    return await run();
  } catch (error) {
    if (!KeelsonError.is(error)) throw error;
    const key = units.get(unit)?.key ?? unit;
    return { unit, key, plan: { unit, key, changes: [], unchanged: 0 }, events: [], errors: [error], metadata: new Map() };
  }
}
