import { capacityBlock, type EksCluster, GpuNodePool, type IGpuNodePool, NodePool, onDemand, spot } from 'keelson';
import type { Keys } from './keys.ts';
import type { ServingPool, Stage } from './stage.ts';

/** What the pools are: one GPU a node where models fit into one, eight where they share the layers of a model. */
const SERVING = {
  l40s: { gpu: 'L40S', gpusPerNode: 1, disk: { sizeGiB: 200 } },
  h100: { gpu: 'H100', gpusPerNode: 8, disk: { sizeGiB: 500, throughput: 500 } },
  h200: { gpu: 'H200', gpusPerNode: 8, disk: { sizeGiB: 500, throughput: 500 } },
} as const;

/** Nodes for training beside the block, on demand. */
export const OVERFLOW = 2;

export type Pools = Partial<Readonly<Record<ServingPool, IGpuNodePool>>>;

export function addPools(cluster: EksCluster, stage: Stage, keys: Keys): Pools {
  const kmsKeyArn = keys.nodes.arn;
  new NodePool(cluster, 'general', {
    maxNodes: 20,
    maxCpus: 320,
    capacity: stage.production ? [onDemand()] : [spot(), onDemand()],
    disk: { kmsKeyArn },
    kubelet: { systemReserved: { cpu: '100m', memory: '200Mi' } },
    // Nobody is at work to look after what moves at night.
    disruption: { budgets: [{ nodes: '10%' }, { nodes: 0, schedule: '0 18 * * *', duration: '12h', reasons: ['Drifted'] }] },
  });
  if (stage.training) addTraining(cluster, stage.training, keys);
  return Object.fromEntries(
    Object.entries(stage.pools).map(([name, size]) => {
      const { disk, ...what } = SERVING[name as ServingPool];
      return [name, new GpuNodePool(cluster, name, { ...what, ...size, disk: { ...disk, kmsKeyArn } })];
    }),
  );
}

/**
 * GPUs that are paid for by the day are always on: a managed group. What does not fit into them, Karpenter starts. Both talk over EFA
 * among themselves.
 */
function addTraining(cluster: EksCluster, { block, zone, nodes }: NonNullable<Stage['training']>, keys: Keys): void {
  const fabric = {
    gpu: 'H200',
    gpusPerNode: 8,
    instanceTypes: ['p5en.48xlarge'],
    zones: [zone],
    efa: true,
    disk: { sizeGiB: 1000, throughput: 1000, iops: 8000, kmsKeyArn: keys.nodes.arn },
    taints: [
      { key: 'nvidia.com/gpu', effect: 'NoSchedule' },
      { key: 'acme.example/training', effect: 'NoSchedule' },
    ],
  } as const;
  new GpuNodePool(cluster, 'h200-training', {
    ...fabric,
    provisioner: 'managed',
    minNodes: nodes,
    maxNodes: nodes,
    capacity: [capacityBlock(block, { zone })],
  });
  new GpuNodePool(cluster, 'h200-overflow', { ...fabric, maxNodes: OVERFLOW, capacity: [onDemand()] });
}
