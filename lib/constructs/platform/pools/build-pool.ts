import { addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { resolveAmi } from './ami.ts';
import { onDemand } from './capacity.ts';
import { checkCapacity } from './capacity-check.ts';
import { planCapacity } from './capacity-plan.ts';
import { addEfaSecurityGroup, addPlacementGroup } from './efa.ts';
import { addKarpenterGroup } from './karpenter/karpenter-group.ts';
import { addOverlay } from './karpenter/overlay.ts';
import { addManagedGroup } from './managed/managed-group.ts';
import { addPriorities } from './managed/priorities.ts';
import { NodeRole } from './node-role.ts';
import type { GroupSpec, PoolSpec } from './pool-spec.ts';
import { type PoolProblem, reportProblems } from './problem.ts';

/** Label of all nodes of a pool, whatever makes them. */
export const POOL_LABEL = 'keelson.dev/node-pool';

/** Makes the nodes of a pool: a NodePool and an EC2NodeClass of Karpenter, or a managed node group, for each group of its capacity. */
export function buildPool(spec: PoolSpec): void {
  const { pool, cluster, props, provisioner, name } = spec;
  if (props.aliases) addAliases(pool, ...props.aliases);
  if (props.dependsOn) pool.node.addDependency(...props.dependsOn);
  placeByDefault(pool, 'terraform', `cluster-${cluster.name}`, cluster);
  placeByDefault(pool, 'kubernetes', 'pools', cluster);
  if (provisioner === 'karpenter' && cluster.autoMode) {
    const message = `the cluster ${cluster.name} has Auto Mode, whose Karpenter does not read the node classes of this pool`;
    reportProblems(pool, [{ code: 'KS6045', message, fix: "give provisioner: 'managed', or a cluster without autoMode" }]);
    return;
  }
  const { network } = cluster;
  // Without zones the network is told to be wrong already.
  const region = network.zones[0]?.slice(0, -1);
  if (region === undefined) return;
  const zones = props.zones?.map((zone) => (zone.length === 1 ? `${region}${zone}` : zone)) ?? network.zones;
  const foreign = zones.find((zone) => !network.zones.includes(zone));
  if (foreign !== undefined) {
    reportProblems(pool, [{ code: 'KS6023', message: `the network has no zone ${foreign}`, fix: `it has ${network.zones.join(', ')}` }]);
    return;
  }
  const frame = { provisioner, zones, instanceTypes: spec.instanceTypes };
  const { steps, problems } = checkCapacity(props.capacity ?? [onDemand()], frame);
  const { ami, problems: amiProblems } = resolveAmi(props.ami ?? {}, {
    provisioner,
    arch: spec.arch,
    gpu: spec.gpusPerNode !== undefined,
    instances: spec.instances,
    kubernetes: cluster.version,
  });
  const noPodsPerCore: PoolProblem[] =
    ami?.type.os === 'Bottlerocket' && props.kubelet?.podsPerCore !== undefined
      ? [{ code: 'KS6043', message: 'Bottlerocket has no setting for podsPerCore', fix: 'give kubelet.maxPods' }]
      : [];
  if (reportProblems(pool, [...problems, ...amiProblems, ...noPodsPerCore]) || !ami) return;
  const plan = planCapacity({ ...frame, steps, maxNodes: props.maxNodes, placementGroup: spec.placementGroup });
  if (reportProblems(pool, plan.problems)) return;
  const efa = spec.efa && addEfaSecurityGroup(spec);
  const role = NodeRole.of(cluster, provisioner);
  const nodeTags = { ...Environment.of(pool).tags, [POOL_LABEL]: name, ...props.tags };
  const groups = plan.groups.map(
    (group): GroupSpec => ({
      ...spec,
      group,
      groupName: group.suffix === '' ? name : `${name}-${group.suffix}`,
      ami,
      role,
      subnetIds: network.subnetIds('private', group.zones),
      securityGroupIds: [cluster.securityGroupId, ...(efa ? [efa] : [])],
      placement: addPlacementGroup(spec, group),
      nodeTags,
    }),
  );
  const names = groups.map(({ groupName }) => groupName);
  if (provisioner === 'karpenter') {
    for (const group of groups) addKarpenterGroup(group);
    if (spec.overlay) addOverlay(pool, name, names, spec.overlay);
  } else {
    for (const [index, group] of groups.entries()) addManagedGroup(group, index === 0 ? spec.minNodes : 0);
    if (groups.length > 1) addPriorities(cluster, names);
  }
}
