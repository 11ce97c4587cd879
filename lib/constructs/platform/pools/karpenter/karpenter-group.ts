import { ApiObject } from 'cdk8s';
import { isReserved } from '../capacity-check.ts';
import { karpenterDisruption } from '../disruption.ts';
import type { GroupSpec, Requirement } from '../pool-spec.ts';
import { nodeClassSpec } from './node-class.ts';

/** API group of EC2NodeClass. */
const NODE_CLASS_GROUP = 'karpenter.k8s.aws';

/** The NodePool and the EC2NodeClass of one group, under one name. */
export function addKarpenterGroup(spec: GroupSpec): void {
  const { pool, group, groupName: name } = spec;
  const id = (kind: string): string => (group.suffix === '' ? kind : `${kind}-${group.suffix}`);
  const nodeClass = new ApiObject(pool, id('node-class'), {
    apiVersion: `${NODE_CLASS_GROUP}/v1`,
    kind: 'EC2NodeClass',
    metadata: { name },
    spec: nodeClassSpec(spec),
  });
  const nodePool = new ApiObject(pool, id('node-pool'), {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: nodePoolSpec(spec),
  });
  // A node class goes when no node needs it any more: it is made before its NodePool, and deleted after it.
  nodePool.addDependency(nodeClass);
}

function nodePoolSpec(spec: GroupSpec): Record<string, unknown> {
  const { group, props, gpusPerNode, labels, taints } = spec;
  const { disruption, template } = karpenterDisruption(props.disruption ?? {}, gpusPerNode !== undefined);
  return {
    ...(group.weight > 0 && { weight: group.weight }),
    limits: spec.limits(group.maxNodes),
    disruption,
    template: {
      metadata: { labels },
      spec: {
        ...template,
        nodeClassRef: { group: NODE_CLASS_GROUP, kind: 'EC2NodeClass', name: spec.groupName },
        requirements: requirements(spec),
        ...(taints.length > 0 && { taints }),
      },
    },
  };
}

/** Karpenter calls both kinds of reservations `reserved`; its node class says which they are. */
function requirements({ group, arch, requirements: more }: GroupSpec): readonly Requirement[] {
  const kinds = [...new Set(group.kinds.map((kind) => (isReserved(kind) ? 'reserved' : kind)))];
  return [
    { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
    { key: 'kubernetes.io/arch', operator: 'In', values: [arch] },
    ...(group.instanceTypes ? [{ key: 'node.kubernetes.io/instance-type', operator: 'In' as const, values: group.instanceTypes }] : []),
    ...more,
    { key: 'topology.kubernetes.io/zone', operator: 'In', values: group.zones },
    { key: 'karpenter.sh/capacity-type', operator: 'In', values: kinds },
  ];
}
