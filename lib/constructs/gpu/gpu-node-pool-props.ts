import { z } from 'zod';
import { once } from '../../core/once.ts';
import type { GpuCount, GpuInstanceType } from '../../facts/gpus/instance-types.ts';
import type { MigProfile } from '../../facts/gpus/mig.ts';
import type { GpuModel } from '../../facts/gpus/models.ts';
import { type PoolProps, poolShape, withPoolRules } from '../platform/pools/pool-props.ts';
import type { Shape } from '../platform/schemas.ts';
import { gpuModelSchema } from './gpu-model-schema.ts';

/** Props of a `GpuNodePool`. */
export interface GpuNodePoolProps<G extends GpuModel = GpuModel> extends PoolProps {
  /** Model of the GPUs, such as `L40S`. */
  readonly gpu: G;
  /** GPUs of one node; a number that an instance type with them has. */
  readonly gpusPerNode: GpuCount<G> | (number & {});
  /** The only instance types that may be used. @default - all that have the GPUs and what else is asked for */
  readonly instanceTypes?: readonly GpuInstanceType<G>[];
  /** Memory of one node at least, GiB. @default - any */
  readonly minMemoryGiB?: number;
  /** vCPUs of one node at least. @default - any number */
  readonly minVcpus?: number;
  /**
   * Gives nodes all their Elastic Fabric Adapters, for training and serving over several nodes. Pods ask for them as
   * `vpc.amazonaws.com/efa`, which the EFA device plugin of AWS offers. @default false
   */
  readonly efa?: boolean;
  /** Keeps nodes with EFA near each other, in one zone; reservations and capacity blocks are so by themselves. @default - true with `efa` */
  readonly placementGroup?: boolean;
  /**
   * Cuts every GPU into instances of this profile, that pods ask for as `nvidia.com/mig-<profile>`. Needs the GPU Operator with
   * `migStrategy: 'mixed'`, and Karpenter with `nodeOverlay`. @default - whole GPUs
   */
  readonly mig?: MigProfile<G>;
}

/** Checks {@link GpuNodePoolProps}. */
export const gpuNodePoolSchema = once(() =>
  withPoolRules(
    z
      .strictObject({
        ...poolShape(),
        gpu: gpuModelSchema,
        gpusPerNode: z.int().min(1).max(128),
        instanceTypes: z.array(z.string().min(1)).min(1).optional(),
        minMemoryGiB: z.number().positive().optional(),
        minVcpus: z.int().min(1).optional(),
        efa: z.boolean().optional(),
        placementGroup: z.boolean().optional(),
        mig: z.string().min(1).optional(),
      } satisfies Shape<GpuNodePoolProps>)
      .refine((props) => props.placementGroup !== true || props.efa === true, {
        path: ['placementGroup'],
        message: 'absent or false without efa: only nodes that talk over it need to be near each other',
      }),
  ),
);
