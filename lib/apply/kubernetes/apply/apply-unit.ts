import pMap from 'p-map';
import { KeelsonError } from '../../../core/errors.ts';
import { resourcePath } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { known, recorded, same, setKind, setKindOfId } from '../inventory/record-entries.ts';
import { removeUnit, type StoredUnit, writeUnit } from '../inventory/store.ts';
import type { RecordEntry } from '../inventory/unit-record.ts';
import type { Checked } from '../plan/check-object.ts';
import type { DesiredObject } from '../plan/desired.ts';
import type { LiveObject } from '../plan/live-metadata.ts';
import { applyWaves, isFoundation, waveOf } from '../plan/order.ts';
import { AT_ONCE, checkObjects, checkProblems } from '../plan/plan-unit.ts';
import type { Candidate } from '../prune/candidates.ts';
import { detach } from '../prune/detach.ts';
import { isNamespace, waitGone } from '../prune/wait-gone.ts';
import { waitEstablished } from './established.ts';
import { discoverServed, servedKinds } from './served-kinds.ts';
import type { ObjectEvent, PreparedUnit, UnitContext, UnitResult } from './unit-context.ts';
import { deleteObject, writeObject } from './write-object.ts';

const RESULTS = { create: 'created', update: 'configured', adopt: 'adopted', replace: 'replaced' } as const;

/**
 * Does what was planned. What is intended is recorded before the first write, and the record shrinks only when everything was written:
 * whoever is ended in between, the next run knows every object that may be there.
 */
export async function applyUnit(context: UnitContext, prepared: PreparedUnit): Promise<UnitResult> {
  return new UnitRun(context, prepared).run();
}

class UnitRun {
  readonly #context: UnitContext;
  readonly #prepared: PreparedUnit;
  readonly #events: ObjectEvent[] = [];
  readonly #errors: KeelsonError[] = [];
  readonly #metadata: Map<string, ObjectMeta>;
  readonly #gone = new Set<string>();
  #lingering: readonly KeelsonError[] = [];
  #stored: StoredUnit | undefined;

  constructor(context: UnitContext, prepared: PreparedUnit) {
    this.#context = context;
    this.#prepared = prepared;
    this.#metadata = new Map(prepared.settled);
    this.#stored = context.stored;
  }

