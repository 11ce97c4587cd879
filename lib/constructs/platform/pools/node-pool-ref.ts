import type { Construct } from 'constructs';
import type { Toleration } from './taints.ts';

/** Nodes that workloads are placed on. */
export interface INodePool extends Construct {
  /** Name of the pool. */
  readonly name: string;
  /** Nodes that the pool may have at most. */
  readonly maxNodes: number;
  /** Labels that the pool's nodes have. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Tolerations of the taints that the pool's nodes have. */
  readonly tolerations: readonly Toleration[];
}
