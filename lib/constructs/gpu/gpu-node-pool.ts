import { Construct } from 'constructs';
import { z } from 'zod';
import { nearestWord } from '../../core/nearest.ts';
import { acceleratorFacts, type GpuModel, gpuModels, isGpuModel } from '../../facts/gpus/models.ts';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt } from '../../synth/state.ts';
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
  /** Extended resource that a pod asks for to get a GPU. */
  readonly resource: string;
  /** Labels that the pool's nodes have. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Tolerations of the taints that the pool's nodes have. */
  readonly tolerations: readonly Toleration[];
}

/** A toleration in Kubernetes' form. */
export interface Toleration {
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A taint of nodes. */
export interface Taint {
  readonly key: string;
  /** @default - any value */
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Props of {@link GpuNodePool.existing}. */
export interface ExistingGpuNodePoolProps {
  /** Model of the GPUs, such as `L40S`. */
  readonly gpu: GpuModel;
  /** GPUs of one node, at least 1. */
  readonly gpusPerNode: number;
  /** Nodes that the pool may have at most, at least 1. */
  readonly maxNodes: number;
  /** Labels that the pool's nodes have, and no others. @default - `karpenter.k8s.aws/instance-gpu-name`, as Karpenter sets it */
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
    const near = nearestWord(name, gpuModels);
    context.addIssue({ code: 'custom', message: near ? `a GPU model, such as ${near}` : `a GPU model: ${gpuModels.join(', ')}` });
  }),
  gpusPerNode: z.int().min(1),
  maxNodes: z.int().min(1),
  nodeSelector: labels.optional(),
  taints: z.array(z.strictObject({ key: z.string().min(1), value: z.string().optional(), effect } satisfies Shape<Taint>)).optional(),
  aliases: aliasList.optional(),
} satisfies Shape<ExistingGpuNodePoolProps>);

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
    if (!ClusterScope.tryOf(this))
      throw errorAt(this, 'KS1003', `the node pool ${id} is outside a cluster`, { fix: 'give the cluster as its scope' });
    const parsed = parseProps(this, schema, props) as ExistingGpuNodePoolProps | undefined;
    this.name = id;
    this.gpu = parsed?.gpu ?? 'L40S';
    this.gpusPerNode = parsed?.gpusPerNode ?? 1;
    this.maxNodes = parsed?.maxNodes ?? 1;
    const facts = acceleratorFacts(this.gpu);
    this.resource = facts.resource;
    this.nodeSelector = parsed?.nodeSelector ?? { 'karpenter.k8s.aws/instance-gpu-name': facts.label };
    const taints: readonly Taint[] = parsed?.taints ?? [{ key: facts.resource, effect: 'NoSchedule' }];
    this.tolerations = taints.map(({ key, value, effect }) =>
      value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect },
    );
    if (parsed?.aliases) addAliases(this, ...parsed.aliases);
  }

  /**
   * Declares a pool that something else than this program manages. It creates nothing.
   * Reports KS1001 for an unknown GPU model or a wrong number. Throws KS1003 outside a cluster.
   */
  static existing(cluster: Construct, id: string, props: ExistingGpuNodePoolProps): GpuNodePool {
    return new GpuNodePool(cluster, id, props);
  }
}
