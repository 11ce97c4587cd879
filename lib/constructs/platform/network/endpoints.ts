import { Region } from '../../../synth/region.ts';
import { reportError } from '../../../synth/state.ts';
import { loadEndpoints } from './lazy.ts';
import type { NetworkProps } from './network-props.ts';
import type { NetworkScope } from './network-scope.ts';
import type { Routing } from './routing.ts';
import type { SubnetsByTier } from './subnets.ts';

/** What nodes of EKS call. Source: Amazon EKS User Guide, "Deploy private clusters with limited internet access". */
const NODES_NEED = ['autoscaling', 'ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'elasticloadbalancing', 'logs', 'sts'];

/** Endpoints of AWS's services: gateways in every route table, interfaces in the intra subnets behind one security group. */
export function addEndpoints(
  network: NetworkScope,
  {
    vpcId,
    settings,
    subnets,
    routing,
  }: {
    readonly vpcId: string;
    readonly settings: NetworkProps;
    readonly subnets: SubnetsByTier;
    readonly routing: Routing;
  },
): void {
  const gateways = [...new Set(settings.gatewayEndpoints ?? ['s3'])].sort();
  const interfaces = [...new Set(settings.endpoints ?? (settings.nat === 'none' ? NODES_NEED : []))].sort();
  if (gateways.length + interfaces.length === 0) return;
  if (Region.of(network)?.startsWith('cn-') && interfaces.length > 0 && settings.endpoints === undefined)
    reportError(network, 'KS1001', 'the names of endpoints in China differ by service, and none are given', {
      fix: "give endpoints with their whole names, such as 'cn.com.amazonaws.cn-north-1.ecr.api'",
    });
  const { VpcEndpoint, SecurityGroup, VpcSecurityGroupIngressRule } = loadEndpoints();
  const region = Region.of(network) ?? '';
  const serviceName = (service: string): string => (service.includes('com.amazonaws.') ? service : `com.amazonaws.${region}.${service}`);
  const tags = (service: string) => ({ Name: `${network.name}-${service}` });
  for (const service of gateways)
    new VpcEndpoint(network, `endpoint-${service}`, {
      vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: serviceName(service),
      routeTableIds: [...routing.tables.values()].flatMap((tables) => tables.map((table) => table.id)),
      tags: tags(service),
    });
  if (interfaces.length === 0) return;
  const group = new SecurityGroup(network, 'endpoints', {
    name: `${network.name}-endpoints`,
    description: 'HTTPS from the VPC to endpoints of AWS services',
    vpcId,
    tags: { Name: `${network.name}-endpoints` },
  });
  for (const [index, cidrIpv4] of [settings.cidr, ...(settings.podCidrs ?? [])].entries())
    new VpcSecurityGroupIngressRule(network, `endpoints-from-${index === 0 ? 'vpc' : `pod-range-${index}`}`, {
      securityGroupId: group.id,
      description: `HTTPS from ${cidrIpv4}`,
      cidrIpv4,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    });
  for (const service of interfaces)
    new VpcEndpoint(network, `endpoint-${service}`, {
      vpcId,
      vpcEndpointType: 'Interface',
      serviceName: serviceName(service),
      privateDnsEnabled: true,
      subnetIds: [...(subnets.get('intra')?.values() ?? [])].map((subnet) => subnet.id),
      securityGroupIds: [group.id],
      tags: tags(service),
    });
}
