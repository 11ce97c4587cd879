import type { IConstruct } from 'constructs';
import { z } from 'zod';
import type { Alias } from '../../../synth/aliases.ts';
import { referable } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import { aliasList, constructs, type Shape } from '../schemas.ts';
import { parseCidr } from './cidr.ts';
import type { SubnetTier } from './network-interface.ts';

/** Props of a `Network`. */
export interface NetworkProps {
  /** Address range of the VPC, /16 to /28, such as `10.0.0.0/16`. */
  readonly cidr: string;
  /** Availability zones, two or more: letters, such as `a`, or names, such as `eu-central-1a`. Append only: the ranges of a zone follow from its place. */
  readonly zones: readonly string[];
  /** How many zones the range has room for, 2 to 7: fewer give larger subnets, and a change moves all of them. @default 7 */
  readonly maxZones?: number;
  /** Ranges for pods beside `cidr`, as `100.64.0.0/16`: one for all zones, or one per zone. @default - none; pods take addresses of the private subnets */
  readonly podCidrs?: readonly string[];
  /** Ranges of subnets in place of the planned ones, per tier one for each zone in the order of `zones`. @default - planned from `cidr` */
  readonly subnets?: Partial<Readonly<Record<SubnetTier, readonly string[]>>>;
  /** Ranges that are used elsewhere, on premises or by other VPCs; an overlap is an error. @default - none */
  readonly avoid?: readonly string[];
  /** NAT gateways: one per zone, a single one for all, or none. @default 'zone' */
  readonly nat?: 'zone' | 'single' | 'none';
  /** Whether there are public subnets and an internet gateway. @default - true, and false when `nat` is none */
  readonly public?: boolean;
  /** Services that are reached by gateway endpoints. @default ['s3'] */
  readonly gatewayEndpoints?: readonly ('s3' | 'dynamodb')[];
  /** Services that are reached by interface endpoints, as `ecr.api`. @default - none, and with `nat` none what EKS nodes need */
  readonly endpoints?: readonly EndpointService[];
  /** Logs of the traffic; false for none. @default - all traffic, into CloudWatch Logs, kept for 30 days */
  readonly flowLogs?: FlowLogsProps | false;
  /** Tags of the subnets of a tier, beside those for load balancers, Karpenter and the CNI. @default - none */
  readonly subnetTags?: Partial<Readonly<Record<SubnetTier, Readonly<Record<string, string>>>>>;
  /** Name of the VPC, in tags and in the names of what belongs to it. @default - `<platform>-<environment>-<id>` */
  readonly name?: string;
  /** Ids of what exists of the network and is taken over: Terraform imports it in place of creating it. @default - all is new */
  readonly importIds?: NetworkImportIds;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Services with interface endpoints that platforms use; any other name is taken too. */
export type EndpointService =
  | 'autoscaling'
  | 'ec2'
  | 'ecr.api'
  | 'ecr.dkr'
  | 'eks'
  | 'eks-auth'
  | 'elasticloadbalancing'
  | 'kms'
  | 'logs'
  | 'secretsmanager'
  | 'sqs'
  | 'ssm'
  | 'sts'
  | (string & {});

/** How the traffic of a network is logged. */
export interface FlowLogsProps {
  /** Which traffic. @default 'ALL' */
  readonly traffic?: 'ALL' | 'ACCEPT' | 'REJECT';
  /** Days that CloudWatch Logs keeps them. @default 30 */
  readonly retentionDays?: number;
  /** ARN of a KMS key that encrypts the log group; its policy must let CloudWatch Logs use it. @default - a key of AWS */
  readonly kmsKeyArn?: Referable<string>;
  /** ARN of an S3 bucket, or of a prefix in it, in place of CloudWatch Logs; its policy must let log delivery write. @default - CloudWatch Logs */
  readonly bucketArn?: Referable<string>;
}

/** Parts of a network that exist. Lists are in the order of `zones`; give the ranges that the parts have as `cidr` and `subnets`. */
export interface NetworkImportIds {
  /** Id of the VPC. */
  readonly vpc: string;
  /** Ids of subnets by tier, one per zone. @default - new ones */
  readonly subnets?: Partial<Readonly<Record<SubnetTier, readonly string[]>>>;
  /** Ids of route tables: one for public and intra, one per zone for private. @default - new ones */
  readonly routeTables?: { readonly public?: string; readonly intra?: string; readonly private?: readonly string[] };
  /** Id of the internet gateway. @default - a new one */
  readonly internetGateway?: string;
  /** Ids of NAT gateways. @default - new ones */
  readonly natGateways?: readonly string[];
  /** Allocation ids of the NAT gateways' addresses, `eipalloc-…`. @default - new ones */
  readonly natAddresses?: readonly string[];
}

/** Days that CloudWatch Logs takes. Source: CloudWatch Logs API, PutRetentionPolicy. */
const RETENTION = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;
const TIERS = ['public', 'private', 'intra', 'pods'] as const satisfies readonly SubnetTier[];

const cidr = z
  .string()
  .refine((text) => parseCidr(text) !== undefined, 'an IPv4 range that begins with its first address, such as 10.0.0.0/16');
const arn = (service: string) => referable(z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `must be an ARN of ${service}`));