  async run(): Promise<UnitResult> {
    this.#errors.push(...this.#prepared.problems);
    if (this.#errors.length === 0) await this.#apply();
    const { unit, file } = this.#context;
    const version = this.#stored?.version;
    const done = this.#events.filter(({ result }) => result !== 'failed').length;
    const progress = `${done} of ${this.#prepared.plan.changes.length} changes were made`;
    return {
      unit,
      key: file.key,
      plan: this.#prepared.plan,
      events: this.#events,
      errors: this.#errors.map((error) => (error.code === 'KS8027' ? interrupted(unit, progress) : error)),
      lingering: this.#lingering,
      metadata: this.#metadata,
      ...(version !== undefined && { storedVersion: version }),
    };
  }

  async #apply(): Promise<void> {
    const { checked, postponed, candidates } = this.#prepared;
    const writes = checked.filter((one) => one.write);
    if (writes.length > 0 || postponed.length > 0 || candidates.length > 0) {
      await this.#recordIntent();
      const foundations = writes.filter((one) => isFoundation(one.desired.entry));
      await this.#write(foundations);
      const later = this.#errors.length === 0 ? await this.#checkPostponed(foundations) : [];
      if (this.#errors.length === 0) await this.#writeWaves([...writes.filter((one) => !isFoundation(one.desired.entry)), ...later]);
      if (this.#errors.length === 0) await this.#prune(candidates);
    }
    if (this.#errors.length === 0) await this.#waitGone(candidates);
    try {
      await this.#recordResult();
    } catch (error) {
      // What was written until then is told all the same.
      if (!KeelsonError.is(error) || error.code !== 'KS8062') throw error;
      this.#fail(error, undefined);
    }
  }

  /** Namespaces and definitions are there now: what needed them is checked before anything else of the unit is written. */
  async #checkPostponed(foundations: readonly Checked[]): Promise<Checked[]> {
    const { postponed } = this.#prepared;
    const definitions = foundations.filter((one) => one.desired.entry.kind === 'CustomResourceDefinition');
    for (const error of await waitEstablished(
      this.#context,
      definitions.map((one) => one.desired.entry.name),
    ))
      this.#errors.push(error);
    if (postponed.length === 0) return [];
    if (definitions.length > 0 && this.#errors.length === 0) {
      const kinds = definitions.flatMap(({ desired }) => servedKinds(desired.manifest));
      this.#context.discovery = await discoverServed(this.#context.connection, () => kinds, this.#context.signal);
    }
    const checked = await checkObjects(this.#context, postponed);
    this.#errors.push(...checkProblems(this.#context, checked));
    return checked.filter((one) => one.write);
  }

  async #writeWaves(writes: readonly Checked[]): Promise<void> {
    const byId = new Map(writes.map((one) => [one.desired.id, one]));
    for (const wave of applyWaves(writes.map((one) => one.desired))) {
      await this.#write(wave.map((desired) => byId.get(desired.id) as Checked));
      if (this.#errors.length > 0) return;
    }
  }

  async #write(writes: readonly Checked[]): Promise<void> {
    await pMap(
      writes,
      async (one) => {
        const { change, write, desired } = one;
        if (!write || this.#isInterrupted()) return;
        try {
          this.#metadata.set(desired.id, await writeObject(this.#context, one, write));
          this.#tell({ id: desired.id, object: change.object, result: RESULTS[change.action as keyof typeof RESULTS] });
        } catch (error) {
          if (this.#wasNotSent(error)) return;
          this.#fail(error, desired);
          this.#tell({ id: desired.id, object: change.object, result: 'failed' });
        }
      },
      { concurrency: AT_ONCE },
    );
  }

  /** Dependents first: the waves backwards, namespaces and definitions last. */
  async #prune(candidates: readonly Candidate[]): Promise<void> {
    const waves = new Map<number, Candidate[]>();
    for (const candidate of candidates) {
      const wave = waveOf(candidate.object);
      waves.set(wave, [...(waves.get(wave) ?? []), candidate]);
    }
    for (const [, wave] of [...waves].sort(([a], [b]) => b - a))
      await pMap(wave, async (candidate) => this.#isInterrupted() || (await this.#pruneOne(candidate)), { concurrency: AT_ONCE });
  }

  /** What a finalizer keeps, now or since an earlier apply, is told with its name. Nothing else waits for it. */
  async #waitGone(candidates: readonly Candidate[]): Promise<void> {
    const { file, live, wanted, goneWithinMs = 0 } = this.#context;
    const leaving = [...live.byId].filter(
      ([id, one]) => one.applySet === file.applySet && one.meta.deletionTimestamp !== undefined && !wanted.has(id),
    );
    const kept = candidates
      .filter(({ id, action, live: one }) => action === 'delete' && !this.#gone.has(id) && isWaitedFor(one, goneWithinMs))
      .map(({ id, live: one }) => [id, one] as const);
    const waits = await Promise.all([...leaving, ...kept].map(([id, one]) => waitGone(this.#context, id, one, goneWithinMs)));
    this.#lingering = waits.flatMap(({ error }) => error ?? []);
    for (const { id, error } of waits) if (!error) this.#gone.add(id);
  }

  async #pruneOne({ id, object, live, action, isNext }: Candidate): Promise<void> {
    const path = resourcePath(live.resource, live.meta.namespace, live.meta.name);
    try {
      if (action === 'keep') {
        if (isNext !== true) {
          await detach(this.#context, path, live.meta, id);
          this.#gone.add(id);
        }
        this.#tell({ id, object, result: 'kept' });
      } else {
        const result = await deleteObject(this.#context, path, live.meta.uid, id);
        this.#tell({ id, object, result });
        if (result !== 'deleted' || !isWaitedFor(live, this.#context.goneWithinMs ?? 0)) this.#gone.add(id);
      }
    } catch (error) {
      if (this.#wasNotSent(error)) return;
      this.#fail(error, undefined, id);
      this.#tell({ id, object, result: 'failed' });
    }
  }

  /** Whether nothing new may begin. How far the unit came is only known at its end. */
  #isInterrupted(): boolean {
    if (!this.#context.signal?.aborted) return false;
    if (!this.#errors.some(({ code }) => code === 'KS8027')) this.#errors.push(interrupted(this.#context.unit));
    return true;
  }

  /** Whether an error only says that a request was not begun, or not tried again, since the run was interrupted. */
  #wasNotSent(error: unknown): boolean {
    return this.#isInterrupted() && (!KeelsonError.is(error) || error.code === 'KS8027');
  }

  async #recordIntent(): Promise<void> {
    const record = new Map<string, RecordEntry>(this.#stored?.record ?? []);
    for (const { desired } of this.#prepared.checked)
      record.set(desired.id, { apiVersion: desired.entry.apiVersion, ...known(record.get(desired.id)) });
    for (const desired of this.#prepared.postponed) record.set(desired.id, { apiVersion: desired.entry.apiVersion });
    for (const { id, object, live } of this.#prepared.candidates)
      if (!record.has(id)) record.set(id, { apiVersion: object.apiVersion, uid: live.meta.uid });
    const kinds = new Set([...(this.#stored?.groupKinds ?? []), ...this.#context.objects.map((one) => setKind(one))]);
    await this.#store(record, [...kinds], { ...this.#stored?.facts, state: 'applying' });
  }

  /** Everything that was written and is true now. What failed, or was not reached, keeps what was known of it. */
  async #recordResult(): Promise<void> {
    const old = this.#stored?.record ?? new Map<string, RecordEntry>();
    const record = new Map<string, RecordEntry>();
    for (const desired of this.#context.objects) {
      const meta = this.#metadata.get(desired.id);
      const before = old.get(desired.id);
      // What others did to the finalizers and owners of an object that was not written stays drift.
      const guards = this.#prepared.settled.has(desired.id) && before?.wanted !== undefined ? (before.guards ?? '') : undefined;
      const entry = meta ? recorded(desired, meta, guards) : before;
      if (entry) record.set(desired.id, entry);
    }
    for (const [id, entry] of old) if (!record.has(id) && this.#mayBeThere(id)) record.set(id, entry);
    const state = this.#errors.length === 0 ? 'applied' : 'failed';
    if (this.#stored && same(record, old) && this.#stored.facts.state === state) return;
    if (record.size === 0 && this.#context.objects.length === 0 && this.#errors.length === 0) {
      if (this.#stored) await removeUnit(this.#context.connection, this.#stored);
      return;
    }
    const kinds =
      this.#errors.length === 0
        ? this.#context.objects.map((one) => setKind(one)).concat([...record.keys()].map(setKindOfId))
        : (this.#stored?.groupKinds ?? []);
    await this.#store(record, [...new Set(kinds)], { ...this.#stored?.facts, state });
  }

  /** Whether an object that the unit no longer wants may still be in the cluster. */
  #mayBeThere(id: string): boolean {
    if (this.#gone.has(id)) return false;
    if (this.#errors.length > 0) return true;
    const live = this.#context.live.byId.get(id);
    if (live) return live.applySet === this.#context.file.applySet;
    return this.#context.live.unread.has(id.split('/').slice(0, 2).join('/'));
  }

  async #store(
    record: ReadonlyMap<string, RecordEntry>,
    groupKinds: readonly string[],
    facts: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { connection, cluster, file, clusterUid } = this.#context;
    this.#stored = await writeUnit(connection, cluster, {
      ...this.#stored,
      key: file.key,
      applySet: file.applySet,
      record,
      groupKinds,
      facts,
      clusterUid,
    });
  }

  #fail(error: unknown, desired: DesiredObject | undefined, id?: string): void {
    if (!KeelsonError.is(error)) throw error;
    // Not about one object: it is told once.
    if (error.code === 'KS8062') {
      if (!this.#errors.some(({ code }) => code === error.code)) this.#errors.push(error);
      return;
    }
    const { message, fix, cause } = error.details;
    const where = desired
      ? { path: desired.entry.path, source: { file: desired.entry.file, line: 1 } }
      : { object: id ?? this.#context.unit };
    this.#errors.push(new KeelsonError(error.code, { ...where, message, ...(fix !== undefined && { fix }), cause }));
  }

  #tell(event: Omit<ObjectEvent, 'unit'>): void {
    const full = { unit: this.#context.unit, ...event };
    this.#events.push(full);
    this.#context.notify?.(full);
  }
}

/** Whether an object may stay for a while after its deletion. A namespace without a time to wait is told as deleted. */
function isWaitedFor(live: LiveObject, withinMs: number): boolean {
  return (live.meta.finalizers?.length ?? 0) > 0 || (isNamespace(live) && withinMs > 0);
}

/** The run was ended while a unit was under way (KS8027). @param progress how far it came. @default - nothing of it was begun */
export function interrupted(unit: string, progress = 'nothing of it was changed'): KeelsonError {
  return new KeelsonError('KS8027', { object: unit, message: progress });
}
