import type { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js';
import { loadVpc } from './lazy.ts';
import type { SubnetTier } from './network-interface.ts';
import type { NetworkProps } from './network-props.ts';
import type { NetworkScope } from './network-scope.ts';
import type { PlannedSubnet } from './subnet-plan.ts';

/** Subnets of a network by tier and zone. */
export type SubnetsByTier = ReadonlyMap<SubnetTier, ReadonlyMap<string, Subnet>>;

/**
 * What finds subnets by their tags. Sources: AWS Load Balancer Controller, "Subnet Discovery"; Amazon EKS User Guide,
 * "Configure subnet selection for Pod IP addresses".
 */
const ROLE_TAGS: Readonly<Record<SubnetTier, Readonly<Record<string, string>>>> = {
  public: { 'kubernetes.io/role/elb': '1' },
  private: { 'kubernetes.io/role/internal-elb': '1' },
  intra: {},
  pods: { 'kubernetes.io/role/cni': '1' },
};

/** Makes the planned subnets. Addresses that are open to the internet are never given by themselves. */
export function addSubnets(
  network: NetworkScope,
  {
    vpcId,
    podVpcId,
    plan,
    settings,
  }: {
    readonly vpcId: string;
    readonly podVpcId: string | undefined;
    readonly plan: readonly PlannedSubnet[];
    readonly settings: NetworkProps;
  },
): SubnetsByTier {
  const { Subnet } = loadVpc();
  const subnets = new Map<SubnetTier, Map<string, Subnet>>();
  for (const { tier, zone, cidr } of plan) {
    const subnet = new Subnet(network, `${tier}-${zone}`, {
      vpcId: (tier === 'pods' ? podVpcId : undefined) ?? vpcId,
      availabilityZone: zone,
      cidrBlock: cidr,
      tags: {
        Name: `${network.name}-${tier}-${zone}`,
        ...ROLE_TAGS[tier],
        ...(tier === 'private' && network.discoveryTags),
        ...settings.subnetTags?.[tier],
      },
    });
    const byZone = subnets.get(tier) ?? new Map<string, Subnet>();
    byZone.set(zone, subnet);
    subnets.set(tier, byZone);
  }
  return subnets;
}

/** Tags that an existing subnet of a tier is found by, when nothing else is said. */
export function defaultLookupTags(tier: SubnetTier): Readonly<Record<string, string>> | undefined {
  return tier === 'intra' ? undefined : ROLE_TAGS[tier];
}
