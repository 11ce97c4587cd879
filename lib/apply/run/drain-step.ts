import { KeelsonError } from '../../core/errors.ts';
import type { PlannedUnit } from '../approval/planned-unit.ts';
import type { ClusterState } from '../kubernetes/apply/cluster-run.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import { type CloudObject, findCloudObjects } from './cloud-objects.ts';
import { drainCluster, drainPlan } from './drain-cluster.ts';
import type { UnitOutcome } from './environment-run.ts';
import { errorsIn } from './outputs.ts';
import type { LeftUnit } from './removals.ts';
import type { RunSession } from './session.ts';

type Outcome = Omit<UnitOutcome, 'durationMs'>;

/** One cluster's step between what runs in it and what it runs on. */
export interface DrainStep {
  /** Name of the step. */
  readonly unit: string;
  readonly key: string;
  readonly cluster: OpenCluster;
  /** Whether the cluster goes itself, and not only what the environment has in it. */
  readonly isWhole: boolean;
  /** Units that go before it: what they have is theirs to delete. */
  readonly before: readonly LeftUnit[];
  readonly withinMs: number;
}

/** Takes away what controllers of a cluster made in the cloud, as long as they are there. It goes through the gate. */
export async function drainStep(session: RunSession, step: DrainStep): Promise<Outcome> {
  const { unit, key, cluster, isWhole, withinMs } = step;
  const base = { unit, key, plane: 'kubernetes' as const };
  const { run } = session;
  try {
    const found = await findCloudObjects(cluster, isWhole ? undefined : ownNamespaces(cluster.state));
    const due = session.planOnly ? without(found, step) : found;
    if (due.length === 0) return { ...base, result: 'unchanged', errors: [] };
    const stranger = strangerError(step, due);
    if (stranger) return { ...base, result: 'failed', errors: [stranger] };
    const planned: PlannedUnit = {
      ...base,
      contentDigest: '',
      plan: drainPlan(unit, key, due),
      removesUnit: true,
      ...(run.wasAsked && { wasAsked: true }),
    };
    run.notify?.({ type: 'planned', unit, planned });
    if (session.planOnly) return { ...base, result: 'planned', errors: [], planned };
    const { errors } = await run.gate.check(planned);
    if (errors.length > 0) return { ...base, result: 'approval', errors, planned };
    const drain = () => drainCluster(cluster, due, withinMs);
    const left = await (cluster.run.writing ? cluster.run.writing(drain) : drain());
    return { ...base, result: left.length > 0 ? 'failed' : 'removed', errors: left, planned };
  } catch (error) {
    return { ...base, result: run.signal?.aborted ? 'interrupted' : 'failed', errors: errorsIn(error) };
  }
}

/** What is still there when it is planned, and is gone when it is due. */
function without(found: readonly CloudObject[], { cluster: { state }, before }: DrainStep): readonly CloudObject[] {
  const theirs = new Set(before.flatMap(({ key }) => [...(state.stored.get(key)?.record.keys() ?? [])]));
  return found.filter(({ id }) => !theirs.has(id));
}

/** Everything in a cluster goes only when it is known to be the one. */
function strangerError({ unit, key, cluster, isWhole }: DrainStep, due: readonly CloudObject[]): KeelsonError | undefined {
  const { run, state } = cluster;
  if (!isWhole || state.stored.size > 0 || run.pinnedUid !== undefined) return undefined;
  const count = due.filter(({ onlyAwaited }) => !onlyAwaited).length;
  return new KeelsonError('KS8096', {
    object: unit,
    message: `the cluster at ${run.connection.server} has no record of ${key}, and ${count} load balancers, volumes or nodes that would go with it`,
  });
}

/** The namespaces that the environment made. */
function ownNamespaces({ stored }: ClusterState): ReadonlySet<string> {
  const namespaces = new Set<string>();
  for (const { record } of stored.values())
    for (const id of record.keys()) if (id.startsWith('/Namespace//')) namespaces.add(id.slice('/Namespace//'.length));
  return namespaces;
}

/** Ids of what a step deletes. */
export function drainedIds({ planned }: Outcome): ReadonlySet<string> {
  return new Set(planned?.plane === 'kubernetes' ? planned.plan.changes.map(({ id }) => id) : []);
}

/** The plan of a unit without what is gone before it is due. */
export function afterDrain(outcome: Outcome, drained: ReadonlySet<string> = new Set()): Outcome {
  const { planned } = outcome;
  if (planned?.plane !== 'kubernetes') return outcome;
  const changes = planned.plan.changes.filter(({ id }) => !drained.has(id));
  return { ...outcome, planned: { ...planned, plan: { ...planned.plan, changes } } };
}
