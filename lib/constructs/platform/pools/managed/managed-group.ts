import type { EksNodeGroupConfig } from '@cdktf/provider-aws/lib/eks-node-group/index.js';
import { dependOnCluster, dependOnNodeAddons } from '../../addon/cluster-resource.ts';
import type { CapacityKind } from '../capacity.ts';
import { loadNodeGroup } from '../lazy.ts';
import type { GroupSpec } from '../pool-spec.ts';
import { launchTemplate } from './launch-template.ts';

const CAPACITY_TYPES: Readonly<Record<CapacityKind, string>> = {
  'on-demand': 'ON_DEMAND',
  reserved: 'ON_DEMAND',
  spot: 'SPOT',
  'capacity-block': 'CAPACITY_BLOCK',
};
const EFFECTS = { NoSchedule: 'NO_SCHEDULE', PreferNoSchedule: 'PREFER_NO_SCHEDULE', NoExecute: 'NO_EXECUTE' } as const;

/**
 * A managed node group with a launch template of its own. How many nodes it has after it is made is left to what scales it; a
 * new template or release replaces them one at a time.
 */
export function addManagedGroup(spec: GroupSpec, minNodes: number): void {
  const { ami, cluster, group, groupName, labels, pool, role, taints, subnetIds } = spec;
  const { EksNodeGroup, LaunchTemplate } = loadNodeGroup();
  const id = (kind: string): string => (group.suffix === '' ? kind : `${kind}-${group.suffix}`);
  const template = new LaunchTemplate(pool, id('launch-template'), launchTemplate(spec));
  const config: EksNodeGroupConfig = {
    clusterName: cluster.clusterName,
    nodeGroupName: groupName,
    nodeRoleArn: role.arn,
    subnetIds: subnetIds.map((subnet) => subnet.asString()),
    amiType: ami.type.name,
    // A release says its version of Kubernetes, too.
    ...(ami.releaseVersion === undefined ? { version: cluster.version } : { releaseVersion: ami.releaseVersion }),
    capacityType: CAPACITY_TYPES[group.kinds[0] ?? 'on-demand'],
    // A capacity block has its type in the template.
    ...(group.kinds[0] !== 'capacity-block' && { instanceTypes: [...(group.instanceTypes ?? [])] }),
    labels: { ...labels },
    ...(taints.length > 0 && {
      taint: taints.map(({ key, value, effect }) => ({ key, ...(value !== undefined && { value }), effect: EFFECTS[effect] })),
    }),
    launchTemplate: { id: template.id, version: template.latestVersion as unknown as string },
    scalingConfig: { minSize: minNodes, desiredSize: minNodes, maxSize: group.maxNodes },
    updateConfig: { maxUnavailable: 1 },
    nodeRepairConfig: { enabled: true },
    tags: { Name: `${cluster.clusterName}-${groupName}` },
    lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
  };
  const made = new EksNodeGroup(pool, id('node-group'), config);
  made.node.addDependency(role);
  dependOnCluster(made, cluster);
  dependOnNodeAddons(made, cluster);
}
