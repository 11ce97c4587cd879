import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import type { Fence } from '../kubernetes/client/fence.ts';
import { BlobChanged } from '../release/blob-store.ts';
import { type Clocks, Deadline } from './deadline.ts';
import { type Holder, holderText } from './holder.ts';
import type { LeasePlace, LeaseRecord } from './lease-place.ts';

/** How a lease is taken and kept. */
export interface LeaseOptions {
  /** `platform/env`. */
  readonly environment: string;
  /** Asked once, when the lease is first taken. */
  readonly place: () => LeasePlace;
  /** Asked once, when the lease is first taken. */
  readonly holder: () => Promise<Holder>;
  /** Whether a holder is dead beyond doubt. */
  readonly isDead: (holder: Holder) => boolean | Promise<boolean>;
  /** Seconds that it holds after each renewal, for who waits for it; its holder stops to write after two thirds of them. @default 30 */
  readonly durationSeconds?: number;
  /** Milliseconds to wait for another holder. @default 45000 */
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told once when another one has it. */
  readonly waiting?: (holder: string) => void;
  readonly clocks?: Clocks;
}

/** How a lease was taken. */
export interface Taken {
  /** Whether another one had it since it was asked for or since it was given back, or had it and did not give it back. */
  readonly waited: boolean;
}

interface Held {
  readonly place: LeasePlace;
  readonly record: LeaseRecord;
  version: string;
  deadline: Deadline;
}

const CLOCKS: Clocks = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  pause: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};
/** How long it is kept after the last work that used it. */
const IDLE_MS = 2_000;
const OVER = 'its time ended before it was renewed, as when a process is stopped for a while';
/** Between two looks at somebody else's lease. */
const LOOK_MS = 1_000;

/**
 * The right to change an environment, which one applier has at a time. It is taken before the first write and renewed while it is held.
 * Its holder stops to write well before another one may take it, by clocks that no other process is asked for: one that was stopped and
 * goes on later finds its time over, and what it was at is never written.
 */
