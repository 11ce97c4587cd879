import { describe, expect, test } from 'vitest';
import type { IGpuNodePool } from '../../../../lib/constructs/gpu/gpu-pool-ref.ts';
import { addDemand, capacityOf, hasRoom } from '../../../../lib/constructs/gpu/pool-demand.ts';

const pool = (maxNodes: number, gpusPerNode: number, ...demands: (readonly [replicas: number, gpus: number])[]): IGpuNodePool => {
  const made = { maxNodes, gpusPerNode } as IGpuNodePool;
  for (const [replicas, gpus] of demands) addDemand(made, { name: 'other', replicas, gpus });
  return made;
};
const room = (made: IGpuNodePool, replicas: number, gpus: number): boolean => hasRoom(made, { name: 'more', replicas, gpus });

describe('the room of a pool', () => {
  test.each([
    [pool(4, 1), 4, 1, true],
    [pool(4, 1), 5, 1, false],
    [pool(4, 1, [3, 1]), 1, 1, true],
    [pool(4, 1, [3, 1]), 2, 1, false],
    [pool(2, 8), 4, 4, true],
    [pool(2, 8), 5, 4, false],
    [pool(2, 8), 3, 5, false],
    [pool(2, 8, [1, 4]), 2, 8, false],
    [pool(2, 8, [1, 4]), 1, 8, true],
    [pool(2, 8, [8, 1]), 1, 8, true],
    [pool(2, 8, [9, 1]), 1, 8, false],
    [pool(3, 8, [3, 5]), 3, 3, true],
    [pool(3, 8, [3, 5]), 4, 3, false],
    [pool(3, 8, [3, 5], [3, 3]), 1, 1, false],
    [pool(1, 8), 1, 9, false],
    [pool(1_000_000, 8, [3_999_999, 2]), 1, 2, true],
    [pool(1_000_000, 8, [4_000_000, 2]), 1, 2, false],
    [pool(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY), 1e6, 64, true],
  ])('%#: %j with %d x %d is %s', (made, replicas, gpus, expected) => {
    expect(room(made, replicas, gpus)).toBe(expected);
  });

  test('does not depend on the order of those who ask', () => {
    for (const order of [
      [
        [1, 8],
        [4, 2],
        [2, 4],
      ],
      [
        [2, 4],
        [1, 8],
        [4, 2],
      ],
      [
        [4, 2],
        [2, 4],
        [1, 8],
      ],
    ] as const) {
      const made = pool(3, 8, ...order);
      expect([room(made, 1, 1), made.maxNodes]).toEqual([false, 3]);
    }
  });

  test('is a number of replicas for an empty pool', () => {
    expect([capacityOf(pool(4, 8), 1), capacityOf(pool(4, 8), 3), capacityOf(pool(4, 8), 8), capacityOf(pool(4, 8), 9)]).toEqual([
      32, 8, 4, 0,
    ]);
  });
});
