import { type KubernetesUnitFile, SCHEMA_VERSION } from '../../../assembly/schema.ts';
import { unitOfKey } from '../../../assembly/unit-key.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { clusterUid } from '../client/cluster-identity.ts';
import { discover } from '../client/discovery.ts';
import { readStore, type StoredUnit } from '../inventory/store.ts';
import { listMembers } from '../plan/live-metadata.ts';
import type { ClusterRun, ClusterState } from './cluster-run.ts';
import { clusterKey, wantedBy } from './make-context.ts';

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
  return { uid, discovery, stored, live, ...stateOf(run, units) };
}

/** A cluster as it was read, with some units taken for ones that left the assembly: all that they have goes. */
export function withoutUnits(run: ClusterRun, state: ClusterState, without: ReadonlySet<string>): ClusterState {
  const units = [...state.units].map(([unit, file]) => [unit, without.has(unit) ? { ...file, ...NOTHING } : file] as const);
  return { ...state, ...stateOf(run, new Map(units)) };
}

/** What follows from the units alone. */
function stateOf(run: ClusterRun, units: ReadonlyMap<string, KubernetesUnitFile>) {
  const pruned = [...units.values()].filter(({ key }) => run.rules(key).prune);
  const leaving = pruned.filter(({ objects }) => objects.length === 0);
  const applySets = (of: readonly KubernetesUnitFile[]): ReadonlySet<string> => new Set(of.map(({ applySet }) => applySet));
  return { units, ...wantedBy(units), leaving: applySets(leaving), pruned: applySets(pruned), applySets: applySets([...units.values()]) };
}

const NOTHING = { dependsOn: [], outputs: {}, bindings: [], objects: [] };

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
    left.set(unitOfKey(key), { schemaVersion: SCHEMA_VERSION, plane: 'kubernetes', key, cluster: run.cluster, applySet, ...NOTHING });
  }
  return left;
}

/** One environment with another's context would mix two clusters. */
function checkPin(run: ClusterRun, uid: string, stored: ReadonlyMap<string, StoredUnit>): void {
  const inside = [...stored.values()].find((unit) => unit.clusterUid !== undefined);
  const pin =
    run.pinnedUid !== undefined
      ? { uid: run.pinnedUid, by: 'the policy says' }
      : ((run.recorded && { ...run.recorded, by: `${run.recorded.by} went to` }) ??
        (inside?.clusterUid === undefined ? undefined : { uid: inside.clusterUid, by: 'the records in it are of' }));
  if (pin === undefined || pin.uid === uid) return;
  throw new KeelsonError('KS8005', {
    object: clusterKey(run),
    message: `the cluster at ${run.connection.server} is ${uid}, and ${pin.by} ${pin.uid}`,
  });
}
