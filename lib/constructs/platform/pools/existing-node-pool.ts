import { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { type Alias, addAliases } from '../../../synth/aliases.ts';
import { recordPool } from '../../../synth/pools.ts';
import { parseProps } from '../../../synth/props.ts';
import { aliasList, labels, type Shape } from '../schemas.ts';
import { checkTypes } from './check-types.ts';
import type { INodePool } from './node-pool-ref.ts';
import { leastOf, namedSizes } from './node-size.ts';
import { claimNodes, poolCluster } from './pool-cluster.ts';
import { reportProblems } from './problem.ts';
import { type Taint, type Toleration, taintSchema, tolerationsOf } from './taints.ts';

/** Props of `NodePool.existing`. */
export interface ExistingNodePoolProps {
  /** Nodes that the pool may have at most, at least 1. */
  readonly maxNodes: number;
  /** Labels that the pool's nodes have, and no others; at least one, such as `eks.amazonaws.com/nodegroup`. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Instance types that its nodes may be of, such as `m7i.xlarge`: `keelson simulate` and sandboxes give them what the smallest has. @default - as much room as pods ask for */
  readonly instanceTypes?: readonly string[];
  /** Taints that the pool's nodes have. @default - none */
  readonly taints?: readonly Taint[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = once(() =>
  z.strictObject({
    maxNodes: z.int().min(1),
    nodeSelector: labels.refine((map) => Object.keys(map).length > 0, 'must be at least one label'),
    instanceTypes: z.array(z.string().min(1)).min(1).optional(),
    taints: z.array(taintSchema()).optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<ExistingNodePoolProps>),
);

/** A pool without GPUs that something else manages. It creates nothing. */
export class ExistingNodePool extends Construct implements INodePool {
  readonly name: string;
  readonly maxNodes: number;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];

  /** Use `NodePool.existing`. @internal */
  constructor(scope: Construct, id: string, props: ExistingNodePoolProps) {
    super(scope, id);
    poolCluster(this);
    const parsed = parseProps(this, schema(), props) as ExistingNodePoolProps | undefined;
    this.name = id;
    // A pool with a wrong prop has room for everything, so that what runs on it is not told to be wrong too.
    this.maxNodes = parsed?.maxNodes ?? Number.POSITIVE_INFINITY;
    this.nodeSelector = parsed?.nodeSelector ?? {};
    const { taints = [], instanceTypes, aliases } = parsed ?? {};
    this.tolerations = tolerationsOf(taints);
    if (!parsed) return;
    if (aliases) addAliases(this, ...aliases);
    if (!claimNodes(this) || reportProblems(this, checkTypes(instanceTypes ?? []))) return;
    const { maxNodes, nodeSelector } = this;
    const allocatable = instanceTypes && leastOf(namedSizes(instanceTypes));
    recordPool(this, { maxNodes, nodeSelector, taints, ...(instanceTypes && { instanceTypes }), ...(allocatable && { allocatable }) });
  }
}
