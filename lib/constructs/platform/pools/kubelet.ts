import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { Shape } from '../schemas.ts';

/** Signals of the kubelet that pods are evicted at. */
export type EvictionSignal =
  | 'memory.available'
  | 'nodefs.available'
  | 'nodefs.inodesFree'
  | 'imagefs.available'
  | 'imagefs.inodesFree'
  | 'pid.available';

/** What of a node is kept from pods. */
export type ReservedResource = 'cpu' | 'memory' | 'ephemeral-storage' | 'pid';

/** Settings of the kubelet, as Kubernetes names them. Source: KubeletConfiguration v1beta1, as far as EC2NodeClass has it. */
export interface KubeletProps {
  /** Pods of a node at most. @default - what its network interfaces have addresses for */
  readonly maxPods?: number;
  /** Pods per CPU core at most. @default - no such limit */
  readonly podsPerCore?: number;
  /** Kept for the system, such as `{ cpu: '100m', memory: '200Mi' }`. @default - none */
  readonly systemReserved?: Partial<Readonly<Record<ReservedResource, string>>>;
  /** Kept for the kubelet and the container runtime. @default - what EKS reckons for the instance */
  readonly kubeReserved?: Partial<Readonly<Record<ReservedResource, string>>>;
  /** Thresholds at which pods are evicted at once, such as `{ 'memory.available': '5%' }`. @default - those of the kubelet */
  readonly evictionHard?: Partial<Readonly<Record<EvictionSignal, string>>>;
  /** Thresholds at which pods are evicted after a time. @default - none */
  readonly evictionSoft?: Partial<Readonly<Record<EvictionSignal, string>>>;
  /** The time for each of `evictionSoft`, such as `1m`. @default - none */
  readonly evictionSoftGracePeriod?: Partial<Readonly<Record<EvictionSignal, string>>>;
  /** Share of the disk above which images are removed, percent. @default - 85 */
  readonly imageGCHighThresholdPercent?: number;
  /** Share of the disk that images are removed down to, percent. @default - 80 */
  readonly imageGCLowThresholdPercent?: number;
  /** Whether CPU limits are enforced. @default true */
  readonly cpuCFSQuota?: boolean;
}

/** Checks {@link KubeletProps}. */
export const kubeletSchema = once(() => {
  const reserved = z.partialRecord(
    z.enum(['cpu', 'memory', 'ephemeral-storage', 'pid']),
    z.string().regex(/^\d+(\.\d+)?(m|[KMGT]i?)?$/, "must be a quantity, such as '100m' or '200Mi'"),
  );
  const signals = z.partialRecord(
    z.enum(['memory.available', 'nodefs.available', 'nodefs.inodesFree', 'imagefs.available', 'imagefs.inodesFree', 'pid.available']),
    z.string().min(1),
  );
  const percent = z.int().min(0).max(100);

  return z
    .strictObject({
      maxPods: z.int().min(1).optional(),
      podsPerCore: z.int().min(1).optional(),
      systemReserved: reserved.optional(),
      kubeReserved: reserved.optional(),
      evictionHard: signals.optional(),
      evictionSoft: signals.optional(),
      evictionSoftGracePeriod: signals.optional(),
      imageGCHighThresholdPercent: percent.optional(),
      imageGCLowThresholdPercent: percent.optional(),
      cpuCFSQuota: z.boolean().optional(),
    } satisfies Shape<KubeletProps>)
    .refine((props) => sameKeys(props.evictionSoft, props.evictionSoftGracePeriod), {
      path: ['evictionSoftGracePeriod'],
      message: 'an object with the keys of evictionSoft',
    })
    .refine((props) => (props.imageGCHighThresholdPercent ?? 85) > (props.imageGCLowThresholdPercent ?? 80), {
      path: ['imageGCHighThresholdPercent'],
      message: 'more than imageGCLowThresholdPercent',
    });
});

function sameKeys(a: object = {}, b: object = {}): boolean {
  return JSON.stringify(Object.keys(a).sort()) === JSON.stringify(Object.keys(b).sort());
}
