import type { ResolvedAmi } from '../ami.ts';
import { type Volume, volumes } from '../disk.ts';
import type { GroupSpec } from '../pool-spec.ts';

/**
 * Spec of an EC2NodeClass: nodes that only speak IMDSv2, and whose pods do not reach it.
 * Source: aws/karpenter-provider-aws website/content/en/docs/concepts/nodeclasses.md @1d927085d.
 */
export function nodeClassSpec(spec: GroupSpec): Record<string, unknown> {
  const { ami, efa, group, nodeTags, placement, props, raid, role, securityGroupIds, subnetIds } = spec;
  return {
    ...amiFields(ami),
    // Made by Terraform: Karpenter then needs no right to make profiles, and no way to IAM, which has no endpoint in a VPC.
    instanceProfile: role.instanceProfile,
    subnetSelectorTerms: subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: securityGroupIds.map((id) => ({ id })),
    ...(group.reservations.length > 0 && { capacityReservationSelectorTerms: group.reservations.map((id) => ({ id })) }),
    ...(placement && { placementGroupSelector: { id: placement.id } }),
    ...(efa && { networkInterfaces: efa }),
    metadataOptions: { httpEndpoint: 'enabled', httpProtocolIPv6: 'disabled', httpPutResponseHopLimit: 1, httpTokens: 'required' },
    blockDeviceMappings: volumes(ami.type.os, props.disk ?? {}).map(blockDevice),
    ...(raid && { instanceStorePolicy: 'RAID0' }),
    ...(props.kubelet && { kubelet: props.kubelet }),
    tags: nodeTags,
  };
}

function amiFields({ type, id, alias }: ResolvedAmi): Record<string, unknown> {
  return id === undefined ? { amiSelectorTerms: [{ alias }] } : { amiFamily: type.os, amiSelectorTerms: [{ id }] };
}

function blockDevice({ device, sizeGiB, iops, throughput, kmsKeyArn }: Volume, index: number): Record<string, unknown> {
  return {
    deviceName: device,
    ...(index === 0 && { rootVolume: true }),
    ebs: {
      volumeSize: `${sizeGiB}Gi`,
      volumeType: 'gp3',
      encrypted: true,
      deleteOnTermination: true,
      ...(iops !== undefined && { iops }),
      ...(throughput !== undefined && { throughput }),
      ...(kmsKeyArn !== undefined && { kmsKeyID: kmsKeyArn }),
    },
  };
}
