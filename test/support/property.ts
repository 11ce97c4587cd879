import type fc from 'fast-check';

/** Whether the long random runs are asked for (`npm run sweep`). */
export const SWEEP: boolean = process.env.KEELSON_SWEEP !== undefined;

/**
 * Options of a fast-check property: a fixed seed in the tests, so that they tell the same each time; under `npm run sweep` a new
 * seed and fifty times the runs. fast-check prints the seed of a failure; KEELSON_SEED runs one again.
 */
export function property(numRuns: number): fc.Parameters<unknown> {
  const seed = process.env.KEELSON_SEED;
  if (seed !== undefined) return { seed: Number(seed), numRuns: SWEEP ? numRuns * 50 : numRuns };
  return SWEEP ? { numRuns: numRuns * 50 } : { seed: 20_260_801, numRuns };
}
