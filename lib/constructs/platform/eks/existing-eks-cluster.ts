import type { Construct, IConstruct } from 'constructs';
import { addAliases } from '../../../synth/aliases.ts';
import { external } from '../../../synth/external.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { parseProps } from '../../../synth/props.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { loadDataEksCluster } from '../addon/lazy.ts';
import { Cluster } from '../cluster.ts';
import type { INetwork } from '../network/network-interface.ts';
import type { IEksCluster } from './eks-cluster-interface.ts';
import { type ExistingEksClusterProps, existingEksClusterSchema } from './eks-cluster-props.ts';
import { addNodeAccess } from './node-access.ts';

/** A cluster of EKS that something else creates. Terraform looks it up, and stops when it is not there. */
export class ExistingEksCluster extends Cluster implements IEksCluster {
  readonly network: INetwork;
  readonly arn: Reference<string>;
  readonly endpoint: Reference<string>;
  readonly certificateAuthority: Reference<string>;
  readonly securityGroupId: Reference<string>;
  readonly autoMode: boolean;

  /** Use `EksCluster.existing`. @internal */
  constructor(scope: Construct, id: string, props: ExistingEksClusterProps) {
    super(scope, id, { version: String(props?.version), clusterName: String(props?.name ?? id) });
    const parsed = parseProps(this, existingEksClusterSchema(), props) as ExistingEksClusterProps | undefined;
    placeByDefault(this, 'terraform', `cluster-${id}`, this);
    this.network = props?.network;
    this.autoMode = parsed?.autoMode ?? false;
    const data = parsed && new (loadDataEksCluster())(this, 'cluster', { name: this.clusterName });
    this.arn = terraformReference(this, data?.arn);
    this.endpoint = terraformReference(this, data?.endpoint);
    this.certificateAuthority = terraformReference(this, data?.certificateAuthority.get(0).data);
    this.securityGroupId = terraformReference(this, data?.vpcConfig.get(0).clusterSecurityGroupId);
    if (parsed?.aliases) addAliases(this, ...parsed.aliases);
    if (parsed?.external) external(this, ...parsed.external);
  }

  /** Lets nodes with an IAM role join the cluster. */
  grantNodeAccess(scope: IConstruct, roleArn: Reference<string> | string): void {
    addNodeAccess(this, scope as Construct, roleArn);
  }
}
