import type { OpenAssembly } from '../../../assembly/open.ts';
import { type KubernetesUnitFile, objectId, SCHEMA_VERSION } from '../../../assembly/schema.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { refName } from '../../plan/types.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
import { clusterUid } from '../client/cluster-identity.ts';
import type { Connection } from '../client/connection.ts';
import { type Discovery, discover } from '../client/discovery.ts';
import { ensureSystemNamespace, readStore, type StoredUnit } from '../inventory/store.ts';
import { desiredObjects, refOfEntry } from '../plan/desired.ts';
import type { ResolveValue } from '../plan/fill-bindings.ts';
import { type LiveMetadata, listMembers } from '../plan/live-metadata.ts';
import { planUnit } from '../plan/plan-unit.ts';
import { type ObjectReadiness, waitReady } from '../readiness/wait-ready.ts';
import { podReasons } from '../status/pod-reasons.ts';
import { applyUnit } from './apply-unit.ts';
import type { ObjectEvent, PreparedUnit, UnitContext, UnitResult } from './unit-context.ts';

/** What is applied, where, and under which rules. */
export interface ClusterRun {
  readonly connection: Connection;
  readonly assembly: OpenAssembly;
  /** Name of the environment. */
  readonly environment: string;
  /** Name of the cluster in the assembly. */
  readonly cluster: string;
  /** Rules of a unit by its key, `platform/env/cluster/unit`. */
  rules(key: string): UnitRules;
  /** UID of kube-system that the policy names. @default - what the first apply recorded */
  readonly pinnedUid?: string;
  readonly resolve: ResolveValue;
  /** Lists namespace by namespace. @default false */
  readonly perNamespace?: boolean;
  /** Deletions that were approved, by unit. @default - none */
  readonly allowDeletes?: number;
  readonly preflight?: boolean;
  /** Milliseconds that a unit may take to become ready; 0 waits for nothing. @default 0 */
  readonly readyWithinMs?: number;
  readonly signal?: AbortSignal;
  readonly notify?: (event: ObjectEvent) => void;
  /** Called while a unit waits, with what is not ready. */
  readonly waiting?: (unit: string, objects: readonly ObjectReadiness[]) => void;
}

/** A cluster and what is in it, read once for all units. */
export interface ClusterState {
  readonly uid: string;
  /** Asked anew after definitions were written. */
  discovery: Discovery;
  readonly stored: ReadonlyMap<string, StoredUnit>;
  readonly live: LiveMetadata;
  /** Units of the assembly by `<env>/<unit id>`, in an order in which each comes after those that it depends on. */
  readonly units: ReadonlyMap<string, KubernetesUnitFile>;
}

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
  return { uid, discovery, stored, live, units };
}

/** Plans every unit of a cluster, without writing. */
export async function planCluster(run: ClusterRun): Promise<PreparedUnit[]> {
  const state = await readCluster(run);
  return Promise.all([...state.units.keys()].map((unit) => planUnit(unitContext(run, state, unit))));
}

/** Applies every unit of a cluster: each after those that it depends on, independent ones at once. A failed one stops its dependents. */
export async function applyCluster(run: ClusterRun): Promise<UnitResult[]> {
  const state = await readCluster(run);
  let ensured: Promise<void> | undefined;
  const results = new Map<string, Promise<UnitResult>>();
  const start = (unit: string): Promise<UnitResult> => {
    const known = results.get(unit);
    if (known) return known;
    const result = (async () => {
      const before = dependenciesOf(run, unit).filter((other) => state.units.has(other));
      const failed = (await Promise.all(before.map(start))).filter((one) => one.errors.length > 0);
      const context = unitContext(run, state, unit);
      const prepared = await planUnit(context);
      if (failed.length > 0)
        return blocked(
          context,
          prepared,
          failed.map((one) => one.unit),
        );
      if (prepared.plan.changes.length > 0) {
        ensured ??= ensureSystemNamespace(run.connection);
        await ensured;
      }
      const done = await applyUnit(context, prepared);
      if (done.events.some((event) => event.object.kind === 'CustomResourceDefinition')) state.discovery = await discover(run.connection);
      return done.errors.length === 0 ? await waitForUnit(run, state, context, done) : done;
    })();
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
  const readiness = await waitReady(
    {
      connection,
      discovery: state.discovery,
      withinMs: readyWithinMs,
      signal,
      ...(waiting && { notify: (list: readonly ObjectReadiness[]) => waiting(context.unit, list) }),
    },
    objects,
  );
  const late = readiness.filter((one) => one.status === 'failed' || one.status === 'progressing');
  const reasons = await podReasons(connection, state.discovery, new Map(late.map(({ id, object }) => [id, object])));
  const errors = late.map((one) => {
    const { path, file } = context.objects.find((object) => object.id === one.id)?.entry ?? { path: context.unit, file: '' };
    const pods = (reasons.get(one.id) ?? []).map(({ name, sentence }) => `; pod ${name}: ${sentence}`).join('');
    return new KeelsonError('KS8020', { path, source: { file, line: 1 }, message: `${refName(one.object)}: ${one.sentence}${pods}` });
  });
  return { ...done, readiness, errors: [...done.errors, ...errors] };
}

/** What one unit needs, out of what was read for all. */
export function unitContext(run: ClusterRun, state: ClusterState, unit: string): UnitContext {
  const file = state.units.get(unit) as KubernetesUnitFile;
  const wanted = new Set([...state.units.values()].flatMap((one) => one.objects.map(objectId)));
  const namespacesInUse = new Set([...state.units.values()].flatMap((one) => one.objects.flatMap(({ namespace }) => namespace ?? [])));
  const digests = new Map(file.objects.map((entry) => [entry.file, entry.digest]));
  return {
    connection: run.connection,
    discovery: state.discovery,
    rules: run.rules(file.key),
    cluster: clusterKey(run),
    clusterUid: state.uid,
    unit,
    file,
    objects: desiredObjects(file.objects, file.bindings, (path) => run.assembly.object(path, digests.get(path) as string), run.resolve),
    resolve: run.resolve,
    stored: state.stored.get(file.key),
    live: state.live,
    wanted,
    namespacesInUse,
    ...(run.allowDeletes !== undefined && { allowDeletes: run.allowDeletes }),
    ...(run.preflight !== undefined && { preflight: run.preflight }),
    signal: run.signal,
    ...(run.notify && { notify: run.notify }),
  };
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

function clusterKey({ assembly, environment, cluster }: ClusterRun): string {
  return `${assembly.manifest.platform}/${environment}/${cluster}`;
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

function blocked(context: UnitContext, prepared: PreparedUnit, failed: readonly string[]): UnitResult {
  const error = new KeelsonError('KS8018', { object: context.unit, message: `it waits for ${failed.join(', ')}` });
  return { unit: context.unit, key: context.file.key, plan: prepared.plan, events: [], errors: [error], metadata: prepared.settled };
}
