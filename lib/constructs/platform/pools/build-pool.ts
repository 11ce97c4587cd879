import { addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { recordPool } from '../../../synth/pools.ts';
import { announceNeed } from './cluster-needs.ts';
import { addEfaSecurityGroup, addPlacementGroup } from './efa.ts';
import { addKarpenterGroup } from './karpenter/karpenter-group.ts';
import { addOverlay } from './karpenter/overlay.ts';
import { addManagedGroup } from './managed/managed-group.ts';
import { addPriorities } from './managed/priorities.ts';
import { NodeRole } from './node-role.ts';
import { planPool } from './plan-pool.ts';
import { POOL_LABEL } from './pool-label.ts';
import { poolRecord } from './pool-record.ts';
import type { GroupSpec, PoolSpec } from './pool-spec.ts';

export { POOL_LABEL } from './pool-label.ts';

/** Makes the nodes of a pool: a NodePool and an EC2NodeClass of Karpenter, or a managed node group, for each group of its capacity. */
export function buildPool(spec: PoolSpec): void {
  const { pool, cluster, props, provisioner, name } = spec;
  if (props.aliases) addAliases(pool, ...props.aliases);
  if (props.dependsOn) pool.node.addDependency(...props.dependsOn);
  placeByDefault(pool, 'terraform', `cluster-${cluster.name}`, cluster);
  placeByDefault(pool, 'kubernetes', 'pools', cluster);
  const plan = planPool(spec);
  if (!plan) return;
  recordPool(pool, poolRecord(spec, plan.steps, plan.zones));
  const efa = spec.efa && addEfaSecurityGroup(spec);
  const role = NodeRole.of(cluster, provisioner);
  const nodeTags = { ...Environment.of(pool).tags, [POOL_LABEL]: name, ...props.tags };
  const groups = plan.groups.map(
    (group): GroupSpec => ({
      ...spec,
      group,
      groupName: group.suffix === '' ? name : `${name}-${group.suffix}`,
      ami: plan.ami,
      role,
      subnetIds: cluster.network.subnetIds('private', group.zones),
      securityGroupIds: [cluster.securityGroupId, ...(efa ? [efa] : [])],
      placement: addPlacementGroup(spec, group),
      nodeTags,
    }),
  );
  const names = groups.map(({ groupName }) => groupName);
  if (provisioner === 'karpenter') {
    if (props.disk?.kmsKeyArn !== undefined) announceNeed(cluster, 'nodeKey', props.disk.kmsKeyArn);
    for (const group of groups) addKarpenterGroup(group);
    if (spec.overlay) addOverlay(pool, name, names, spec.overlay);
  } else {
    for (const [index, group] of groups.entries()) addManagedGroup(group, index === 0 ? spec.minNodes : 0);
    if (groups.length > 1) addPriorities(cluster, names);
  }
}
