import type { IConstruct } from 'constructs';
import type { Reference } from '../../../synth/reference/reference.ts';
import type { Cluster } from '../cluster.ts';
import type { INetwork } from '../network/network-interface.ts';

/** A cluster of EKS, created by the program or existing: what node pools and add-ons need to know of it. */
export interface IEksCluster extends Cluster {
  /** Network that its nodes are in. */
  readonly network: INetwork;
  /** ARN of the cluster. */
  readonly arn: Reference<string>;
  /** Address of the API server, with `https://`. */
  readonly endpoint: Reference<string>;
  /** Certificate of the API server's authority, base64. */
  readonly certificateAuthority: Reference<string>;
  /** Id of the security group that EKS makes for the cluster: control plane and managed nodes are in it. */
  readonly securityGroupId: Reference<string>;
  /** Whether EKS Auto Mode runs the nodes, the storage and the load balancers. */
  readonly autoMode: boolean;
  /**
   * Lets nodes with an IAM role join the cluster. Managed node groups need none: EKS makes theirs.
   * @param scope the construct that the access entry is created under
   * @param roleArn ARN of the nodes' role
   */
  grantNodeAccess(scope: IConstruct, roleArn: Reference<string> | string): void;
}
