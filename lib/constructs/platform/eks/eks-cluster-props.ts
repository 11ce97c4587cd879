import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { Alias } from '../../../synth/aliases.ts';
import type { KindName } from '../../../synth/external.ts';
import { referable } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import type { EksAddonSource } from '../addon/eks-props.ts';
import { eksAddonSchema } from '../addon/eks-props.ts';
import { type Values, valuesSchema } from '../addon/values.ts';
import { parseCidr } from '../network/cidr.ts';
import type { INetwork } from '../network/network-interface.ts';
import { aliasList, passed, type Shape } from '../schemas.ts';

/** Add-ons that every cluster needs before its first pod. */
export type CoreAddon = 'vpc-cni' | 'kube-proxy' | 'coredns' | 'eks-pod-identity-agent' | 'aws-ebs-csi-driver';

/** A core add-on, as it differs from the default. */
export interface CoreAddonProps extends Omit<EksAddonSource, 'name'> {
  /** Configuration values, over Keelson's own. @default - Keelson's own */
  readonly values?: Values;
}

/** What the control plane logs, and for how long. */
export interface ControlPlaneLogs {
  /** Kinds of logs. @default - all five */
  readonly types?: readonly ControlPlaneLog[];
  /** Days that CloudWatch keeps them. @default 90 */
  readonly retentionDays?: number;
  /** ARN of a KMS key that encrypts them; its policy must let CloudWatch Logs use it, as `services: ['logs']` of a KmsKey does. @default - a key of AWS */
  readonly kmsKeyArn?: Referable<string>;
}

/** A log of the control plane. Source: Amazon EKS User Guide, "Control plane logs". */
export type ControlPlaneLog = 'api' | 'audit' | 'authenticator' | 'controllerManager' | 'scheduler';

/** An identity provider whose users log in to the cluster. EKS takes one of them. */
export interface OidcProvider {
  /** Name of the configuration. */
  readonly name: string;
  /** Address of the issuer, with `https://`. */
  readonly issuerUrl: string;
  /** Client id that tokens are for. */
  readonly clientId: string;
  /** Claim with the user's name. @default 'sub' */
  readonly usernameClaim?: string;
  /** What stands before names, so that they are nobody else's. @default '<name>:' */
  readonly usernamePrefix?: string;
  /** Claim with the user's groups: an LDAP group reaches the cluster by it. @default 'groups' */
  readonly groupsClaim?: string;
  /** What stands before groups. @default '<name>:' */
  readonly groupsPrefix?: string;
}

