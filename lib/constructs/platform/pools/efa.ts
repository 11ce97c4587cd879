import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { isReserved } from './capacity-check.ts';
import type { CapacityGroup } from './capacity-plan.ts';
import { loadEfa } from './lazy.ts';
import type { GroupSpec, PoolSpec } from './pool-spec.ts';

/**
 * The security group of nodes with EFA, which allows all traffic to and from itself: EFA is no IP traffic, and groups that
 * allow address ranges do not let it through.
 * Source: Amazon EC2 User Guide, "Get started with EFA and NCCL", prepare an EFA-enabled security group.
 */
export function addEfaSecurityGroup({ pool, cluster, name }: PoolSpec): Reference<string> {
  const { SecurityGroup, VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule } = loadEfa();
  const groupName = `${cluster.clusterName}-${name}-efa`;
  const group = new SecurityGroup(pool, 'efa', {
    name: groupName,
    description: `EFA between the nodes of ${name}`,
    vpcId: cluster.network.vpcId.asString(),
    tags: { Name: groupName },
  });
  const itself = { securityGroupId: group.id, referencedSecurityGroupId: group.id, ipProtocol: '-1' };
  new VpcSecurityGroupIngressRule(pool, 'efa-from-itself', { ...itself, description: 'EFA from nodes of the pool' });
  new VpcSecurityGroupEgressRule(pool, 'efa-to-itself', { ...itself, description: 'EFA to nodes of the pool' });
  return terraformReference(pool, group.id);
}

/** Keeps nodes near each other; a reservation has been made in a place of its own. */
export function addPlacementGroup({ pool, cluster, name, placementGroup }: PoolSpec, group: CapacityGroup): GroupSpec['placement'] {
  if (!placementGroup || group.kinds.some(isReserved)) return undefined;
  const suffix = group.suffix === '' ? '' : `-${group.suffix}`;
  const made = new (loadEfa().loadPlacementGroup())(pool, `placement${suffix}`, {
    name: `${cluster.clusterName}-${name}${suffix}`,
    strategy: 'cluster',
  });
  return { id: terraformReference(pool, made.placementGroupId), name: terraformReference(pool, made.name) };
}
