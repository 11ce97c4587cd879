import { parseUnitFile } from '../../assembly/parse.ts';
import { type KubernetesUnitFile, objectId } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { PlannedUnit } from '../approval/planned-unit.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import type { PreparedUnit } from '../kubernetes/apply/unit-context.ts';
import type { ApprovalRecord, ReleaseSummary } from '../release/release.ts';
import type { UnitOutcome } from './environment-run.ts';
import { readInputs } from './inputs.ts';
import { errorsIn } from './outputs.ts';
import { poolsAmong, waitForNodes } from './pool-nodes.ts';
import { kubernetesBasis, type ReleaseBasis, releasedBasis } from './release-basis.ts';
import type { RunSession } from './session.ts';

type Outcome = Omit<UnitOutcome, 'durationMs'>;

/** Plans a Kubernetes unit whose dependencies are done and, unless it is only planned, applies it. What goes wrong is its failure. */
export async function kubernetesUnit(session: RunSession, unit: string, file: KubernetesUnitFile): Promise<Outcome> {
  const base = { unit, key: file.key, plane: 'kubernetes' as const };
  try {
    const cluster = await session.cluster(file.cluster);
    if (session.planOnly) return planned(base, await cluster.plan(unit), session.digestOf(unit), {});
    const before = await session.release(file.key);
    const contentDigest = session.digestOf(unit);
    return await applied(
      session,
      cluster,
      base,
      async () => {
        const { records } = await readInputs(session.outputs, file.bindings);
        return kubernetesBasis(session, unit, file, records);
      },
      { contentDigest, isNew: before?.contentDigest !== contentDigest || before.result !== 'applied' },
    );
  } catch (error) {
    return { ...base, result: session.run.signal?.aborted ? 'interrupted' : 'failed', errors: errorsIn(error) };
  }
}

/** Removes what a unit that left the program has in a cluster. @param release its last one; absent when only the cluster knows of it */
export async function removedKubernetesUnit(
  session: RunSession,
  { unit, key, cluster: name }: { readonly unit: string; readonly key: string; readonly cluster: string },
  release: ReleaseSummary | undefined,
): Promise<Outcome> {
  const base = { unit, key, plane: 'kubernetes' as const };
  try {
    const cluster = await session.cluster(name);
    const isThere = cluster.state.units.has(unit);
    if (session.planOnly) {
      if (isThere) return planned(base, await cluster.plan(unit), release?.contentDigest ?? '', { removesUnit: true, ...asked(session) });
      return { ...base, result: 'unchanged', errors: [] };
    }
    const pools = poolsAmong(isThere ? (cluster.state.stored.get(key)?.record.keys() ?? []) : await releasedIds(session, release));
    const settledBy = (): Promise<readonly KeelsonError[]> => waitForNodes(cluster, unit, pools, cluster.run.readyWithinMs ?? 0);
    if (isThere)
      return await applied(session, cluster, base, async () => release && releasedBasis(release), {
        contentDigest: release?.contentDigest ?? '',
        isNew: true,
        removesUnit: true,
        settledBy,
      });
    const errors = await settledBy();
    if (errors.length > 0) return { ...base, result: 'failed', errors };
    if (release) {
      const plan = { unit, key, changes: [], unchanged: 0 };
      const { facts, texts } = releasedBasis(release);
      const record = { ...facts, changes: plan, outputs: {}, startedAt: new Date().toISOString(), durationMs: 0 };
      await session.record({ ...record, result: 'removed' }, texts);
    }
    return { ...base, result: 'removed', errors: [] };
  } catch (error) {
    return { ...base, result: session.run.signal?.aborted ? 'interrupted' : 'failed', errors: errorsIn(error) };
  }
}

/** Ids of the objects that the last release of a unit had. */
async function releasedIds({ run: { store } }: RunSession, release: ReleaseSummary | undefined): Promise<readonly string[]> {
  if (!store || !release) return [];
  const file = parseUnitFile(
    await store.text(release.contentDigest, release.contentDigest),
    `${release.unit}, release ${release.revision}`,
  );
  return file.plane === 'kubernetes' ? file.objects.map((one) => objectId(one)) : [];
}

