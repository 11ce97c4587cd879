import { describe, expect, it } from 'vitest';
import { AdaptiveLimiter } from '../../../../lib/apply/kubernetes/client/limiter.ts';

/** A task that ends when it is told to. */
function task() {
  let end = (): void => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => done, end: () => end() };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('requests under way', () => {
  it('are as many as the limit, and the next one starts when one ends', async () => {
    const limiter = new AdaptiveLimiter({ initial: 2 });
    const tasks = [task(), task(), task()];
    let started = 0;
    const all = tasks.map((one) =>
      limiter.run(() => {
        started++;
        return one.run();
      }),
    );
    await settle();
    expect(started).toBe(2);
    tasks[0]?.end();
    await settle();
    expect(started).toBe(3);
    for (const one of tasks) one.end();
    await Promise.all(all);
  });

  it('become more after a round of good answers, and half as many when the server has too much to do', () => {
    const limiter = new AdaptiveLimiter({ initial: 4, most: 6 });
    for (let answer = 0; answer < 4; answer++) limiter.succeeded();
    expect(limiter.limit).toBe(5);
    for (let answer = 0; answer < 50; answer++) limiter.succeeded();
    expect(limiter.limit).toBe(6);
    limiter.overloaded(0);
    expect(limiter.limit).toBe(3);
  });

  it('are halved once for answers that come together, and never below one', () => {
    let now = 1000;
    const limiter = new AdaptiveLimiter({ initial: 8, now: () => now });
    for (let answer = 0; answer < 8; answer++) limiter.overloaded(0);
    expect(limiter.limit).toBe(4);
    for (let round = 0; round < 5; round++) {
      now += 200;
      limiter.overloaded(0);
    }
    expect(limiter.limit).toBe(1);
  });

  it('wait until the moment that the server named', async () => {
    let now = 0;
    const limiter = new AdaptiveLimiter({ now: () => now });
    limiter.overloaded(20);
    let started = false;
    const waiting = limiter.run(async () => {
      started = true;
    });
    await settle();
    expect(started).toBe(false);
    now = 21;
    await waiting;
    expect(started).toBe(true);
  });
});
