import { ApiObject } from 'cdk8s';
import { type EksCluster, Unit } from 'keelson';
import { OVERFLOW } from './pools.ts';
import type { Stage } from './stage.ts';
import { TEAMS } from './teams.ts';

const API = 'kueue.x-k8s.io/v1beta2';

/** GPUs that a flavor has for jobs. */
interface Flavor {
  readonly name: string;
  /** Pool whose nodes they are. */
  readonly pool: string;
  readonly gpus: number;
  /** Whether its nodes are kept for training. */
  readonly training: boolean;
  /** Whether its nodes are always there and talk over EFA, so that a job is placed on those near each other. */
  readonly near: boolean;
}

/** Who may use how many GPUs, and borrow what the others leave: jobs start whole, in their order, or wait. */
export function addQueues(cluster: EksCluster, stage: Stage): void {
  const unit = new Unit(cluster, 'queues');
  const object = (kind: string, name: string, body: object) =>
    new ApiObject(unit, `${kind}-${name}`, { apiVersion: API, kind, metadata: { name }, ...body });
  const flavors = flavorsOf(stage);
  if (flavors.some(({ near }) => near))
    object('Topology', 'fabric', {
      spec: {
        levels: [1, 2, 3]
          .map((layer) => ({ nodeLabel: `topology.k8s.aws/network-node-layer-${layer}` }))
          .concat({ nodeLabel: 'kubernetes.io/hostname' }),
      },
    });
  for (const { name, pool, training, near } of flavors)
    object('ResourceFlavor', name, {
      spec: {
        nodeLabels: { 'keelson.dev/node-pool': pool },
        tolerations: [
          { key: 'nvidia.com/gpu', operator: 'Exists' },
          ...(training ? [{ key: 'acme.example/training', operator: 'Exists' }] : []),
        ],
        ...(near && { topologyName: 'fabric' }),
      },
    });
  object('Cohort', 'gpus', { spec: {} });
  for (const team of TEAMS) {
    object('ClusterQueue', team, {
      spec: {
        cohortName: 'gpus',
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': team } },
        queueingStrategy: 'BestEffortFIFO',
        fairSharing: { weight: team === 'training' ? '3' : '1' },
        // What was lent is taken back for whom it belongs to.
        preemption: { reclaimWithinCohort: 'Any', withinClusterQueue: 'LowerPriority' },
        resourceGroups: [
          {
            coveredResources: ['cpu', 'memory', 'nvidia.com/gpu'],
            flavors: flavors.map(({ name, gpus }) => ({
              name,
              resources: [
                { name: 'cpu', nominalQuota: share(gpus * 20, team) },
                { name: 'memory', nominalQuota: `${share(gpus * 200, team)}Gi` },
                { name: 'nvidia.com/gpu', nominalQuota: share(gpus, team) },
              ],
            })),
          },
        ],
      },
    });
    new ApiObject(unit, `LocalQueue-${team}`, {
      apiVersion: API,
      kind: 'LocalQueue',
      metadata: { name: 'default', namespace: team },
      spec: { clusterQueue: team },
    });
  }
  object('WorkloadPriorityClass', 'deadline', { value: 1000, description: 'Somebody waits for the result today' });
  object('WorkloadPriorityClass', 'whenever', { value: 100, description: 'It may start again' });
}

/** Three quarters are the training team's, and of the rest research has what evaluation does not need. */
function share(amount: number, team: (typeof TEAMS)[number]): number {
  const quarter = Math.floor(amount / 4);
  const evaluation = Math.floor(quarter / 4);
  return { training: amount - quarter, research: quarter - evaluation, evaluation }[team];
}

function flavorsOf({ pools, training }: Stage): Flavor[] {
  return [
    ...(training
      ? [
          { name: 'h200-fabric', pool: 'h200-training', gpus: training.nodes * 8, training: true, near: true },
          // Its nodes are in a placement group, and not there before a job is: they are in no topology yet.
          { name: 'h200-overflow', pool: 'h200-overflow', gpus: OVERFLOW * 8, training: true, near: false },
        ]
      : []),
    ...(pools.l40s ? [{ name: 'l40s', pool: 'l40s', gpus: Math.ceil(pools.l40s.maxNodes / 2), training: false, near: false }] : []),
  ];
}