function asked({ run: { wasAsked } }: RunSession): Pick<PlannedUnit, 'wasAsked'> {
  return wasAsked ? { wasAsked } : {};
}

/** What a finalizer still keeps may hold something in the cloud: nothing below it goes before. */
export function settled(outcome: Outcome): Outcome {
  const lingering = outcome.kubernetes?.lingering ?? [];
  return lingering.length > 0 && outcome.errors.length === 0 ? { ...outcome, result: 'failed', errors: lingering } : outcome;
}

function planned(
  base: Pick<Outcome, 'unit' | 'key' | 'plane'>,
  { plan, problems }: PreparedUnit,
  contentDigest: string,
  removal: Pick<PlannedUnit, 'removesUnit' | 'wasAsked'>,
): Outcome {
  const what: PlannedUnit = { ...base, plane: 'kubernetes', contentDigest, plan, ...removal };
  return {
    ...base,
    result: problems.length > 0 ? 'failed' : plan.changes.length > 0 ? 'planned' : 'unchanged',
    errors: problems,
    planned: what,
  };
}

async function applied(
  session: RunSession,
  cluster: OpenCluster,
  base: Pick<Outcome, 'unit' | 'key' | 'plane'>,
  released: () => Promise<ReleaseBasis | undefined>,
  {
    contentDigest,
    isNew,
    removesUnit = false,
    settledBy,
  }: {
    readonly contentDigest: string;
    readonly isNew: boolean;
    readonly removesUnit?: boolean;
    /** Waits for what goes after its objects. */
    readonly settledBy?: () => Promise<readonly KeelsonError[]>;
  },
): Promise<Outcome> {
  const { run } = session;
  const startedAt = new Date().toISOString();
  const begun = performance.now();
  let approval: ApprovalRecord | undefined;
  let refused: readonly KeelsonError[] = [];
  let what: PlannedUnit | undefined;
  const done = await cluster.apply(base.unit, async ({ plan }) => {
    if (plan.changes.length === 0) return { errors: [] };
    what = { ...base, plane: 'kubernetes', contentDigest, plan, ...(removesUnit && { removesUnit, ...asked(session) }) };
    run.notify?.({ type: 'planned', unit: base.unit, planned: what });
    const checked = await run.gate.check(what);
    refused = checked.errors;
    approval = checked.approval;
    return { errors: refused, approved: approval !== undefined };
  });
  const result = done.errors.length === 0 && settledBy ? { ...done, errors: await settledBy() } : done;
  const failed = result.errors.length > 0;
  const basis = run.store && (result.events.length > 0 || (isNew && !failed)) ? await released() : undefined;
  if (basis && !run.lease?.signal.aborted) {
    const record = () =>
      session.record(
        {
          ...basis.facts,
          clusterUid: cluster.state.uid,
          outputs: {},
          changes: result.plan,
          ...(approval && { approval }),
          result: failed ? 'failed' : removesUnit ? 'removed' : 'applied',
          startedAt,
          durationMs: Math.round(performance.now() - begun),
          ...(failed && { error: result.errors.map((error) => error.message).join('\n') }),
        },
        basis.texts,
      );
    try {
      await (cluster.run.writing ? cluster.run.writing(record) : record());
    } catch (error) {
      // Another applier wrote the unit while this one waited: that is told already, and the release is theirs.
      if (!failed || !KeelsonError.is(error) || error.code !== 'KS8007') throw error;
    }
  }
  const ended = { ...base, errors: result.errors, ...(what && { planned: what }), kubernetes: result };
  if (refused.length > 0) return { ...ended, result: 'approval' };
  if (failed) return { ...ended, result: run.signal?.aborted ? 'interrupted' : 'failed' };
  if (removesUnit) return { ...ended, result: 'removed' };
  return { ...ended, result: result.events.length > 0 ? 'applied' : 'unchanged' };
}
