import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { Shape } from '../schemas.ts';

/** Why Karpenter ends a node by itself: its pods have room elsewhere, it has none, or it is not what the pool says now. */
export type DisruptionReason = 'Underutilized' | 'Empty' | 'Drifted';

/** Nodes that may be ended at a time. */
export interface DisruptionBudget {
  /** A number, such as `1`, or a share, such as `10%`; 0 for none. */
  readonly nodes: number | string;
  /** For which reasons. @default - all */
  readonly reasons?: readonly DisruptionReason[];
  /** When it holds, in cron's form and UTC, such as `0 8 * * mon-fri`; only with `duration`. @default - always */
  readonly schedule?: string;
  /** For how long from then on, such as `10h`; only with `schedule`. @default - always */
  readonly duration?: string;
}

/** When Karpenter ends nodes by itself. A managed node group ends none but for a new version, one at a time. */
export interface DisruptionProps {
  /** Which nodes are ended to save money; `when-underutilized` moves running pods. @default - `when-empty` for GPUs, else `when-underutilized` */
  readonly consolidate?: 'never' | 'when-empty' | 'when-underutilized';
  /** How long a node is left alone after its pods changed. @default - `10m` for GPUs, else `5m` */
  readonly after?: string;
  /**
   * Nodes at a time. @default - for GPUs all empty ones, one that is not what the pool says, and none that pods run on, unless
   * consolidate is `when-underutilized`, then one; else 10%
   */
  readonly budgets?: readonly DisruptionBudget[];
  /** Age at which a node is ended whatever runs on it, such as `720h`, or `Never`. @default - `Never` for GPUs, else `720h` */
  readonly expireAfter?: string;
  /** Longest time that a node waits for its pods to end, such as `24h`; then they are deleted. @default - as long as they take */
  readonly terminationGracePeriod?: string;
}

/** Checks {@link DisruptionProps}. */
export const disruptionSchema = once(() => {
  const duration = z.string().regex(/^([0-9]+(s|m|h))+$/, "must be a duration, such as '10m'");
  return z.strictObject({
    consolidate: z.enum(['never', 'when-empty', 'when-underutilized']).optional(),
    after: duration.optional(),
    budgets: z
      .array(
        z
          .strictObject({
            nodes: z.union([z.int().min(0), z.string().regex(/^(100|[0-9]{1,2})%$/, "must be a number or a share, such as '10%'")]),
            reasons: z
              .array(z.enum(['Underutilized', 'Empty', 'Drifted']))
              .min(1)
              .optional(),
            schedule: z
              .string()
              .regex(
                /^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|\S+(\s\S+){4})$/,
                "must be in cron's form, such as '0 8 * * *'",
              )
              .optional(),
            duration: z
              .string()
              .regex(/^([0-9]+(h|m)|[0-9]+h[0-9]+m)$/, "must be hours and minutes, such as '10h'")
              .optional(),
          } satisfies Shape<DisruptionBudget>)
          .refine((budget) => (budget.schedule === undefined) === (budget.duration === undefined), {
            path: ['duration'],
            message: 'given with schedule, and only then',
          }),
      )
      .max(50)
      .optional(),
    expireAfter: z.union([z.literal('Never'), duration]).optional(),
    terminationGracePeriod: duration.optional(),
  } satisfies Shape<DisruptionProps>);
});

/** What of it stands in a NodePool: beside the template, and in its spec. */
export interface KarpenterDisruption {
  readonly disruption: Readonly<Record<string, unknown>>;
  readonly template: Readonly<Record<string, unknown>>;
}

/**
 * In Karpenter's form. Expiry is never held up by budgets, so that GPUs, whose servers take minutes to come back, do not expire.
 * Source: aws/karpenter-provider-aws website/content/en/docs/concepts/disruption.md @1d927085d.
 */
export function karpenterDisruption(props: DisruptionProps, gpu: boolean): KarpenterDisruption {
  const { consolidate = gpu ? 'when-empty' : 'when-underutilized', after = gpu ? '10m' : '5m', terminationGracePeriod } = props;
  const budgets = props.budgets ?? (gpu ? gpuBudgets(consolidate === 'when-underutilized' ? 1 : 0) : [{ nodes: '10%' }]);
  return {
    disruption: {
      consolidationPolicy: consolidate === 'when-underutilized' ? 'WhenEmptyOrUnderutilized' : 'WhenEmpty',
      consolidateAfter: consolidate === 'never' ? 'Never' : after,
      budgets: budgets.map((budget) => ({ ...budget, nodes: String(budget.nodes) })),
    },
    template: {
      expireAfter: props.expireAfter ?? (gpu ? 'Never' : '720h'),
      ...(terminationGracePeriod !== undefined && { terminationGracePeriod }),
    },
  };
}

function gpuBudgets(underutilized: number): readonly DisruptionBudget[] {
  return [
    { nodes: '100%', reasons: ['Empty'] },
    { nodes: 1, reasons: ['Drifted'] },
    { nodes: underutilized, reasons: ['Underutilized'] },
  ];
}
