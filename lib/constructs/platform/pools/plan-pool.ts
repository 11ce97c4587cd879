import { type ResolvedAmi, resolveAmi } from './ami.ts';
import { type Capacity, onDemand } from './capacity.ts';
import { checkCapacity } from './capacity-check.ts';
import { type CapacityGroup, planCapacity } from './capacity-plan.ts';
import { checkDiskKey } from './disk.ts';
import type { PoolSpec } from './pool-spec.ts';
import { type PoolProblem, reportProblems } from './problem.ts';

/** What a pool is made of. */
export interface PoolPlan {
  readonly ami: ResolvedAmi;
  /** Kinds of capacity, in order. */
  readonly steps: readonly Capacity[];
  /** Names of the zones. */
  readonly zones: readonly string[];
  readonly groups: readonly CapacityGroup[];
}

/** Holds a pool against its cluster, and plans its image and its groups. Reports KS6023, KS6041, KS6042, KS6043, KS6045 and KS6047. */
export function planPool(spec: PoolSpec): PoolPlan | undefined {
  const { pool, cluster, props, provisioner } = spec;
  if (provisioner === 'karpenter' && cluster.autoMode) {
    const message = `the cluster ${cluster.name} has Auto Mode, whose Karpenter does not read the node classes of this pool`;
    reportProblems(pool, [{ code: 'KS6045', message, fix: "give provisioner: 'managed', or a cluster without autoMode" }]);
    return undefined;
  }
  const zones = zonesOf(spec);
  if (!zones) return undefined;
  const frame = { provisioner, zones, instanceTypes: spec.instanceTypes };
  const { steps, problems } = checkCapacity(props.capacity ?? [onDemand()], frame);
  const { ami, problems: amiProblems } = resolveAmi(props.ami ?? {}, {
    provisioner,
    arch: spec.arch,
    gpu: spec.gpusPerNode !== undefined,
    instances: spec.instances,
    kubernetes: cluster.version,
  });
  const diskProblems = provisioner === 'managed' ? checkDiskKey(props.disk ?? {}) : [];
  if (reportProblems(pool, [...problems, ...amiProblems, ...checkKubelet(spec, ami), ...diskProblems]) || !ami) return undefined;
  const plan = planCapacity({ ...frame, steps, maxNodes: props.maxNodes, placementGroup: spec.placementGroup });
  return reportProblems(pool, plan.problems) ? undefined : { ami, steps, zones, groups: plan.groups };
}

/** Names of the pool's zones; undefined for one that the network lacks, and for a network that is told to be wrong already. */
function zonesOf({ pool, cluster, props }: PoolSpec): readonly string[] | undefined {
  const known = cluster.network.zones;
  const region = known[0]?.slice(0, -1);
  if (region === undefined) return undefined;
  const zones = props.zones?.map((zone) => (zone.length === 1 ? `${region}${zone}` : zone)) ?? known;
  const foreign = zones.find((zone) => !known.includes(zone));
  if (foreign === undefined) return zones;
  reportProblems(pool, [{ code: 'KS6023', message: `the network has no zone ${foreign}`, fix: `it has ${known.join(', ')}` }]);
  return undefined;
}

function checkKubelet({ props }: PoolSpec, ami: ResolvedAmi | undefined): PoolProblem[] {
  if (ami?.type.os !== 'Bottlerocket' || props.kubelet?.podsPerCore === undefined) return [];
  return [{ code: 'KS6043', message: 'Bottlerocket has no setting for podsPerCore', fix: 'give kubelet.maxPods' }];
}