export class EnvironmentLease implements Fence {
  readonly #options: LeaseOptions;
  readonly #clocks: Clocks;
  #lost = new AbortController();
  #releasing: Promise<void> = Promise.resolve();
  #users = 0;
  #idle: NodeJS.Timeout | undefined;
  /** How often it had changed hands when this one took it last. */
  #transitions: number | undefined;
  #taking: Promise<Taken> | undefined;
  #held: Held | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Fires when the time is over, also while nothing is written. */
  #end: NodeJS.Timeout | undefined;
  #renewing: Promise<void> = Promise.resolve();
  #why: KeelsonError | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#clocks = options.clocks ?? CLOCKS;
  }

  /** Aborts with KS8062 when the lease is lost. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * Takes it, if it is not held yet. Throws KS8061 when another one has it for too long, KS8063 when its place can not be read or written.
   */
  hold(): Promise<Taken> {
    this.#taking ??= this.#releasing.then(() => this.#take());
    return this.#taking;
  }

  leftMs(): number {
    if (this.#why) throw this.#why;
    const left = this.#held?.deadline.leftMs() ?? Number.POSITIVE_INFINITY;
    if (left > 0) return left;
    throw this.#lose(OVER);
  }

  /**
   * Does work that writes. The lease is given back a moment after the last of such works ended: who only waits for something to become
   * ready keeps nobody out, and a fix can be applied meanwhile. Throws what {@link hold} throws.
   * @param work gets how the lease was taken, the same value for all works of one taking
   */
  async use<T>(work: (taken: Taken) => Promise<T>): Promise<T> {
    this.#users++;
    clearTimeout(this.#idle);
    try {
      return await work(await this.hold());
    } finally {
      this.#users--;
      if (this.#users === 0) this.#idle = setTimeout(() => void this.release(), IDLE_MS).unref();
    }
  }

  /** Gives it back, unless works use it; it may be taken again. In a place that does not answer it ends when its time is over. */
  release(): Promise<void> {
    this.#releasing = this.#giveBack();
    return this.#releasing;
  }

  async #giveBack(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#taking?.catch(() => {});
    await this.#renewing;
    // One that began in between has it still.
    if (this.#users > 0) return;
    this.#clear();
    const held = this.#held;
    const isOver = this.#why !== undefined || (held?.deadline.leftMs() ?? 0) <= 0;
    this.#held = undefined;
    this.#taking = undefined;
    if (this.#why) this.#lost = new AbortController();
    this.#why = undefined;
    if (!held || isOver) return;
    const { holder: _, ...record } = held.record;
    await held.place.write({ ...record, renewedAt: this.#now() }, held.version).catch(() => {});
  }

  async #take(): Promise<Taken> {
    const { environment, place: find, holder: who, isDead, durationSeconds = 30, waitMs = 45_000, signal } = this.#options;
    const place = find();
    try {
      const holder = await who();
      const until = this.#clocks.monotonic() + waitMs;
      let waited = false;
      let seen: { readonly version: string; readonly at: number } | undefined;
      for (;;) {
        const there = await place.read();
        const other = there?.record.holder;
        if (there && other && other.token !== holder.token) {
          if (seen?.version !== there.version) seen = { version: there.version, at: this.#clocks.monotonic() };
          const unchangedMs = this.#clocks.monotonic() - seen.at;
          if (unchangedMs < there.record.durationSeconds * 1000 && !(await isDead(other))) {
            if (!waited) this.#options.waiting?.(holderText(other));
            waited = true;
            if (this.#clocks.monotonic() >= until) throw heldBy(environment, there.record, other, waitMs);
            await this.#clocks.pause(LOOK_MS, signal);
            continue;
          }
          // Whoever did not give it back was in the middle of something.
          waited = true;
        }
        const deadline = this.#deadline();
        const now = this.#now();
        const before = there?.record.transitions ?? 0;
        if (this.#transitions !== undefined && this.#transitions !== before) waited = true;
        const transitions = before + 1;
        const record: LeaseRecord = { holder, durationSeconds, takenAt: now, renewedAt: now, transitions };
        try {
          const version = await place.write(record, there?.version ?? null);
          this.#held = { place, record, version, deadline };
          this.#transitions = transitions;
          this.#endAt(deadline);
          this.#renewLater();
          return { waited };
        } catch (error) {
          if (!(error instanceof BlobChanged)) throw error;
          waited = true;
        }
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw KeelsonError.is(error) && error.code === 'KS8061' ? error : unusable(place, error);
    }
  }

  /** By when nothing may be written any more, if nothing is heard of what is sent now. */
  #deadline(): Deadline {
    return new Deadline(this.#clocks, (this.#options.durationSeconds ?? 30) * 1000 * (2 / 3));
  }

  #renewLater(afterMs = (this.#options.durationSeconds ?? 30) * 1000 * (7 / 30)): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#renewing = this.#renew();
    }, afterMs).unref();
  }

  #endAt(deadline: Deadline): void {
    clearTimeout(this.#end);
    this.#end = setTimeout(() => {
      if (this.#held?.deadline === deadline && deadline.leftMs() <= 0) this.#lose(OVER);
      else if (this.#held?.deadline === deadline) this.#endAt(deadline);
    }, deadline.leftMs()).unref();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#end);
  }

  async #renew(): Promise<void> {
    const held = this.#held;
    if (!held || this.#why) return;
    if (held.deadline.leftMs() <= 0) {
      this.#lose(OVER);
      return;
    }
    const deadline = this.#deadline();
    try {
      held.version = await held.place.write({ ...held.record, renewedAt: this.#now() }, held.version);
      held.deadline = deadline;
      this.#endAt(deadline);
      this.#renewLater();
    } catch (error) {
      await this.#notRenewed(held, error, deadline);
    }
  }

  /** A write whose answer was lost may have been done, and one that failed is tried again while there is time. */
  async #notRenewed(held: Held, error: unknown, deadline: Deadline): Promise<void> {
    try {
      if (error instanceof BlobChanged) {
        const there = await held.place.read();
        if (there?.record.holder?.token !== held.record.holder?.token) {
          const by = there?.record.holder;
          this.#lose(by ? `${holderText(by)} has it now` : 'somebody removed it');
          return;
        }
        held.version = there?.version ?? held.version;
        held.deadline = deadline;
        this.#endAt(deadline);
      }
    } catch {
      // the place does not answer: the deadline stays
    }
    if (held.deadline.leftMs() <= 0) this.#lose('its place could not be written before its time ended');
    else this.#renewLater(Math.min(LOOK_MS, held.deadline.leftMs()));
  }

  #lose(message: string): KeelsonError {
    this.#why ??= new KeelsonError('KS8062', { object: this.#options.environment, message });
    this.#clear();
    this.#lost.abort(this.#why);
    return this.#why;
  }

  #now(): string {
    return new Date(this.#clocks.wall()).toISOString();
  }
}

function heldBy(environment: string, { takenAt, renewedAt }: LeaseRecord, holder: Holder, waitMs: number): KeelsonError {
  const message = `${holderText(holder)} has it since ${takenAt}, renewed ${renewedAt}; it was waited for ${Math.round(waitMs / 1000)} s`;
  return new KeelsonError('KS8061', { object: environment, message });
}

function unusable({ name }: LeasePlace, error: unknown): unknown {
  if (KeelsonError.is(error)) return error;
  if (!(error instanceof Error)) return error;
  return new KeelsonError('KS8063', { object: name, message: error.message.split('\n')[0] ?? error.name, cause: error });
}
