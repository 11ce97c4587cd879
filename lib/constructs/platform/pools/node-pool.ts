import { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Shape } from '../schemas.ts';
import { buildPool, POOL_LABEL } from './build-pool.ts';
import { checkTypes } from './check-types.ts';
import { ExistingNodePool, type ExistingNodePoolProps } from './existing-node-pool.ts';
import { type InstanceNeeds, instanceRequirements, needsSchema } from './instance-needs.ts';
import type { INodePool } from './node-pool-ref.ts';
import { freeSizes, namedSizes } from './node-size.ts';
import { checkPoolName, claimNodes, poolCluster, requireEks } from './pool-cluster.ts';
import { type PoolProps, poolShape, withPoolRules } from './pool-props.ts';
import { reportProblems } from './problem.ts';
import { type Toleration, tolerationsOf } from './taints.ts';

/** Props of a {@link NodePool}. */
export interface NodePoolProps extends PoolProps {
  /** Architecture of the nodes. @default 'amd64' */
  readonly arch?: 'amd64' | 'arm64';
  /** Instance types, such as `m7i.xlarge`; a managed pool needs them. @default - whatever `instances` allows */
  readonly instanceTypes?: readonly string[];
  /** What instances of a Karpenter pool must have, in place of names. @default - of the families c, m and r, generation 6 and newer, from 4 vCPUs on */
  readonly instances?: InstanceNeeds;
  /** vCPUs of all nodes together at most; with Karpenter only. Without it nobody knows how large the nodes of `instances` are, as `keelson simulate` asks. @default - what `maxNodes` nodes have */
  readonly maxCpus?: number;
  /** Memory of all nodes together at most, GiB; with Karpenter only. @default - what `maxNodes` nodes have */
  readonly maxMemoryGiB?: number;
}

const schema = once(() =>
  withPoolRules(
    z
      .strictObject({
        ...poolShape(),
        arch: z.enum(['amd64', 'arm64']).optional(),
        instanceTypes: z.array(z.string().min(1)).min(1).optional(),
        instances: needsSchema().optional(),
        maxCpus: z.int().min(1).optional(),
        maxMemoryGiB: z.int().min(1).optional(),
      } satisfies Shape<NodePoolProps>)
      .refine((props) => props.provisioner !== 'managed' || props.instanceTypes !== undefined, {
        path: ['instanceTypes'],
        message: "instance types, such as ['m7i.xlarge']: a managed node group is made of named ones",
      })
      .refine((props) => props.instances === undefined || props.instanceTypes === undefined, {
        path: ['instances'],
        message: 'absent when instanceTypes names them',
      })
      .refine((props) => props.provisioner !== 'managed' || (props.maxCpus === undefined && props.maxMemoryGiB === undefined), {
        path: ['maxNodes'],
        message: "the only limit when provisioner is 'managed': remove maxCpus and maxMemoryGiB",
      }),
  ),
);

/** Nodes of a managed pool at least, when nothing is said: one may fail. */
const MIN_NODES = 2;

/**
 * Nodes without GPUs on EKS. The default, Karpenter, runs on nodes itself: the first pool of a cluster, with
 * `provisioner: 'managed'`, is for it and for the other add-ons.
 */
export class NodePool extends Construct implements INodePool {
  readonly name: string;
  readonly maxNodes: number;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];

  /**
   * Reports KS1001 for a wrong prop, KS6023 for a zone that the network lacks, KS6040 for an instance type that does not fit,
   * KS6042 for capacity that can not be had, KS6043 for an image that does not fit, KS6045 for a cluster that can not have it,
   * KS6047 for a key that its disks can not use.
   * Throws KS1003 outside a cluster.
   */
  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    const scopeCluster = poolCluster(this);
    const parsed = parseProps(this, schema(), props) as NodePoolProps | undefined;
    this.name = parsed?.name ?? id;
    this.maxNodes = parsed?.maxNodes ?? Number.POSITIVE_INFINITY;
    this.nodeSelector = { [POOL_LABEL]: this.name };
    this.tolerations = tolerationsOf(parsed?.taints ?? []);
    if (!parsed) return;
    if (!checkPoolName(this, this.name) || !claimNodes(this)) return;
    const cluster = requireEks(this, scopeCluster);
    const { arch = 'amd64', instanceTypes, maxCpus, maxMemoryGiB, provisioner = 'karpenter' } = parsed;
    if (reportProblems(this, checkTypes(instanceTypes ?? [], arch)) || !cluster) return;
    buildPool({
      pool: this,
      cluster,
      props: parsed,
      provisioner,
      name: this.name,
      arch,
      instanceTypes,
      instances: [],
      sizes: instanceTypes ? namedSizes(instanceTypes) : freeSizes(parsed.instances ?? {}, arch, parsed),
      requirements: instanceTypes ? [] : instanceRequirements(parsed.instances ?? {}),
      gpusPerNode: undefined,
      accelerator: {},
      minNodes: provisioner === 'managed' ? (parsed.minNodes ?? Math.min(MIN_NODES, parsed.maxNodes)) : 0,
      labels: { ...parsed.labels, ...this.nodeSelector },
      taints: parsed.taints ?? [],
      raid: parsed.localDisks === 'raid0',
      efa: undefined,
      placementGroup: false,
      overlay: undefined,
      limits: (nodes) => ({
        nodes: String(nodes),
        ...(maxCpus !== undefined && { cpu: String(maxCpus) }),
        ...(maxMemoryGiB !== undefined && { memory: `${maxMemoryGiB}Gi` }),
      }),
    });
  }

  /**
   * Declares a pool that something else than this program manages. It creates nothing.
   * Reports KS1001 for a wrong number, an instance type with GPUs, or the labels of another pool. Throws KS1003 outside a cluster.
   */
  static existing(cluster: Construct, id: string, props: ExistingNodePoolProps): INodePool {
    return new ExistingNodePool(cluster, id, props);
  }
}
