import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentLease, type LeaseOptions } from '../../../../lib/apply/lease/environment-lease.ts';
import type { Holder } from '../../../../lib/apply/lease/holder.ts';
import type { LeasePlace, LeaseRecord } from '../../../../lib/apply/lease/lease-place.ts';
import { BlobChanged } from '../../../../lib/apply/release/blob-store.ts';

/** A place in memory, that may be made to fail. */
class MemoryPlace implements LeasePlace {
  readonly name = 'memory';
  record: LeaseRecord | undefined;
  version = 0;
  writes = 0;
  trouble: Error | undefined;

  async read() {
    if (this.trouble) throw this.trouble;
    return this.record && { record: this.record, version: String(this.version) };
  }

  async write(record: LeaseRecord, expected: string | null): Promise<string> {
    if (this.trouble) throw this.trouble;
    this.writes++;
    if (expected !== (this.record ? String(this.version) : null)) throw new BlobChanged('memory');
    this.record = record;
    return String(++this.version);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const holder = (token: string): Holder => ({ token, host: 'build-7', pid: 812 });

describe('a lease', () => {
  let place: MemoryPlace;
  let wallAhead = 0;
  let monotonicAhead = 0;
  const lease = (token: string, options: Partial<LeaseOptions> = {}) =>
    new EnvironmentLease({
      environment: 'shop/dev',
      place: () => place,
      holder: async () => holder(token),
      isDead: () => false,
      clocks: { monotonic: () => performance.now() + monotonicAhead, wall: () => Date.now() + wallAhead, pause },
      ...options,
    });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    place = new MemoryPlace();
    [wallAhead, monotonicAhead] = [0, 0];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('limits nothing before it is taken, and then to two thirds of its time', async () => {
    const one = lease('a');
    expect(one.leftMs()).toBe(Number.POSITIVE_INFINITY);
    expect(await one.hold()).toEqual({ waited: false });
    expect(one.leftMs()).toBe(20_000);
    expect(place.record).toMatchObject({ holder: { token: 'a' }, durationSeconds: 30, transitions: 1 });
  });

  it('is renewed for as long as it is held, and not after it was given back', async () => {
    const one = lease('a');
    await one.hold();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(one.leftMs()).toBeGreaterThan(12_000);
    await one.release();
    expect(place.record?.holder).toBeUndefined();
    const { writes } = place;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(place.writes).toBe(writes);
    expect(await lease('b').hold()).toEqual({ waited: false });
    expect(place.record?.transitions).toBe(2);
  });

  it.each(['monotonic', 'wall'])('is lost when the %s clock says that its time is over, whatever timers did', async (clock) => {
    const one = lease('a');
    await one.hold();
    if (clock === 'wall') wallAhead = 20_001;
    else monotonicAhead = 20_001;
    const message = 'KS8062 shop/dev: its time ended before it was renewed';
    expect(() => one.leftMs()).toThrow(message);
    expect(one.signal.aborted).toBe(true);
    // What is lost does not come back, whatever the clocks say.
    [wallAhead, monotonicAhead] = [0, 0];
    expect(() => one.leftMs()).toThrow(message);
  });

  it('is lost in time when its place does not answer, and renewed when it does again before that', async () => {
    const one = lease('a');
    await one.hold();
    place.trouble = new Error('no route');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(one.leftMs()).toBeGreaterThan(0);
    place.trouble = undefined;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(one.leftMs()).toBeGreaterThan(15_000);
    place.trouble = new Error('no route');
    await vi.advanceTimersByTimeAsync(28_000);
    expect(one.signal.aborted).toBe(true);
    expect(() => one.leftMs()).toThrow('KS8062');
  });

  it('is lost at once when somebody else has it', async () => {
    const one = lease('a');
    await one.hold();
    await place.write({ ...(place.record as LeaseRecord), holder: holder('b') }, String(place.version));
    await vi.advanceTimersByTimeAsync(8_000);
    expect(() => one.leftMs()).toThrow('KS8062 shop/dev: process 812 of build-7 has it now');
  });

  it('is kept when the answer to its renewal was lost', async () => {
    const one = lease('a');
    await one.hold();
    place.version++;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(one.leftMs()).toBeGreaterThan(10_000);
  });

  it('of another is waited for, as long as it is renewed', async () => {
    const [one, waiting] = [lease('a'), vi.fn()];
    await one.hold();
    const other = lease('b', { waiting });
    const refused = expect(other.hold()).rejects.toThrow(
      /^KS8061 shop\/dev: process 812 of build-7 has it since \S+, renewed \S+; it was waited for 45 s/,
    );
    await vi.advanceTimersByTimeAsync(46_000);
    await refused;
    expect(waiting.mock.calls).toEqual([['process 812 of build-7']]);
  });

  it('of another that does not renew it is taken after its whole time, by the clock of who waits', async () => {
    const one = lease('a', { durationSeconds: 20 });
    await one.hold();
    place.record = { ...(place.record as LeaseRecord), renewedAt: '2001-01-01T00:00:00.000Z' };
    vi.clearAllTimers();
    let taken: unknown;
    void lease('b')
      .hold()
      .then((result) => {
        taken = result;
      });
    await vi.advanceTimersByTimeAsync(19_000);
    expect(taken).toBeUndefined();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(taken).toEqual({ waited: true });
    expect(() => one.leftMs()).toThrow('KS8062');
  });

  it('of one that is dead is taken at once, and it is told that it was not given back', async () => {
    await lease('a').hold();
    vi.clearAllTimers();
    expect(await lease('b', { isDead: ({ token }) => token === 'a', waitMs: 0 }).hold()).toEqual({ waited: true });
  });

  it('goes to one of many that ask at once', async () => {
    const all = Array.from({ length: 8 }, (_, i) => lease(`h${i}`, { waitMs: 0 }));
    const results = await Promise.allSettled(all.map((one) => one.hold()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))).toEqual(
      Array(7).fill('KS8061'),
    );
  });

  it('is not taken when its place can not be read, and the error says so', async () => {
    place.trouble = new Error('permission denied\nwith more');
    await expect(lease('a').hold()).rejects.toThrow('KS8063 memory: permission denied; ');
  });

  it('that several works use is given back a moment after the last of them, and kept for one that comes before', async () => {
    const one = lease('a');
    const work = (ms: number): Promise<unknown> => one.use((taken) => pause(ms).then(() => taken));
    const both = Promise.all([work(1_000), work(5_000)]);
    await vi.advanceTimersByTimeAsync(6_000);
    const [first, second] = await both;
    expect(second).toBe(first);
    expect(place.record?.holder?.token).toBe('a');
    const third = work(10_000);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await third).toBe(first);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(place.record?.holder).toBeUndefined();
    const fourth = work(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await fourth).toEqual({ waited: false });
    expect(place.record?.transitions).toBe(2);
  });

  it('that another one had in between, and gave back, tells so', async () => {
    const [one, other] = [lease('a'), lease('b')];
    await one.hold();
    await one.release();
    await other.hold();
    await other.release();
    expect(await one.hold()).toEqual({ waited: true });
  });

  it('is not given back while a work uses it', async () => {
    const one = lease('a');
    const work = one.use(() => pause(5_000));
    await vi.advanceTimersByTimeAsync(1);
    await one.release();
    expect(place.record?.holder?.token).toBe('a');
    await vi.advanceTimersByTimeAsync(5_000);
    await work;
    await one.release();
    expect(place.record?.holder).toBeUndefined();
  });
});
