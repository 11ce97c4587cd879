import type { PolicyStatement } from '../iam/policy.ts';

/** What the policy of Karpenter's controller is bound to. */
export interface KarpenterScope {
  /** Name that EKS has for the cluster. */
  readonly cluster: string;
  readonly partition: string;
  /** `*` where it is not known. */
  readonly region: string;
  /** `*` where it is not known. */
  readonly account: string;
}

/**
 * What Karpenter's controller may do: what its project publishes, without the queue, zonal shift and the roles of nodes.
 * Source: aws/karpenter-provider-aws website/content/en/docs/getting-started/getting-started-with-karpenter/cloudformation.yaml
 * @bde00654cd316fddb3dccfba3f5ac07039865429 (tag v1.14.1)
 */
export function karpenterStatements({ cluster, partition, region, account }: KarpenterScope): PolicyStatement[] {
  const ec2 = (...resources: string[]): string[] => resources.map((resource) => `arn:${partition}:ec2:${region}:${resource}`);
  const own = `kubernetes.io/cluster/${cluster}`;
  const nodePool = 'karpenter.sh/nodepool';
  const nodeClass = 'karpenter.k8s.aws/ec2nodeclass';
  const topology = 'topology.kubernetes.io/region';
  const made = ec2('*:fleet/*', '*:instance/*', '*:volume/*', '*:network-interface/*', '*:launch-template/*', '*:spot-instances-request/*');
  const requested = { [`aws:RequestTag/${own}`]: 'owned', 'aws:RequestTag/eks:eks-cluster-name': cluster };
  const owned = {
    StringEquals: { [`aws:ResourceTag/${own}`]: 'owned' },
    StringLike: { [`aws:ResourceTag/${nodePool}`]: '*' },
  };
  const profiles = [`arn:${partition}:iam::${account}:instance-profile/*`];
  const ownedProfile = { [`aws:ResourceTag/${own}`]: 'owned', [`aws:ResourceTag/${topology}`]: region };
  const requestedProfile = { ...requested, [`aws:RequestTag/${topology}`]: region };
  return [
    allow(
      'AllowScopedEC2InstanceAccessActions',
      ['ec2:RunInstances', 'ec2:CreateFleet'],
      ec2(':image/*', ':snapshot/*', '*:security-group/*', '*:subnet/*', '*:capacity-reservation/*', '*:placement-group/*'),
    ),
    allow('AllowScopedEC2LaunchTemplateAccessActions', ['ec2:RunInstances', 'ec2:CreateFleet'], ec2('*:launch-template/*'), owned),
    allow('AllowScopedEC2InstanceActionsWithTags', ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'], made, {
      StringEquals: requested,
      StringLike: { [`aws:RequestTag/${nodePool}`]: '*' },
    }),
    allow('AllowScopedResourceCreationTagging', ['ec2:CreateTags'], made, {
      StringEquals: { ...requested, 'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'] },
      StringLike: { [`aws:RequestTag/${nodePool}`]: '*' },
    }),
    allow('AllowScopedResourceTagging', ['ec2:CreateTags'], ec2('*:instance/*'), {
      ...owned,
      StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': cluster },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
    }),
    allow('AllowScopedDeletion', ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'], ec2('*:instance/*', '*:launch-template/*'), owned),
    allow('AllowScopedInstanceProfileCreationActions', ['iam:CreateInstanceProfile'], profiles, {
      StringEquals: requestedProfile,
      StringLike: { [`aws:RequestTag/${nodeClass}`]: '*' },
    }),
    allow('AllowScopedInstanceProfileTagActions', ['iam:TagInstanceProfile'], profiles, {
      StringEquals: { ...ownedProfile, ...requestedProfile },
      StringLike: { [`aws:ResourceTag/${nodeClass}`]: '*', [`aws:RequestTag/${nodeClass}`]: '*' },
    }),
    allow(
      'AllowScopedInstanceProfileActions',
      ['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile'],
      profiles,
      { StringEquals: ownedProfile, StringLike: { [`aws:ResourceTag/${nodeClass}`]: '*' } },
    ),
    allow('AllowAPIServerEndpointDiscovery', ['eks:DescribeCluster'], [`arn:${partition}:eks:${region}:${account}:cluster/${cluster}`]),
    allow(
      'AllowRegionalReadActions',
      DESCRIBE.map((what) => `ec2:${what}`),
      ['*'],
      { StringEquals: { 'aws:RequestedRegion': region } },
    ),
    allow('AllowSSMReadActions', ['ssm:GetParameter'], [`arn:${partition}:ssm:${region}::parameter/aws/service/*`]),
    allow('AllowPricingReadActions', ['pricing:GetProducts'], ['*']),
    allow('AllowUnscopedInstanceProfileListAction', ['iam:ListInstanceProfiles'], ['*']),
    allow('AllowInstanceProfileReadActions', ['iam:GetInstanceProfile'], profiles),
  ];
}

/**
 * What EC2 does with a KMS key of disks in the name of who starts the node: without it the instance ends at once, with no
 * other word than `Client.InternalError`. Source: Karpenter, Troubleshooting, "Node terminates before ready on failed encrypted EBS
 * volume"; Amazon EBS User Guide, "Requirements for Amazon EBS encryption".
 * @param number of the key, from 1
 */
export function nodeKeyStatements(key: string, number: number, region: string | undefined): PolicyStatement[] {
  const via = { 'kms:ViaService': `ec2.${region ?? '*'}.amazonaws.com${region?.startsWith('cn-') ? '.cn' : ''}` };
  const actions = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
  return [
    allow(`AllowNodeDisks${number}`, actions, [key], { StringLike: via }),
    allow(`AllowNodeDiskGrants${number}`, ['kms:CreateGrant'], [key], { StringLike: via, Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
  ];
}

const DESCRIBE = [
  'DescribeCapacityReservations',
  'DescribeImages',
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeInstanceTypeOfferings',
  'DescribeInstanceTypes',
  'DescribeLaunchTemplates',
  'DescribePlacementGroups',
  'DescribeSecurityGroups',
  'DescribeSpotPriceHistory',
  'DescribeSubnets',
];

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}
