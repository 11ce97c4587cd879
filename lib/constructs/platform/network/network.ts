import { Construct } from 'constructs';
import { addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { Platform } from '../../../synth/platform.ts';
import { parseProps } from '../../../synth/props.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { addEndpoints } from './endpoints.ts';
import { ExistingNetwork, type ExistingNetworkProps } from './existing-network.ts';
import { addFlowLogs } from './flow-logs.ts';
import { loadCidrAssociation, loadVpc } from './lazy.ts';
import { addImports } from './network-imports.ts';
import type { INetwork, SubnetTier } from './network-interface.ts';
import { type NetworkProps, networkSchema } from './network-props.ts';
import { addRouting, type Routing } from './routing.ts';
import { pickZones } from './subnet-lookup.ts';
import { addSubnets, type SubnetsByTier } from './subnets.ts';
import { networkPlan } from './zones.ts';

export type { ExistingNetworkProps } from './existing-network.ts';
export type { EndpointService, FlowLogsProps, NetworkImportIds, NetworkProps } from './network-props.ts';

/**
 * A VPC with subnets in two or more zones: public ones for load balancers and NAT, private ones for nodes, intra ones without
 * a way out for the endpoints of AWS's services and, where pods have ranges of their own, ones for pods. Its default security
 * group lets nothing through, and its traffic is logged. It is in the unit `network` of its environment.
 */
export class Network extends Construct implements INetwork {
  readonly vpcId: Reference<string>;
  readonly zones: readonly string[];
  readonly cidr: string | undefined;
  readonly podCidrs: readonly string[];
  readonly avoid: readonly string[];
  /** Name of the VPC. */
  readonly name: string;
  /** Tags that Karpenter finds the private subnets by. */
  readonly discoveryTags: Readonly<Record<string, string>>;
  /** Addresses that the network's traffic into the internet comes from, one per NAT gateway. */
  readonly natAddresses: readonly Reference<string>[];
  readonly #subnets: SubnetsByTier;
  readonly #routing: Routing;

  /**
   * Reports KS1001 for a wrong prop, KS6020 for ranges that overlap, KS6021 for fewer than two zones, KS6022 for a range that
   * AWS does not take. Throws KS1003 outside an environment.
   */
  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const environment = Environment.of(this);
    const parsed = parseProps(this, networkSchema, props) as NetworkProps | undefined;
    if (parsed?.aliases) addAliases(this, ...parsed.aliases);
    if (parsed?.dependsOn) this.node.addDependency(...parsed.dependsOn);
    placeByDefault(this, 'terraform', 'network', environment);
    this.name = parsed?.name ?? `${Platform.of(this).name}-${environment.name}-${id}`;
    this.discoveryTags = { 'karpenter.sh/discovery': this.name };
    const plan = parsed && networkPlan(this, parsed);
    const settings: NetworkProps = parsed ?? { cidr: '10.0.0.0/16', zones: [], flowLogs: false };
    this.zones = plan?.zones ?? [];
    this.cidr = parsed?.cidr;
    this.podCidrs = parsed?.podCidrs ?? [];
    this.avoid = parsed?.avoid ?? [];
    const { Vpc, DefaultSecurityGroup } = loadVpc();
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: settings.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: this.name },
    });
    this.vpcId = terraformReference(this, vpc.id);
    // Empty lists and not none, so that a rule which someone adds is taken away again.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${this.name}-default` },
    });
    // A subnet takes the id of the VPC from here, so that it waits for the ranges of pods.
    const podVpcId = (settings.podCidrs ?? [])
      .map((cidrBlock, index) => new (loadCidrAssociation())(this, `pod-range-${index + 1}`, { vpcId: vpc.id, cidrBlock }).vpcId)
      .at(-1);
    this.#subnets = addSubnets(this, { vpcId: vpc.id, podVpcId, plan: plan?.subnets ?? [], settings });
    this.#routing = addRouting(this, { vpcId: vpc.id, zones: this.zones, subnets: this.#subnets, nat: settings.nat ?? 'zone' });
    this.natAddresses = this.#routing.addresses.map((address) => terraformReference(this, address));
    if (this.zones.length > 0) addEndpoints(this, { vpcId: vpc.id, settings, subnets: this.#subnets, routing: this.#routing });
    if (plan && settings.importIds) addImports(this, settings.importIds, this.zones, this.#subnets, this.natAddresses.length);
    if (settings.flowLogs !== false) addFlowLogs(this, { vpcId: vpc.id, settings: settings.flowLogs ?? {} });
  }

  /**
   * A VPC that something else creates, found by Terraform when it runs. Reports KS1001 for a wrong prop.
   * @param scope the environment that the network is in
   */
  static existing(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }

  /** Ids of the subnets of a tier, one per zone. Reports KS6023 for a tier or a zone that the network does not have. */
  subnetIds(tier: SubnetTier, zones?: readonly string[]): readonly Reference<string>[] {
    const subnets = this.#subnets.get(tier);
    return pickZones(this, tier, this.zones, subnets !== undefined, zones).map((zone) => terraformReference(this, subnets?.get(zone)?.id));
  }

  /** Ids of the route tables of a tier, for routes of your own: one per zone for private and pods, else one. Reports KS6023. */
  routeTableIds(tier: SubnetTier): readonly Reference<string>[] {
    const zones = pickZones(this, tier, this.zones, this.#subnets.has(tier), undefined);
    const tables = zones.length > 0 ? this.#routing.tables.get(tier === 'pods' ? 'private' : tier) : [];
    return (tables ?? []).map((table) => terraformReference(this, table.id));
  }
}
