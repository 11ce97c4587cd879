import { Construct } from 'constructs';
import { z } from 'zod';
import { compareText } from '../../core/compare.ts';
import { nearestWord } from '../../core/nearest.ts';
import { acceleratorFacts, type GpuModel, gpuModels, isGpuModel } from '../../facts/gpus/models.ts';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt, reportError, stateOf } from '../../synth/state.ts';
import { aliasList, labels, type Shape } from '../platform/schemas.ts';

/** Nodes with GPUs, that workloads are placed on. */
export interface IGpuNodePool extends Construct {
  /** Name of the pool: its construct id. */
  readonly name: string;
  /** Model of the GPUs. */
  readonly gpu: GpuModel;
  /** GPUs of one node. */
  readonly gpusPerNode: number;
  /** Nodes that the pool may have at most. */
  readonly maxNodes: number;
  /** Extended resource that a pod asks for to get a GPU, such as `nvidia.com/gpu`. */
  readonly resource: string;
  /** Labels that the pool's nodes have. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Tolerations of the taints that the pool's nodes have. */
  readonly tolerations: readonly Toleration[];
}

/** A toleration in Kubernetes' form. */
export interface Toleration {
  /** Key of the taint. */
  readonly key: string;
  /** Whether the value must be equal, or any will do. */
  readonly operator: 'Exists' | 'Equal';
  /** Value of the taint. @default - none */
  readonly value?: string;
  /** Effect of the taint. @default - every effect */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A taint of nodes. */
export interface Taint {
  /** Key of the taint, such as `nvidia.com/gpu`. */
  readonly key: string;
  /** Value of the taint. @default - any value */
  readonly value?: string;
  /** What becomes of pods that do not tolerate it. */
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Props of {@link GpuNodePool.existing}. */
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

const effect = z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
const schema = z.strictObject({
  gpu: z.string().superRefine((name, context) => {
    if (isGpuModel(name)) return;
    // `A100` comes in two sizes, and who writes `L40` means L40S rather than L4.
    const longer = gpuModels.filter((model) => name !== '' && model.startsWith(name.toUpperCase()));
    const near = longer.length > 0 ? longer.join(' or ') : nearestWord(name, gpuModels);
    context.addIssue({ code: 'custom', message: near ? `a GPU model, such as ${near}` : `a GPU model: ${gpuModels.join(', ')}` });
  }),
  gpusPerNode: z.int().min(1).max(128),
  maxNodes: z.int().min(1),
  nodeSelector: labels.refine((map) => Object.keys(map).length > 0, 'must be at least one label').optional(),
  taints: z.array(z.strictObject({ key: z.string().min(1), value: z.string().optional(), effect } satisfies Shape<Taint>)).optional(),
  aliases: aliasList.optional(),
} satisfies Shape<ExistingGpuNodePoolProps>);

const POOLS = Symbol.for('keelson.gpuPools');

/** Pools of nodes with GPUs. */
export class GpuNodePool extends Construct implements IGpuNodePool {
  readonly name: string;
  readonly gpu: GpuModel;
  readonly gpusPerNode: number;
  readonly maxNodes: number;
  readonly resource: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];

  private constructor(scope: Construct, id: string, props: ExistingGpuNodePoolProps) {
    super(scope, id);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the node pool ${id} is outside a cluster`, { fix: 'give the cluster as its scope' });
    const parsed = parseProps(this, schema, props) as ExistingGpuNodePoolProps | undefined;
    this.name = id;
    this.gpu = parsed?.gpu ?? 'L40S';
    // A pool with a wrong prop has room for everything, so that what runs on it is not told to be wrong too.
    this.gpusPerNode = parsed?.gpusPerNode ?? Number.POSITIVE_INFINITY;
    this.maxNodes = parsed?.maxNodes ?? Number.POSITIVE_INFINITY;
    const facts = acceleratorFacts(this.gpu);
    this.resource = facts.resource;
    this.nodeSelector = parsed?.nodeSelector ?? { 'karpenter.k8s.aws/instance-gpu-name': facts.label };
    const taints: readonly Taint[] = parsed?.taints ?? [{ key: facts.resource, effect: 'NoSchedule' }];
    this.tolerations = taints.map(({ key, value, effect }) =>
      value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect },
    );
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    this.#checkOthers(cluster);
  }

  /** Two pools with the same labels are one set of nodes, which would be counted twice. */
  #checkOthers(cluster: ClusterScope): void {
    const pools = stateOf(this).adapter(POOLS, () => new Map<string, GpuNodePool>());
    const labels = JSON.stringify([cluster.node.path, Object.entries(this.nodeSelector).sort(([a], [b]) => compareText(a, b))]);
    const other = pools.get(labels);
    if (other) {
      reportError(this, 'KS1001', `the pools ${other.name} and ${this.name} select the same nodes, ${JSON.stringify(this.nodeSelector)}`, {
        fix: 'give each a nodeSelector that only its own nodes have',
      });
    } else pools.set(labels, this);
  }

  /**
   * Declares a pool that something else than this program manages. It creates nothing.
   * Reports KS1001 for an unknown GPU model, a wrong number, or the labels of another pool. Throws KS1003 outside a cluster.
   */
  static existing(cluster: Construct, id: string, props: ExistingGpuNodePoolProps): GpuNodePool {
    return new GpuNodePool(cluster, id, props);
  }
}
