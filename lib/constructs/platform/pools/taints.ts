import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { Shape } from '../schemas.ts';

/** A toleration in Kubernetes' form. */
export interface Toleration {
  /** Key of the taint. */
  readonly key: string;
  /** Whether the value must be equal, or any will do. */
  readonly operator: 'Exists' | 'Equal';
  /** Value of the taint. @default - none */
  readonly value?: string;
  /** Effect of the taint. @default - every effect */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A taint of nodes. */
export interface Taint {
  /** Key of the taint, such as `nvidia.com/gpu`. */
  readonly key: string;
  /** Value of the taint. @default - any value */
  readonly value?: string;
  /** What becomes of pods that do not tolerate it. */
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Checks a {@link Taint}. */
export const taintSchema = once(() =>
  z.strictObject({
    key: z.string().min(1),
    value: z.string().optional(),
    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  } satisfies Shape<Taint>),
);

/** The tolerations that pods need to be placed on nodes with these taints. */
export function tolerationsOf(taints: readonly Taint[]): readonly Toleration[] {
  return taints.map(({ key, value, effect }) =>
    value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect },
  );
}
