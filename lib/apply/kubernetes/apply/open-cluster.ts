import { KeelsonError } from '../../../core/errors.ts';
import { ensureSystemNamespace } from '../inventory/store.ts';
import type { DesiredObject } from '../plan/desired.ts';
import { planUnit } from '../plan/plan-unit.ts';
import { applyUnit, interrupted } from './apply-unit.ts';
import type { ClusterRun, ClusterState } from './cluster-run.ts';
import { unitContext } from './make-context.ts';
import { readCluster, withoutUnits } from './read-cluster.ts';
import { discoverServed, type ServedKind, servedKinds } from './served-kinds.ts';
import type { PreparedUnit, UnitContext, UnitResult } from './unit-context.ts';
import { waitForUnit } from './wait-unit.ts';

/**
 * Asked after a unit was planned and before anything of it is written, unless something other than the number of its deletions speaks
 * against it already. Its errors keep the unit from being applied; what was approved has as many deletions as it has.
 */
export type CheckPlan = (prepared: PreparedUnit) => Promise<{ readonly errors: readonly KeelsonError[]; readonly approved?: boolean }>;

/** A cluster that was read once, and whose units are planned and applied one by one. */
export class OpenCluster {
  readonly run: ClusterRun;
  readonly state: ClusterState;
  /** Kinds of definitions that this run wrote: no later answer of the server is taken that does not have them. */
  readonly #defined: ServedKind[] = [];
  #ensured: Promise<void> | undefined;

  private constructor(run: ClusterRun, state: ClusterState) {
    this.run = run;
    this.state = state;
  }

  /** Reads a cluster. Throws KS8003 to KS8006. */
  static async open(run: ClusterRun): Promise<OpenCluster> {
    return new OpenCluster(run, await readCluster(run));
  }

  /** The same cluster, with some units taken for ones that left the assembly. @param units `<env>/<unit id>` */
  without(units: ReadonlySet<string>): OpenCluster {
    return new OpenCluster(this.run, withoutUnits(this.run, this.state, units));
  }

  /** Plans a unit, without writing. Throws KS8003, KS8004, KS8022. */
  async plan(unit: string): Promise<PreparedUnit> {
    return planUnit(await unitContext(this.run, this.state, unit, { planOnly: true }));
  }

  /** Applies a unit whose dependencies are done, and waits until it is ready. What goes wrong is the unit's failure. */
  apply(unit: string, check?: CheckPlan): Promise<UnitResult> {
    return this.#orFailed(unit, async () => {
      const { run, state } = this;
      const context = await unitContext(run, state, unit, { withinMs: run.readyWithinMs ?? 0 });
      const planned = await planUnit(context);
      const prepared = check ? await checked(planned, check) : planned;
      const isWritten = prepared.plan.changes.length > 0 && prepared.problems.length === 0;
      const write = () => this.#write(context, prepared, isWritten);
      const done = await (isWritten && run.writing ? run.writing(write) : write());
      if (done.errors.length > 0) return done;
      try {
        return await waitForUnit(run, state, context, done);
      } catch (error) {
        if (!run.signal?.aborted) throw error;
        return { ...done, errors: [interrupted(unit, 'it was applied, and not waited for')] };
      }
    });
  }

  async #write(context: UnitContext, prepared: PreparedUnit, isWritten: boolean): Promise<UnitResult> {
    if (isWritten) {
      this.#ensured ??= ensureSystemNamespace(this.run.connection);
      await this.#ensured;
    }
    const done = await applyUnit(context, prepared);
    if (done.events.some((event) => event.object.kind === 'CustomResourceDefinition')) {
      this.#defined.push(...definitionsIn(context, done).flatMap(({ manifest }) => servedKinds(manifest)));
      await this.discover();
    }
    return done;
  }

  /** The result of a unit that others keep from being applied: its plan, and who they are. @param others `<env>/<unit id>` */
  blocked(unit: string, others: readonly string[]): Promise<UnitResult> {
    return this.#orFailed(unit, async () => {
      const { plan, settled } = await this.plan(unit);
      return { unit, key: plan.key, plan, events: [], errors: [blockedBy(unit, others)], metadata: settled };
    });
  }

  /** Asks anew what the server serves, after something else than this may have changed it. */
  async discover(): Promise<void> {
    this.state.discovery = await discoverServed(this.run.connection, () => this.#defined, this.run.signal);
  }

  async #orFailed(unit: string, run: () => Promise<UnitResult>): Promise<UnitResult> {
    try {
      return await run();
    } catch (error) {
      if (this.run.signal?.aborted) return failedUnit(unit, this.state.units.get(unit)?.key ?? unit, [interrupted(unit)]);
      if (!KeelsonError.is(error)) throw error;
      return failedUnit(unit, this.state.units.get(unit)?.key ?? unit, [error]);
    }
  }
}

/** Definitions that were written, unless the unit failed: what it wrote may then never be served. */
function definitionsIn({ objects }: UnitContext, { events, errors }: UnitResult): readonly DesiredObject[] {
  if (errors.length > 0) return [];
  const written = new Set(
    events
      .filter(({ object, result }) => object.kind === 'CustomResourceDefinition' && !['deleted', 'absent', 'kept'].includes(result))
      .map(({ id }) => id),
  );
  return objects.filter(({ id }) => written.has(id));
}

async function checked(planned: PreparedUnit, check: CheckPlan): Promise<PreparedUnit> {
  const others = planned.problems.filter((error) => error.code !== 'KS8011');
  if (others.length > 0) return planned;
  const { errors, approved = false } = await check(planned);
  return { ...planned, problems: [...(approved ? [] : planned.problems), ...errors] };
}

/** A unit of which nothing could be planned. */
function failedUnit(unit: string, key: string, errors: readonly KeelsonError[]): UnitResult {
  return { unit, key, plan: { unit, key, changes: [], unchanged: 0 }, events: [], errors, metadata: new Map() };
}

/** A unit waits for others that failed (KS8018). */
export function blockedBy(unit: string, others: readonly string[]): KeelsonError {
  return new KeelsonError('KS8018', { object: unit, message: `it waits for ${others.join(', ')}` });
}
