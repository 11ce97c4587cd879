import { z } from 'zod';

/**
 * How pods of one workload are kept apart: `soft` prefers other zones and nodes, `hard` leaves a pod pending rather than
 * put it beside another, `none` lets the scheduler do as it likes.
 */
export type Spread = 'soft' | 'hard' | 'none';

/** Checks a {@link Spread}. */
export const spreadSchema: z.ZodType<Spread> = z.enum(['soft', 'hard', 'none']);

/** Topology spread constraints over zones and nodes. Each rollout is spread by itself: the pods that it ends don't count. */
export function topologySpread(labels: Readonly<Record<string, string>>, spread: Spread): readonly Record<string, unknown>[] {
  if (spread === 'none') return [];
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: spread === 'hard' ? 'DoNotSchedule' : 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
    matchLabelKeys: ['pod-template-hash'],
  }));
}
