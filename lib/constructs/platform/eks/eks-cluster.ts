import type { Construct, IConstruct } from 'constructs';
import { EKS_VERSIONS_AS_OF, eksSupport, eksVersions, findEksVersion } from '../../../facts/eks/versions.ts';
import { addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { external } from '../../../synth/external.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { Platform } from '../../../synth/platform.ts';
import { parseProps } from '../../../synth/props.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { reportError } from '../../../synth/state.ts';
import { dependOnCluster } from '../addon/cluster-resource.ts';
import { Cluster } from '../cluster.ts';
import { type Cidr, holds, overlaps, parseCidr } from '../network/cidr.ts';
import type { INetwork } from '../network/network-interface.ts';
import { addControlPlane } from './control-plane.ts';
import { addCoreAddons } from './core-addons.ts';
import type { IEksCluster } from './eks-cluster-interface.ts';
import { type EksClusterProps, type ExistingEksClusterProps, eksClusterSchema } from './eks-cluster-props.ts';
import { ExistingEksCluster } from './existing-eks-cluster.ts';
import { loadAccess } from './lazy.ts';
import { addNodeAccess } from './node-access.ts';

/**
 * A cluster of EKS: a control plane whose Secrets are encrypted by a key of its own, which logs everything and is private unless
 * `publicAccessCidrs` says otherwise, with the add-ons that it needs before its first pod. Who may use it say access entries only. It
 * is in the Terraform unit `cluster-<id>`, with its node pools and add-ons.
 */
export class EksCluster extends Cluster implements IEksCluster {
  readonly network: INetwork;
  readonly arn: Reference<string>;
  readonly endpoint: Reference<string>;
  readonly certificateAuthority: Reference<string>;
  readonly securityGroupId: Reference<string>;
  readonly autoMode: boolean;
  /** What stands before the groups of its identity provider; undefined without one. */
  readonly groupsPrefix: string | undefined;

  /**
   * Reports KS1001 for a wrong prop, KS6060 for a version without support, KS6061 for a serviceCidr inside the network, KS6062 for core
   * add-ons beside Auto Mode, KS9008 for an add-on whose version is not known. Throws KS1003 outside an environment.
   * @param scope the environment that the cluster is in
   */
  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id, { version: String(props?.version), clusterName: nameOf(scope, id, props?.name) });
    const parsed = parseProps(this, eksClusterSchema(), props) as EksClusterProps | undefined;
    placeByDefault(this, 'terraform', `cluster-${id}`, this);
    this.network = props?.network;
    this.autoMode = parsed?.autoMode ?? false;
    this.groupsPrefix = parsed?.oidc && (parsed.oidc.groupsPrefix ?? `${parsed.oidc.name}:`);
    const resource = parsed && addControlPlane(this, this.clusterName, parsed);
    if (resource) this.prerequisites.add(resource);
    this.arn = terraformReference(this, resource?.arn);
    this.endpoint = terraformReference(this, resource?.endpoint);
    this.certificateAuthority = terraformReference(this, resource?.certificateAuthority.get(0).data);
    this.securityGroupId = terraformReference(this, resource?.vpcConfig.clusterSecurityGroupId);
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.external) external(this, ...parsed.external);
    const supported = this.#checkVersion();
    this.#checkServiceRange(parsed);
    // What has no control plane is not told to lack add-ons, too.
    if (supported) addCoreAddons(this, parsed);
    this.#addIdentityProvider(parsed);
  }

  /**
   * A cluster that something else creates, found by Terraform when it runs. Reports KS1001 for a wrong prop.
   * @param scope the environment that the cluster is in
   */
  static override existing(scope: Construct, id: string, props: ExistingEksClusterProps): IEksCluster {
    return new ExistingEksCluster(scope, id, props);
  }

  /** Lets nodes with an IAM role join the cluster. */
  grantNodeAccess(scope: IConstruct, roleArn: Reference<string> | string): void {
    addNodeAccess(this, scope as Construct, roleArn);
  }

  /** Synth knows no clock: what has ended is judged by the day of the table. */
  #checkVersion(): boolean {
    const known = findEksVersion(this.version);
    const supported = eksVersions.filter((row) => eksSupport(row, EKS_VERSIONS_AS_OF) !== 'ended').map((row) => row.version);
    const fix = `EKS has ${supported.join(', ')}`;
    if (!known) reportError(this, 'KS6060', `no version ${this.version} of EKS is known`, { fix });
    const ended = known !== undefined && eksSupport(known, EKS_VERSIONS_AS_OF) === 'ended';
    if (ended)
      reportError(this, 'KS6060', `the extended support of Kubernetes ${this.version} ended on ${known.extendedSupportEnd}`, { fix });
    return known !== undefined && !ended;
  }

  #checkServiceRange({ serviceCidr }: EksClusterProps): void {
    const range = serviceCidr === undefined ? undefined : parseCidr(serviceCidr);
    if (!range) return;
    if (range.prefix < 12 || range.prefix > 24) reportError(this, 'KS6061', `prop serviceCidr is ${serviceCidr}, which is no /12 to /24`);
    else if (!SERVICE_BLOCKS.some((block) => holds(block, range)))
      reportError(this, 'KS6061', `prop serviceCidr is ${serviceCidr}, and EKS takes private ranges only`, {
        fix: 'give a range in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
      });
    const { cidr, podCidrs = [], avoid = [] } = this.network;
    const others = [
      ...(cidr === undefined ? [] : [[cidr, '']]),
      ...podCidrs.map((one) => [one, ' for pods']),
      ...avoid.map((one) => [one, ' elsewhere: its avoid names it']),
    ] as const;
    for (const [text = '', what] of others) {
      const other = parseCidr(text);
      if (other && overlaps(range, other))
        reportError(this, 'KS6061', `prop serviceCidr is ${serviceCidr}, and the network has ${text}${what}`);
    }
  }

  #addIdentityProvider({ oidc }: EksClusterProps): void {
    if (!oidc) return;
    const { name, issuerUrl, clientId, usernameClaim = 'sub', groupsClaim = 'groups' } = oidc;
    const config = new (loadAccess().EksIdentityProviderConfig)(this, 'identity-provider', {
      clusterName: this.clusterName,
      oidc: {
        identityProviderConfigName: name,
        issuerUrl,
        clientId,
        usernameClaim,
        usernamePrefix: oidc.usernamePrefix ?? `${name}:`,
        groupsClaim,
        groupsPrefix: this.groupsPrefix,
      },
    });
    dependOnCluster(config, this);
  }
}

/** Source: Amazon EKS API Reference, KubernetesNetworkConfigRequest, serviceIpv4Cidr. */
const SERVICE_BLOCKS: readonly Cidr[] = [
  { first: 0x0a000000, prefix: 8 },
  { first: 0xac100000, prefix: 12 },
  { first: 0xc0a80000, prefix: 16 },
];

/** Name that EKS has for a cluster: the account has other platforms and environments. */
function nameOf(scope: Construct, id: string, name: unknown): string {
  if (typeof name === 'string') return name;
  const environment = Environment.tryOf(scope);
  return environment ? `${Platform.of(scope).name}-${environment.name}-${id}` : id;
}
