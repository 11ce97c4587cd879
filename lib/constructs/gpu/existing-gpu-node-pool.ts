import { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { acceleratorFacts, type GpuModel } from '../../facts/gpus/models.ts';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { recordPool } from '../../synth/pools.ts';
import { parseProps } from '../../synth/props.ts';
import { claimNodes, poolCluster } from '../platform/pools/pool-cluster.ts';
import { type Taint, type Toleration, taintSchema, tolerationsOf } from '../platform/pools/taints.ts';
import { aliasList, labels, type Shape } from '../platform/schemas.ts';
import { gpuModelSchema } from './gpu-model-schema.ts';
import type { IGpuNodePool } from './gpu-pool-ref.ts';

/** Props of `GpuNodePool.existing`. */
export interface ExistingGpuNodePoolProps {
  /** Model of the GPUs, such as `L40S`. */
  readonly gpu: GpuModel;
  /** GPUs of one node, 1 to 128. */
  readonly gpusPerNode: number;
  /** Nodes that the pool may have at most, at least 1. */
  readonly maxNodes: number;
  /** Labels that the pool's nodes have, and no others; at least one. @default - `karpenter.k8s.aws/instance-gpu-name`, as Karpenter sets it */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the pool's nodes have. @default - `nvidia.com/gpu` with any value, NoSchedule */
  readonly taints?: readonly Taint[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = once(() =>
  z.strictObject({
    gpu: gpuModelSchema,
    gpusPerNode: z.int().min(1).max(128),
    maxNodes: z.int().min(1),
    nodeSelector: labels.refine((map) => Object.keys(map).length > 0, 'must be at least one label').optional(),
    taints: z.array(taintSchema()).optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<ExistingGpuNodePoolProps>),
);

/** A pool that something else manages. It creates nothing. */
export class ExistingGpuNodePool extends Construct implements IGpuNodePool {
  readonly name: string;
  readonly gpu: GpuModel;
  readonly gpusPerNode: number;
  readonly maxNodes: number;
  readonly resource: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];

  /** Use `GpuNodePool.existing`. @internal */
  constructor(scope: Construct, id: string, props: ExistingGpuNodePoolProps) {
    super(scope, id);
    poolCluster(this);
    const parsed = parseProps(this, schema(), props) as ExistingGpuNodePoolProps | undefined;
    this.name = id;
    this.gpu = parsed?.gpu ?? 'L40S';
    // A pool with a wrong prop has room for everything, so that what runs on it is not told to be wrong too.
    this.gpusPerNode = parsed?.gpusPerNode ?? Number.POSITIVE_INFINITY;
    this.maxNodes = parsed?.maxNodes ?? Number.POSITIVE_INFINITY;
    const facts = acceleratorFacts(this.gpu);
    this.resource = facts.resource;
    this.nodeSelector = parsed?.nodeSelector ?? { 'karpenter.k8s.aws/instance-gpu-name': facts.label };
    const taints: readonly Taint[] = parsed?.taints ?? [{ key: facts.resource, effect: 'NoSchedule' }];
    this.tolerations = tolerationsOf(taints);
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    claimNodes(this);
    const { gpu, gpusPerNode, maxNodes, resource, nodeSelector } = this;
    recordPool(this, { gpu, gpusPerNode, maxNodes, resource, nodeSelector, taints });
  }
}
