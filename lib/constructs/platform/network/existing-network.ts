import { Construct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { parseProps } from '../../../synth/props.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { reportError } from '../../../synth/state.ts';
import { aliasList, type Shape } from '../schemas.ts';
import { parseCidr } from './cidr.ts';
import { loadNetworkData } from './lazy.ts';
import type { INetwork, SubnetTier } from './network-interface.ts';
import { awsId, perTier, tags, zoneList } from './network-props.ts';
import { pickZones } from './subnet-lookup.ts';
import { defaultLookupTags } from './subnets.ts';
import { zoneNames } from './zones.ts';

/** Props of `Network.existing`. The VPC is found by its id or by its tags, each subnet by its id or by tags and zone. */
export interface ExistingNetworkProps {
  /** Id of the VPC. @default - found by vpcTags */
  readonly vpcId?: string;
  /** Tags that only this VPC of the region has, such as `{ Name: 'main' }`. @default - found by vpcId */
  readonly vpcTags?: Readonly<Record<string, string>>;
  /** Availability zones that the subnets are in, two or more: letters, such as `a`, or names, such as `eu-central-1a`. */
  readonly zones: readonly string[];
  /** Address range of the VPC. @default - unknown to the program */
  readonly cidr?: string;
  /** Ranges of pods beside it, to hold other ranges against. @default - none that the program knows */
  readonly podCidrs?: readonly string[];
  /** Ranges that are used elsewhere, on premises or by other VPCs; those of a cluster's Services must not overlap them. @default - none that the program knows */
  readonly avoid?: readonly string[];
  /** Ids of subnets, per tier one for each zone in the order of `zones`. @default - found by subnetTags */
  readonly subnets?: Partial<Readonly<Record<SubnetTier, readonly string[]>>>;
  /** Tags that only one subnet of the VPC has in each zone, per tier. @default - for public and private the tags of load balancers, for pods that of the CNI, for intra none */
  readonly subnetTags?: Partial<Readonly<Record<SubnetTier, Readonly<Record<string, string>>>>>;
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const range = z.string().refine((text) => parseCidr(text) !== undefined, 'an IPv4 range, such as 10.0.0.0/16');
const schema = z
  .strictObject({
    vpcId: awsId('vpc').optional(),
    vpcTags: tags.refine((given) => Object.keys(given).length > 0, 'one tag or more').optional(),
    zones: zoneList,
    cidr: range.optional(),
    podCidrs: z.array(range).optional(),
    avoid: z.array(range).optional(),
    subnets: perTier(z.array(awsId('subnet'))).optional(),
    subnetTags: perTier(tags).optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<ExistingNetworkProps>)
  .refine((props) => (props.vpcId === undefined) !== (props.vpcTags === undefined), {
    path: ['vpcId'],
    message: 'given when vpcTags is not, and absent when it is',
  });

/** A VPC that something else creates. Terraform looks it up and stops when it is not there or when there are two. */
export class ExistingNetwork extends Construct implements INetwork {
  readonly vpcId: Reference<string>;
  readonly zones: readonly string[];
  readonly cidr: string | undefined;
  readonly podCidrs: readonly string[];
  readonly avoid: readonly string[];
  readonly #vpcId: string;
  readonly #props: ExistingNetworkProps;
  readonly #found = new Map<string, Reference<string>>();

  /** Use `Network.existing`. @internal */
  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const environment = Environment.of(this);
    const parsed = parseProps(this, schema, props) as ExistingNetworkProps | undefined;
    if (parsed?.aliases) addAliases(this, ...parsed.aliases);
    placeByDefault(this, 'terraform', 'network', environment);
    this.#props = parsed ?? { zones: [] };
    this.zones = (parsed && zoneNames(this, parsed.zones)) ?? [];
    this.cidr = parsed?.cidr;
    this.podCidrs = parsed?.podCidrs ?? [];
    this.avoid = parsed?.avoid ?? [];
    const { vpcId, vpcTags } = this.#props;
    for (const [tier, ids] of Object.entries(this.#props.subnets ?? {}))
      if (this.zones.length > 0 && ids.length !== this.zones.length)
        reportError(this, 'KS1001', `prop subnets.${tier} has ${ids.length} ids for ${this.zones.length} zones`, {
          fix: 'give one per zone',
        });
    const { DataAwsVpc } = loadNetworkData();
    const vpc = new DataAwsVpc(this, 'vpc', {
      ...(vpcId !== undefined && { id: vpcId }),
      ...(vpcTags && { tags: vpcTags }),
      ...(this.cidr !== undefined && {
        lifecycle: {
          postcondition: [
            {
              condition: `\${contains(self.cidr_block_associations[*].cidr_block, ${JSON.stringify(this.cidr)})}`,
              errorMessage: `The program says that the VPC has the range ${this.cidr}, and it does not.`,
            },
          ],
        },
      }),
    });
    this.#vpcId = vpc.id;
    this.vpcId = terraformReference(this, vpc.id);
  }

  /** Ids of the subnets of a tier, one per zone; they are looked up when something asks. Reports KS6023. */
  subnetIds(tier: SubnetTier, zones?: readonly string[]): readonly Reference<string>[] {
    const { subnets = {}, subnetTags = {} } = this.#props;
    const lookup = subnetTags[tier] ?? defaultLookupTags(tier);
    return pickZones(this, tier, this.zones, subnets[tier] !== undefined || lookup !== undefined, zones).map((zone) => {
      const key = `${tier}-${zone}`;
      const found = this.#found.get(key) ?? this.#lookUp(key, zone, subnets[tier]?.[this.zones.indexOf(zone)], lookup);
      this.#found.set(key, found);
      return found;
    });
  }

  #lookUp(key: string, zone: string, id: string | undefined, lookup: Readonly<Record<string, string>> | undefined): Reference<string> {
    const { DataAwsSubnet } = loadNetworkData();
    const subnet = new DataAwsSubnet(this, key, {
      vpcId: this.#vpcId,
      ...(id === undefined ? { availabilityZone: zone, tags: { ...lookup } } : { id }),
      ...(id !== undefined && {
        lifecycle: {
          postcondition: [
            {
              condition: `\${self.availability_zone == ${JSON.stringify(zone)}}`,
              errorMessage: `The program says that the subnet ${id} is in the zone ${zone}, and it is not.`,
            },
          ],
        },
      }),
    });
    return terraformReference(this, subnet.id);
  }
}
