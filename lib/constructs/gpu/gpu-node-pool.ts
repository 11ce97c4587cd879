import { Construct } from 'constructs';
import { migInstances, migProfiles, migResource } from '../../facts/gpus/mig.ts';
import { acceleratorFacts, type GpuModel } from '../../facts/gpus/models.ts';
import { formatPrice, pricePerHour } from '../../facts/gpus/price.ts';
import { parseProps } from '../../synth/props.ts';
import { Region } from '../../synth/region.ts';
import { buildPool, POOL_LABEL } from '../platform/pools/build-pool.ts';
import { onDemand } from '../platform/pools/capacity.ts';
import { announceNeed } from '../platform/pools/cluster-needs.ts';
import { efaLayout } from '../platform/pools/efa-layout.ts';
import { checkPoolName, claimNodes, poolCluster, requireEks } from '../platform/pools/pool-cluster.ts';
import { type PoolProblem, reportProblems } from '../platform/pools/problem.ts';
import { type Taint, type Toleration, tolerationsOf } from '../platform/pools/taints.ts';
import { ExistingGpuNodePool, type ExistingGpuNodePoolProps } from './existing-gpu-node-pool.ts';
import { type GpuNodePoolProps, gpuNodePoolSchema } from './gpu-node-pool-props.ts';
import type { IGpuNodePool } from './gpu-pool-ref.ts';
import { selectInstances } from './select-instances.ts';

/**
 * Nodes with NVIDIA GPUs on EKS, chosen by model, number and memory of the instances. By default Karpenter starts them for the
 * pods that wait for a GPU, from whatever of the capacity is there, and ends none that a pod runs on to save money.
 */
export class GpuNodePool<G extends GpuModel = GpuModel> extends Construct implements IGpuNodePool {
  readonly name: string;
  readonly gpu: G;
  readonly gpusPerNode: number;
  readonly maxNodes: number;
  readonly resource: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  /** Instance types that its nodes may be of, smallest first. */
  readonly instanceTypes: readonly string[];
  /** What all its nodes cost in an hour, from the smallest to the largest, as `$3.72 to $15.15/h`; `unknown` where a price is. */
  readonly price: string;

  /**
   * Reports KS1001 for a wrong prop, KS6023 for a zone that the network lacks, KS6040 for GPUs that no instance type has, KS6041
   * for EFA that can not be had, KS6042 for capacity that can not be had, KS6043 for an image that does not fit, KS6044 for a MIG
   * profile that the GPU lacks, KS6045 for a cluster that can not have it, KS6047 for a key
   * that its disks can not use. Throws KS1003 outside a cluster.
   */
  constructor(scope: Construct, id: string, props: GpuNodePoolProps<G>) {
    super(scope, id);
    const scopeCluster = poolCluster(this);
    const parsed = parseProps(this, gpuNodePoolSchema(), props) as GpuNodePoolProps | undefined;
    const { efa = false, mig, gpusPerNode = Number.POSITIVE_INFINITY } = parsed ?? {};
    this.name = parsed?.name ?? id;
    this.gpu = (parsed?.gpu ?? 'L40S') as G;
    const slices = mig === undefined ? 1 : (migInstances(this.gpu, mig) ?? Number.POSITIVE_INFINITY);
    this.gpusPerNode = gpusPerNode * slices;
    // A pool with a wrong prop has room for everything, so that what runs on it is not told to be wrong too.
    this.maxNodes = parsed?.maxNodes ?? Number.POSITIVE_INFINITY;
    const { resource } = acceleratorFacts(this.gpu);
    this.resource = mig === undefined ? resource : migResource(mig);
    this.nodeSelector = { [POOL_LABEL]: this.name };
    const taints: readonly Taint[] = parsed?.taints ?? [{ key: resource, effect: 'NoSchedule' }];
    this.tolerations = tolerationsOf(taints);
    const selected = parsed ? selectInstances({ ...parsed, efa }) : { instances: [], problems: [] };
    this.instanceTypes = selected.instances.map(({ name }) => name);
    const kinds = [...new Set((parsed?.capacity ?? [onDemand()]).map(({ kind }) => kind))];
    const prices = kinds.map((capacity) =>
      pricePerHour({ instanceTypes: this.instanceTypes, nodes: this.maxNodes, region: Region.of(this), capacity }),
    );
    this.price = formatPrice(prices.includes('unknown') ? 'unknown' : (prices[0] ?? 'unknown'));
    if (!parsed) return;
    if (!checkPoolName(this, this.name) || !claimNodes(this)) return;
    const cluster = requireEks(this, scopeCluster);
    if (reportProblems(this, [...selected.problems, ...checkMig(this.gpu, mig)]) || !cluster) return;
    const { instances } = selected;
    const disks = instances.every(({ localNvmeGb = 0 }) => localNvmeGb > 0);
    if (parsed.localDisks === 'raid0' && !disks) {
      const without = instances.filter(({ localNvmeGb = 0 }) => localNvmeGb === 0).map(({ name }) => name);
      reportProblems(this, [
        { code: 'KS6040', message: `${without.join(', ')} has no local disks, and raid0 is wanted`, fix: "give localDisks: 'none'" },
      ]);
      return;
    }
    if (mig !== undefined)
      announceNeed(cluster, 'mig', { pool: this, resource: this.resource, karpenter: parsed.provisioner !== 'managed' });
    buildPool({
      pool: this,
      cluster,
      props: parsed,
      provisioner: parsed.provisioner ?? 'karpenter',
      name: this.name,
      arch: instances[0]?.arch ?? 'amd64',
      instanceTypes: this.instanceTypes,
      instances,
      sizes: instances,
      requirements: [],
      gpusPerNode,
      accelerator: { gpu: this.gpu, gpusPerNode: this.gpusPerNode, resource: this.resource },
      minNodes: parsed.minNodes ?? 0,
      labels: {
        'nvidia.com/gpu.present': 'true',
        ...(efa && { 'vpc.amazonaws.com/efa.present': 'true' }),
        ...(mig !== undefined && { 'nvidia.com/mig.config': `all-${mig}` }),
        ...parsed.labels,
        ...this.nodeSelector,
      },
      taints,
      raid: disks && parsed.localDisks !== 'none',
      efa: efa && instances[0] ? efaLayout(instances[0]) : undefined,
      placementGroup: efa && parsed.placementGroup !== false,
      overlay: mig === undefined ? undefined : { [this.resource]: String(this.gpusPerNode) },
      limits: (nodes) => ({ nodes: String(nodes), [resource]: String(nodes * gpusPerNode) }),
    });
  }

  /**
   * Declares a pool that something else than this program manages. It creates nothing.
   * Reports KS1001 for an unknown GPU model, a wrong number, or the labels of another pool. Throws KS1003 outside a cluster.
   */
  static existing(cluster: Construct, id: string, props: ExistingGpuNodePoolProps): IGpuNodePool {
    return new ExistingGpuNodePool(cluster, id, props);
  }
}

function checkMig(gpu: GpuModel, profile: string | undefined): PoolProblem[] {
  if (profile === undefined || migInstances(gpu, profile) !== undefined) return [];
  const known = migProfiles(gpu).map((name) => `${name} (${migInstances(gpu, name)})`);
  const fix = known.length === 0 ? 'remove mig' : `it has ${known.join(', ')}`;
  return [
    {
      code: 'KS6044',
      message: `${gpu} ${known.length === 0 ? 'can not be cut into MIG instances' : `has no MIG profile ${profile}`}`,
      fix,
    },
  ];
}
