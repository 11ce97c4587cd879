import { Construct } from 'constructs';
import { Environment } from '../../../synth/environment.ts';
import { placeIn } from '../../../synth/placement.ts';
import { Platform } from '../../../synth/platform.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import type { IEksCluster } from '../eks/eks-cluster-interface.ts';
import { boundedName } from '../iam/bounded-name.ts';
import { partitionOf } from '../iam/partition.ts';
import { announceNeed } from './cluster-needs.ts';
import { warnWithoutNodes } from './first-nodes.ts';
import { loadNodeRole } from './lazy.ts';
import type { Provisioner } from './pool-props.ts';

/**
 * What a node must be able to do itself: join its cluster, hand out credentials of Pod Identity, and pull images. The network
 * plug-in, volumes and everything else have roles of their own.
 * Source: Amazon EKS User Guide, "Amazon EKS node IAM role".
 */
const POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'];
/** Longest name of a role. Source: AWS IAM, CreateRole. */
const ROLE_NAME_LENGTH = 64;

/**
 * The role of a cluster's nodes, one for all pools of a provisioner: EKS makes the access entry for managed ones, which would
 * be in the way of one that Terraform makes for Karpenter's.
 */
export class NodeRole extends Construct {
  /** ARN of the role, as Terraform has it. */
  readonly arn: string;
  /** Name of the instance profile, for Karpenter. */
  readonly instanceProfile: Reference<string> | undefined;

  private constructor(cluster: IEksCluster, id: string, provisioner: Provisioner) {
    super(cluster, id);
    placeIn(this, 'terraform', `cluster-${cluster.name}`, cluster);
    const { IamRole, IamRolePolicyAttachment, loadInstanceProfile } = loadNodeRole();
    const { name: environment, region } = Environment.of(this);
    const suffix = provisioner === 'managed' ? 'nodes' : 'karpenter-nodes';
    const name = boundedName([Platform.of(this).name, environment, cluster.name, suffix].join('_'), ROLE_NAME_LENGTH, '_');
    const role = new IamRole(this, 'role', {
      name,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: `ec2.${region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}` },
            Action: ['sts:AssumeRole'],
          },
        ],
      }),
    });
    for (const policy of POLICIES)
      new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn: `arn:${partitionOf(region)}:iam::aws:policy/${policy}` });
    this.arn = role.arn;
    if (provisioner === 'managed') return;
    const profile = new (loadInstanceProfile())(this, 'instance-profile', { name, role: role.name });
    this.instanceProfile = terraformReference(this, profile.name);
    cluster.grantNodeAccess(this, role.arn);
    announceNeed(cluster, 'nodeRole', role.arn);
    warnWithoutNodes(this, cluster);
  }

  /** The role of the nodes that a provisioner makes in a cluster; made with the first pool. */
  static of(cluster: IEksCluster, provisioner: Provisioner): NodeRole {
    const id = `node-role-${provisioner}`;
    return (cluster.node.tryFindChild(id) as NodeRole | undefined) ?? new NodeRole(cluster, id, provisioner);
  }
}
