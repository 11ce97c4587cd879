import type { IConstruct } from 'constructs';
import type { KeelsonError } from '../../../core/errors.ts';
import { reportError } from '../../../synth/state.ts';

/** Something that is wrong with a pool, found by a function that knows no construct. */
export interface PoolProblem {
  readonly code: KeelsonError['code'];
  readonly message: string;
  /** What to change. @default - what the code says */
  readonly fix?: string;
}

/** Reports problems about a pool. @returns whether there are any */
export function reportProblems(pool: IConstruct, problems: readonly PoolProblem[]): boolean {
  for (const { code, message, fix } of problems) reportError(pool, code, message, fix === undefined ? {} : { fix });
  return problems.length > 0;
}