/** An id as EC2 gives it. */
export const awsId = (kind: string) =>
  z.string().regex(new RegExp(`^${kind}-[0-9a-f]{8,17}$`), `must be an id, such as ${kind}-0123456789abcdef0`);

/** One entry per tier. */
export const perTier = <S extends z.ZodType>(schema: S) => z.partialRecord(z.enum(TIERS), schema);

/** Tags of AWS. */
export const tags = z.record(z.string().min(1).max(128), z.string().max(256));

/** Zones by letter or by name. */
export const zoneList = z.array(
  z.string().regex(/^([a-z]|[a-z]{2}(-[a-z]+)+-\d[a-z])$/, 'must be a letter, such as a, or a zone, such as eu-central-1a'),
);

/** Checks {@link NetworkProps}. */
export const networkSchema = z
  .strictObject({
    cidr,
    zones: zoneList,
    maxZones: z.int().min(2).max(7).optional(),
    podCidrs: z.array(cidr).optional(),
    subnets: perTier(z.array(cidr)).optional(),
    avoid: z.array(cidr).optional(),
    nat: z.enum(['zone', 'single', 'none']).optional(),
    public: z.boolean().optional(),
    gatewayEndpoints: z.array(z.enum(['s3', 'dynamodb'])).optional(),
    endpoints: z.array(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "must be the name of a service, such as 'ecr.api'")).optional(),
    flowLogs: z
      .union([
        z.literal(false),
        z.strictObject({
          traffic: z.enum(['ALL', 'ACCEPT', 'REJECT']).optional(),
          retentionDays: z.literal(RETENTION).optional(),
          kmsKeyArn: arn('kms').optional(),
          bucketArn: arn('s3').optional(),
        } satisfies Shape<FlowLogsProps>),
      ])
      .optional(),
    subnetTags: perTier(tags).optional(),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,49}$/, 'must be up to 50 letters, digits and -')
      .optional(),
    importIds: z
      .strictObject({
        vpc: awsId('vpc'),
        subnets: perTier(z.array(awsId('subnet'))).optional(),
        routeTables: z
          .strictObject({ public: awsId('rtb').optional(), intra: awsId('rtb').optional(), private: z.array(awsId('rtb')).optional() })
          .optional(),
        internetGateway: awsId('igw').optional(),
        natGateways: z.array(awsId('nat')).optional(),
        natAddresses: z.array(awsId('eipalloc')).optional(),
      } satisfies Shape<NetworkImportIds>)
      .optional(),
    dependsOn: constructs.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<NetworkProps>)
  .refine((props) => props.public !== false || (props.nat ?? 'zone') === 'none', {
    path: ['public'],
    message: "absent or true unless nat is 'none': a NAT gateway stands in a public subnet",
  });
