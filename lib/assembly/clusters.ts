/** A cluster of an environment, as `keelson.json` says it. */
export interface ManifestCluster {
  /** Path of the construct. */
  readonly path: string;
  /** Kubernetes version, `major.minor`. */
  readonly version: string;
  /** Pools of nodes by name, sorted: those that the program makes, and those that it declares as existing. */
  readonly pools: Readonly<Record<string, ManifestPool>>;
}

/**
 * A pool of nodes. An absent field is unknown, or holds for no node; it is never zero. Whoever simulates the cluster makes
 * its nodes from this, and no cloud has to be asked.
 */
export interface ManifestPool {
  /** Path of the construct. */
  readonly path: string;
  /** Nodes that the pool may have at most. */
  readonly maxNodes: number;
  /** Nodes that it has at least. */
  readonly minNodes?: number;
  /** Model of the GPUs, such as `L40S`; absent for nodes without GPUs. */
  readonly gpu?: string;
  /** How much of `resource` one node has: GPUs, or parts of them. */
  readonly gpusPerNode?: number;
  /** Extended resource that a pod asks for to get a GPU, such as `nvidia.com/gpu`. */
  readonly resource?: string;
  /** Labels that tell the pool's nodes from all others. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Labels that all its nodes have beside those. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints that all its nodes have. */
  readonly taints: readonly ManifestTaint[];
  /** Types of instances that its nodes may be of, smallest first. */
  readonly instanceTypes?: readonly string[];
  /** How its instances are bought, in the order in which they are tried. */
  readonly capacity?: readonly CapacityName[];
  /** Zones that its nodes may be in. */
  readonly zones?: readonly string[];
  /**
   * What the pods of one node can have together, as quantities of Kubernetes by resource: `cpu`, `memory`, `ephemeral-storage`,
   * `pods`, and extended resources beside `resource`. Of its smallest instance type, where there are several;
   * where it names none, what all its nodes can have at once within its limits.
   */
  readonly allocatable?: Readonly<Record<string, string>>;
}

/** A taint of nodes, in Kubernetes' form. */
export interface ManifestTaint {
  /** Such as `nvidia.com/gpu`. */
  readonly key: string;
  /** Absent: any value. */
  readonly value?: string;
  /** What becomes of pods that do not tolerate it. */
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** How instances are bought. */
export type CapacityName = 'on-demand' | 'spot' | 'reserved' | 'capacity-block';
