import type { UnitPlan } from '../plan/types.ts';
import type { ChangeSet, ResourceChange } from '../terraform/plan/change-set.ts';

/** Sizes that an autoscaler sets, by type. */
const AUTOSCALED: ReadonlyMap<string, RegExp> = new Map([
  ['aws_eks_node_group', /^\/scaling_config\/\d+\/desired_size$/],
  ['aws_autoscaling_group', /^\/desired_capacity$/],
]);

/** Changes of objects without what may be otherwise in a minute. */
export function lastingObjectChanges({ changes }: Pick<UnitPlan, 'changes'>): UnitPlan['changes'] {
  return changes.map(({ lost: _, ...change }) => change);
}

/**
 * Changes of resources as they are compared with what was approved. How many nodes a pool has that goes is what its autoscaler says at the
 * time: another number voids nothing, but a pool that was empty and is no longer does.
 */
export function lastingResourceChanges({ resources, outputs }: Pick<ChangeSet, 'resources' | 'outputs'>): unknown {
  return { resources: resources.map(lasting), outputs };
}

function lasting(change: ResourceChange): unknown {
  const { action, type, fields, cost } = change;
  const size = AUTOSCALED.get(type);
  if (!size || (action !== 'delete' && action !== 'replace')) return change;
  const { nodes, gpus: _, price: __, ...rest } = cost ?? {};
  return { ...change, fields: fields.filter(({ pointer }) => !size.test(pointer)), cost: { ...rest, isInUse: nodes !== 0 } };
}
