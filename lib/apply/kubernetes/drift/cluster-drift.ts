import { KeelsonError } from '../../../core/errors.ts';
import type { FieldChange, ObjectRef } from '../../plan/types.ts';
import { applyUnit } from '../apply/apply-unit.ts';
import type { ClusterRun, ClusterState } from '../apply/cluster-run.ts';
import { unitContext } from '../apply/make-context.ts';
import { readCluster } from '../apply/read-cluster.ts';
import type { PreparedUnit, UnitContext, UnitResult } from '../apply/unit-context.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { refOfEntry } from '../plan/desired.ts';
import { checkProblems, planUnit } from '../plan/plan-unit.ts';
import { type Drifted, type DriftKind, findDrift } from './find-drift.ts';
import { describeLabel, stillThere } from './relabelled.ts';

const CHANGED_SINCE = 'the program changed it since it was applied: only an apply corrects it';
/** Problems of single objects, and of how many leave the unit. */
const OF_OBJECTS: ReadonlySet<string> = new Set(['KS8008', 'KS8009', 'KS8010', 'KS8011']);

/** An object that is not as it was applied. */
export interface ObjectDrift {
  /** `group/Kind/namespace/name`. */
  readonly id: string;
  readonly object: ObjectRef;
  readonly kind: DriftKind;
  /** Construct path; absent for an object that left the program. */
  readonly path?: string;
  /** Fields that correcting it would change, values of Secrets masked. */
  readonly fields: readonly FieldChange[];
  /** For a person: who changed what, which finalizers and owners it has. */
  readonly reason?: string;
}

/** The drift of one unit. */
export interface UnitDrift {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  /** `platform/env/cluster/unit`. */
  readonly key: string;
  readonly objects: readonly ObjectDrift[];
  /** Whether the policy has it corrected. */
  readonly correct: boolean;
  /** What was corrected. @default - nothing was asked to be */
  readonly corrected?: readonly string[];
  /** What speaks against correcting it. */
  readonly errors: readonly KeelsonError[];
}

/**
 * What somebody else did to the objects of a cluster since they were applied. An output that changed since is no drift: only what
 * was applied and is not so any more. Throws KS8003 to KS8006.
 * @param correct whether to correct the units whose policy says so
 * @param known the cluster as it was just read. @default - it is read
 */
export async function clusterDrift(run: ClusterRun, correct: boolean, known?: ClusterState): Promise<readonly UnitDrift[]> {
  const state = known ?? (await readCluster(run));
  const drifts: UnitDrift[] = [];
  for (const unit of state.units.keys()) {
    const drift = await unitDrift(run, state, unit, correct);
    if (drift) drifts.push(drift);
  }
  return drifts;
}

async function unitDrift(run: ClusterRun, state: ClusterState, unit: string, correct: boolean): Promise<UnitDrift | undefined> {
  const file = state.units.get(unit);
  const stored = file && state.stored.get(file.key);
  if (!file || !stored) return undefined;
  const relabelled = new Map<string, ObjectMeta>();
  const drifted = await Promise.all(
    findDrift(stored.record, state.live).map(async (one): Promise<Drifted> => {
      const meta = one.kind === 'deleted' ? await stillThere(run, state, one.id, stored.record.get(one.id)) : undefined;
      if (!meta) return one;
      relabelled.set(one.id, meta);
      return { ...one, kind: meta.uid === stored.record.get(one.id)?.uid ? 'relabelled' : 'recreated' };
    }),
  );
  if (drifted.length === 0) return undefined;
  const rules = run.rules(file.key);
  const mayCorrect = rules.drift === 'correct';
  const context = await unitContext(run, state, unit, { planOnly: !(correct && mayCorrect) });
  const prepared = await planUnit(context);
  const changes = new Map(prepared.plan.changes.map((change) => [change.id, change]));
  const desired = new Map(context.objects.map((one) => [one.id, one]));
  const isSame = (id: string): boolean =>
    desired.get(id)?.wanted !== undefined && desired.get(id)?.wanted === stored.record.get(id)?.wanted;
  const objects = drifted.flatMap(({ id, kind }): ObjectDrift[] => {
    const change = changes.get(id);
    const entry = desired.get(id)?.entry;
    const marked = relabelled.get(id);
    const guards =
      kind === 'guarded'
        ? describeGuards(state.live.byId.get(id)?.meta)
        : kind === 'relabelled' && marked
          ? describeLabel(marked)
          : undefined;
    // A dry run finds no field to change where only those differ that the policy leaves alone.
    if (kind === 'changed' && (change?.fields ?? []).length === 0) return [];
    const why = guards ?? (isSame(id) ? change?.reason : CHANGED_SINCE);
    return [
      {
        id,
        object: change?.object ?? (entry ? refOfEntry(entry) : refOfId(id, stored.record.get(id)?.apiVersion ?? '')),
        kind,
        ...(entry && { path: entry.path }),
        fields: change?.fields ?? [],
        ...(why !== undefined && { reason: why }),
      } as ObjectDrift,
    ];
  });
  if (objects.length === 0) return undefined;
  const base = { unit, key: file.key, objects, correct: mayCorrect };
  if (!correct || !mayCorrect) return { ...base, errors: prepared.problems };
  const only = onlyDrift(context, prepared, new Set(objects.map(({ id }) => id).filter(isSame)));
  if (only.checked.length === 0 && only.problems.length === 0) return { ...base, corrected: [], errors: [] };
  const write = () => applyUnit(context, only);
  let done: UnitResult;
  try {
    done = await (run.writing ? run.writing(write) : write());
  } catch (error) {
    if (!KeelsonError.is(error)) throw error;
    return { ...base, corrected: [], errors: [error] };
  }
  return { ...base, corrected: done.events.filter(({ result }) => result !== 'failed').map(({ id }) => id), errors: done.errors };
}

/**
 * What brings back what was applied, and nothing else: what the program changed since, added or dropped is left to an apply, with its plan
 * and its budgets.
 */
function onlyDrift(context: UnitContext, { plan, checked, settled, problems }: PreparedUnit, ids: ReadonlySet<string>): PreparedUnit {
  const own = checked.filter(({ desired }) => ids.has(desired.id));
  const others = problems.filter(({ code }) => !OF_OBJECTS.has(code));
  return {
    plan: { ...plan, changes: plan.changes.filter(({ id }) => ids.has(id)) },
    checked: own,
    postponed: [],
    settled,
    candidates: [],
    problems: [...others, ...checkProblems(context, own)],
  };
}

function describeGuards({ finalizers = [], ownerReferences = [] }: Pick<ObjectMeta, 'finalizers' | 'ownerReferences'> = {}): string {
  const owners = (ownerReferences as readonly { readonly kind?: string; readonly name?: string }[]).map(
    ({ kind, name }) => `${kind} ${name}`,
  );
  return `finalizers: ${finalizers.join(', ') || 'none'}; owners: ${owners.join(', ') || 'none'}; these are never corrected`;
}

function refOfId(id: string, apiVersion: string): ObjectRef {
  const [, kind = '', namespace = '', ...name] = id.split('/');
  return { apiVersion, kind, ...(namespace !== '' && { namespace }), name: name.join('/') };
}