/** Props of an `EksCluster`. */
export interface EksClusterProps {
  /** Network of the cluster; the control plane's interfaces are in its private subnets. */
  readonly network: INetwork;
  /** Kubernetes version, `major.minor`, such as `1.35`. An upgrade is a change of this line, one minor version at a time. */
  readonly version: string;
  /** Address ranges that reach the API server from outside the network, besides those inside. @default - none: it is private */
  readonly publicAccessCidrs?: readonly string[];
  /** What the control plane logs. @default - everything, for 90 days */
  readonly logs?: ControlPlaneLogs;
  /** ARN of the KMS key that encrypts Secrets. @default - a key of the cluster's own, which rotates */
  readonly kmsKeyArn?: Referable<string>;
  /**
   * ARNs of the KMS keys that encrypt persistent volumes: the account's default key for EBS where it is one of your own, and those of
   * storage classes. The EBS CSI driver may then use them; without that no volume is ever attached. @default - keys of AWS, which need no rights
   */
  readonly volumeKeys?: readonly Referable<string>[];
  /** Range of the Services' addresses, of /12 to /24, outside the network's. @default - EKS chooses */
  readonly serviceCidr?: string;
  /** Lets EKS run the nodes, the storage and the load balancers (EKS Auto Mode). @default false */
  readonly autoMode?: boolean;
  /** What happens at the end of standard support: `standard` upgrades by itself, `extended` costs more and waits. @default 'extended' */
  readonly support?: 'standard' | 'extended';
  /** Refuses to delete the cluster until this is turned off. @default true */
  readonly deletionProtection?: boolean;
  /**
   * Core add-ons as they differ; `false` leaves one out.
   * @default - all five at versions known for `version`; with Auto Mode none, since EKS runs them itself
   */
  readonly addons?: Partial<Readonly<Record<CoreAddon, CoreAddonProps | false>>>;
  /** An identity provider whose users and groups log in, besides those of IAM. @default - none */
  readonly oidc?: OidcProvider;
  /** Name that EKS has for it. @default - `<platform>-<environment>-<id>` */
  readonly name?: string;
  /** Kinds that something else than this program installs, as `group/version/Kind`. @default - none */
  readonly external?: readonly KindName[];
  /** Paths that this cluster had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Props of `EksCluster.existing`. */
export interface ExistingEksClusterProps {
  /** Network of the cluster. */
  readonly network: INetwork;
  /** Kubernetes version, `major.minor`. */
  readonly version: string;
  /** Name that EKS has for it. @default - the construct id */
  readonly name?: string;
  /** Whether EKS Auto Mode is on. @default false */
  readonly autoMode?: boolean;
  /** Kinds that something else than this program installs. @default - none */
  readonly external?: readonly KindName[];
  /** Paths that this cluster had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Every log of the control plane. */
export const CONTROL_PLANE_LOGS: readonly ControlPlaneLog[] = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** Days that CloudWatch Logs takes. Source: Amazon CloudWatch Logs API, PutRetentionPolicy. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const network = () =>
  passed<INetwork>((value) => typeof value === 'object' && value !== null && 'vpcId' in value && 'subnetIds' in value, 'a Network');
const version = z.string().regex(/^1\.\d{1,2}$/, "must be major.minor, such as '1.35'");
const clusterNameSchema = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/, 'letters, digits, - and _, at most 100');
const kinds = z.array(z.union([z.string(), z.strictObject({ kind: z.string(), scope: z.enum(['Namespaced', 'Cluster']) })]));
const cidr = z.string().refine((text) => parseCidr(text) !== undefined, 'must be an IPv4 range, such as 203.0.113.0/24');

const keyArn = referable(z.string().regex(/^arn:aws[a-z-]*:kms:/, 'must be the ARN of a KMS key'));

const coreAddon = () =>
  z.union([
    z.literal(false),
    z.looseObject({ values: valuesSchema.optional() }).superRefine(({ values: _, ...source }, context) => {
      for (const issue of eksAddonSchema().safeParse(source).error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [...issue.path], message: issue.message });
    }),
  ]);

const oidc = z.strictObject({
  name: z.string().min(1).max(100),
  issuerUrl: z.string().regex(/^https:\/\/[^\s/]+/, 'must be an address with https://'),
  clientId: z.string().min(1),
  usernameClaim: z.string().min(1).optional(),
  usernamePrefix: z.string().optional(),
  groupsClaim: z.string().min(1).optional(),
  groupsPrefix: z.string().optional(),
} satisfies Shape<OidcProvider>);

/** Checks {@link EksClusterProps}. */
export const eksClusterSchema = once(() =>
  z.strictObject({
    network: network(),
    version,
    publicAccessCidrs: z
      .array(cidr)
      .refine((ranges) => ranges.length > 0, 'must be one range or more; without the prop the endpoint is private')
      .refine((ranges) => !ranges.includes('0.0.0.0/0'), 'must be ranges of your own, and not the whole internet')
      .optional(),
    logs: z
      .strictObject({
        types: z.array(z.enum(CONTROL_PLANE_LOGS as [ControlPlaneLog, ...ControlPlaneLog[]])).optional(),
        retentionDays: z
          .int()
          .refine((days) => RETENTION_DAYS.includes(days), `must be one of ${RETENTION_DAYS.join(', ')}`)
          .optional(),
        kmsKeyArn: keyArn.optional(),
      } satisfies Shape<ControlPlaneLogs>)
      .optional(),
    kmsKeyArn: keyArn.optional(),
    volumeKeys: z.array(keyArn).min(1).optional(),
    serviceCidr: cidr.optional(),
    autoMode: z.boolean().optional(),
    support: z.enum(['standard', 'extended']).optional(),
    deletionProtection: z.boolean().optional(),
    addons: z
      .partialRecord(z.enum(['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver']), coreAddon())
      .optional(),
    oidc: oidc.optional(),
    name: clusterNameSchema.optional(),
    external: kinds.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<EksClusterProps>),
);

/** Checks {@link ExistingEksClusterProps}. */
export const existingEksClusterSchema = once(() =>
  z.strictObject({
    network: network(),
    version,
    name: clusterNameSchema.optional(),
    autoMode: z.boolean().optional(),
    external: kinds.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<ExistingEksClusterProps>),
);
