import type { RouteTable } from '@cdktf/provider-aws/lib/route-table/index.js';
import { loadInternet, loadVpc } from './lazy.ts';
import type { SubnetTier } from './network-interface.ts';
import type { NetworkScope } from './network-scope.ts';
import type { SubnetsByTier } from './subnets.ts';

/** Route tables and the ways out of a network. */
export interface Routing {
  /** Pods use those of private. */
  readonly tables: ReadonlyMap<SubnetTier, readonly RouteTable[]>;
  /** Public addresses of the NAT gateways. */
  readonly addresses: readonly string[];
}

/**
 * One route table for the public subnets, one per zone for the private ones and their pods, one without a way out for intra;
 * an internet gateway where there are public subnets, and NAT gateways.
 */
export function addRouting(
  network: NetworkScope,
  {
    vpcId,
    zones,
    subnets,
    nat,
  }: {
    readonly vpcId: string;
    readonly zones: readonly string[];
    readonly subnets: SubnetsByTier;
    readonly nat: 'zone' | 'single' | 'none';
  },
): Routing {
  const { RouteTable, RouteTableAssociation } = loadVpc();
  const table = (id: string): RouteTable => new RouteTable(network, `${id}-routes`, { vpcId, tags: { Name: `${network.name}-${id}` } });
  const associate = (tier: SubnetTier, zone: string, routes: RouteTable): void => {
    const subnet = subnets.get(tier)?.get(zone);
    if (subnet) new RouteTableAssociation(network, `${tier}-${zone}-routing`, { subnetId: subnet.id, routeTableId: routes.id });
  };
  const tables = new Map<SubnetTier, readonly RouteTable[]>();
  const shared = (tier: 'public' | 'intra'): RouteTable | undefined => {
    if (!subnets.has(tier)) return undefined;
    const routes = table(tier);
    tables.set(tier, [routes]);
    for (const zone of zones) associate(tier, zone, routes);
    return routes;
  };
  const gateways = addGateways(network, vpcId, zones, subnets, nat, shared('public'));
  shared('intra');
  const privates = zones.map((zone, index) => {
    const routes = table(`private-${zone}`);
    associate('private', zone, routes);
    associate('pods', zone, routes);
    const gateway = gateways[index] ?? gateways[0];
    if (gateway)
      new (loadInternet().Route)(network, `private-${zone}-nat-route`, {
        routeTableId: routes.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: gateway.id,
      });
    return routes;
  });
  tables.set('private', privates);
  return { tables, addresses: gateways.map(({ address }) => address) };
}

/** The internet gateway with its route, and the NAT gateways in the order of the zones. */
function addGateways(
  network: NetworkScope,
  vpcId: string,
  zones: readonly string[],
  subnets: SubnetsByTier,
  nat: 'zone' | 'single' | 'none',
  publicRoutes: RouteTable | undefined,
): readonly { readonly id: string; readonly address: string }[] {
  if (!publicRoutes) return [];
  const { InternetGateway, Eip, NatGateway, Route } = loadInternet();
  const internet = new InternetGateway(network, 'internet-gateway', { vpcId, tags: { Name: network.name } });
  new Route(network, 'public-internet-route', {
    routeTableId: publicRoutes.id,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: internet.id,
  });
  const places = nat === 'none' ? [] : nat === 'single' ? zones.slice(0, 1) : zones;
  return places.map((zone) => {
    const tags = { Name: `${network.name}-${zone}` };
    const address = new Eip(network, `nat-address-${zone}`, { domain: 'vpc', tags });
    const subnetId = subnets.get('public')?.get(zone)?.id ?? '';
    const gateway = new NatGateway(network, `nat-${zone}`, { allocationId: address.id, subnetId, tags });
    // AWS refuses an address or a gateway of a VPC that has no way out yet.
    address.node.addDependency(internet);
    gateway.node.addDependency(internet);
    return { id: gateway.id, address: address.publicIp };
  });
}
