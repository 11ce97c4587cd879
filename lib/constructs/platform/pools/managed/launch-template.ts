import type { LaunchTemplateConfig } from '@cdktf/provider-aws/lib/launch-template/index.js';
import { boundedName } from '../../iam/bounded-name.ts';
import { isReserved } from '../capacity-check.ts';
import { volumes } from '../disk.ts';
import type { GroupSpec } from '../pool-spec.ts';
import { userData } from './user-data.ts';

/** Longest name of a launch template. Source: Amazon EC2, CreateLaunchTemplate. */
const NAME_LENGTH = 128;

/**
 * The launch template of a managed node group: only IMDSv2, which pods do not reach, encrypted volumes, tags for what it starts.
 * Source: Amazon EKS User Guide, "Customize managed nodes with launch templates".
 */
export function launchTemplate(spec: GroupSpec): LaunchTemplateConfig {
  const { ami, cluster, efa, group, groupName, nodeTags, placement, props, raid } = spec;
  const name = boundedName(`${cluster.clusterName}-${groupName}`, NAME_LENGTH, '-');
  const securityGroups = spec.securityGroupIds.map((id) => id.asString());
  const data = userData(ami.type.os, raid, props.kubelet);
  const tags = { ...nodeTags, Name: `${cluster.clusterName}-${groupName}` };
  return {
    name,
    updateDefaultVersion: true,
    ...(data !== undefined && { userData: data }),
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: volumes(ami.type.os, props.disk ?? {}).map(({ device, sizeGiB, iops, throughput, kmsKeyArn }) => ({
      deviceName: device,
      ebs: {
        volumeSize: sizeGiB,
        volumeType: 'gp3',
        encrypted: 'true',
        deleteOnTermination: 'true',
        ...(iops !== undefined && { iops }),
        ...(throughput !== undefined && { throughput }),
        ...(kmsKeyArn !== undefined && { kmsKeyId: String(kmsKeyArn) }),
      },
    })),
    // With interfaces of its own a template has its groups there; EKS adds the cluster's to neither.
    ...(efa
      ? {
          networkInterfaces: efa.map(({ networkCardIndex, deviceIndex, interfaceType }) => ({
            networkCardIndex,
            deviceIndex,
            interfaceType,
            deleteOnTermination: 'true',
            securityGroups: [...securityGroups],
          })),
        }
      : { vpcSecurityGroupIds: securityGroups }),
    ...(placement && { placement: { groupName: placement.name.asString() } }),
    ...reservation(spec),
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
    tags: { Name: name },
    ...(group.kinds[0] === 'capacity-block' && { instanceType: group.instanceTypes?.[0] as string }),
  };
}

/** Source: Amazon EKS User Guide, "Create a managed node group with Amazon EC2 Capacity Blocks for ML". */
function reservation({ group }: GroupSpec): Partial<LaunchTemplateConfig> {
  const [id] = group.reservations;
  if (!group.kinds.some(isReserved) || id === undefined) return {};
  return {
    capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: String(id) } },
    ...(group.kinds[0] === 'capacity-block' && { instanceMarketOptions: { marketType: 'capacity-block' } }),
  };
}
