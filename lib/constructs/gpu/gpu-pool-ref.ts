import type { Construct } from 'constructs';
import type { GpuModel } from '../../facts/gpus/models.ts';
import type { Toleration } from '../platform/pools/taints.ts';

/** Nodes with GPUs, that workloads are placed on. */
export interface IGpuNodePool extends Construct {
  /** Name of the pool. */
  readonly name: string;
  /** Model of the GPUs. */
  readonly gpu: GpuModel;
  /** How much of `resource` one node has: GPUs, or MIG instances. */
  readonly gpusPerNode: number;
  /** Nodes that the pool may have at most. */
  readonly maxNodes: number;
  /** Extended resource that a pod asks for to get a GPU, such as `nvidia.com/gpu` or `nvidia.com/mig-1g.10gb`. */
  readonly resource: string;
  /** Labels that the pool's nodes have. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Tolerations of the taints that the pool's nodes have. */
  readonly tolerations: readonly Toleration[];
}
