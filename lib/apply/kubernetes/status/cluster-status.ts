import { objectId } from '../../../assembly/schema.ts';
import type { ObjectRef } from '../../plan/types.ts';
import type { ClusterRun, ClusterState } from '../apply/cluster-run.ts';
import { readCluster } from '../apply/read-cluster.ts';
import { refOfEntry } from '../plan/desired.ts';
import { readReadiness } from '../readiness/wait-ready.ts';
import { type PodReason, podReasons } from './pod-reasons.ts';

/** How an object is. `missing`: it is not in the cluster. `leaving`: it left the assembly, and is still there. */
export type ObjectState = 'ready' | 'accepted' | 'progressing' | 'failed' | 'missing' | 'leaving';

/** How an object is, and why. */
export interface ObjectStatus {
  /** `group/Kind/namespace/name`. */
  readonly id: string;
  readonly object: ObjectRef;
  /** Construct path; absent for an object that left the assembly. */
  readonly path?: string;
  readonly status: ObjectState;
  /** One sentence for a person, lowercase and without a full stop. */
  readonly sentence: string;
  /** Pods that are not ready, for a workload that is not. */
  readonly pods?: readonly PodReason[];
}

/** How a unit is. */
export interface UnitStatus {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  /** `platform/env/cluster/unit`. */
  readonly key: string;
  /** The worst of its objects; `missing` when nothing of it was ever applied. */
  readonly status: ObjectState;
  readonly objects: readonly ObjectStatus[];
}

/** From good to bad. */
const ORDER: readonly ObjectState[] = ['ready', 'accepted', 'leaving', 'progressing', 'missing', 'failed'];

/** How the units of a cluster are. Only reads. Throws KS8003 to KS8006. */
export async function clusterStatus(run: ClusterRun): Promise<readonly UnitStatus[]> {
  const state = await readCluster(run);
  const units: UnitStatus[] = [];
  for (const [unit, { key }] of state.units) units.push(await unitStatus(run, state, unit, key));
  return units.sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

/** The worst of some states. */
export function worst(states: readonly ObjectState[]): ObjectState {
  return ORDER[Math.max(0, ...states.map((state) => ORDER.indexOf(state)))] as ObjectState;
}

async function unitStatus(run: ClusterRun, state: ClusterState, unit: string, key: string): Promise<UnitStatus> {
  const file = state.units.get(unit);
  const entries = file?.objects ?? [];
  const wanted = new Set(entries.map(objectId));
  const present = entries.filter((entry) => state.live.byId.has(objectId(entry)));
  const options = { connection: run.connection, discovery: state.discovery, signal: run.signal };
  const readiness = new Map(
    (await readReadiness(options, new Map(present.map((entry) => [objectId(entry), refOfEntry(entry)])))).map((one) => [one.id, one]),
  );
  const late = [...readiness.values()].filter(({ status }) => status === 'progressing' || status === 'failed');
  const reasons = await podReasons(run.connection, state.discovery, new Map(late.map(({ id, object }) => [id, object])));
  const objects = entries.map((entry): ObjectStatus => {
    const id = objectId(entry);
    const { status, sentence } = readiness.get(id) ?? { status: 'missing' as const, sentence: 'it is not there' };
    const pods = reasons.get(id);
    return { id, object: refOfEntry(entry), path: entry.path, status, sentence, ...(pods && { pods }) };
  });
  const leaving = [...state.live.byId].filter(([id, { applySet }]) => applySet === file?.applySet && !wanted.has(id));
  for (const [id, { resource, meta }] of leaving)
    objects.push({
      id,
      object: {
        apiVersion: resource.group === '' ? resource.version : `${resource.group}/${resource.version}`,
        kind: resource.kind,
        ...(meta.namespace !== undefined && { namespace: meta.namespace }),
        name: meta.name,
      },
      status: 'leaving',
      sentence:
        meta.deletionTimestamp === undefined
          ? 'it left the program, and goes with the next apply'
          : `it was deleted, and waits for ${meta.finalizers?.join(', ') || 'the API server'}`,
    });
  return { unit, key, status: worst(objects.map(({ status }) => status)), objects };
}
