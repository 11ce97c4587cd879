import { expect, it } from 'vitest';
import { jittered, watchUnits } from '../../../../../lib/apply/terraform/drift/watch-units.ts';

it('looks at each unit at once, and then at its own interval with jitter, until the signal', async () => {
  const stop = new AbortController();
  const looks: string[] = [];
  const pauses: number[] = [];
  const randoms = [0, 0.5, 0.75, 0.25];
  await watchUnits({
    units: ['slow', 'fast'],
    signal: stop.signal,
    minutes: (unit) => (unit === 'slow' ? 30 : 2),
    random: () => randoms.shift() ?? 0,
    look: async (unit) => void looks.push(unit),
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      if (pauses.length === 4) stop.abort();
    },
  });
  expect(looks.slice(0, 2)).toEqual(['slow', 'fast']);
  expect(pauses).toEqual([15 * 60_000, 2 * 60_000, 37.5 * 60_000, 1.5 * 60_000]);
  const count = looks.length;
  expect(count).toBe(4);
});

it('stays within a half and one and a half of the interval', () => {
  expect([jittered(30, () => 0), jittered(30, () => 0.999_999)]).toEqual([900_000, expect.closeTo(2_700_000, -1)]);
});
