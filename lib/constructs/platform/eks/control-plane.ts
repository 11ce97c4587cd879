import type { EksCluster as EksClusterResource } from '@cdktf/provider-aws/lib/eks-cluster/index.js';
import type { Construct } from 'constructs';
import { Environment } from '../../../synth/environment.ts';
import { boundedName } from '../iam/bounded-name.ts';
import { partitionOf } from '../iam/partition.ts';
import { CONTROL_PLANE_LOGS, type EksClusterProps } from './eks-cluster-props.ts';
import { loadControlPlane } from './lazy.ts';

/** Longest name of a role. Source: AWS IAM, CreateRole. */
const ROLE_NAME_LENGTH = 64;
/** Source: Amazon EKS User Guide, "Amazon EKS cluster IAM role", and "Amazon EKS Auto Mode cluster IAM role". */
const CLUSTER_POLICIES = ['AmazonEKSClusterPolicy'];
const AUTO_MODE_POLICIES = [
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];
/** Source: Amazon EKS User Guide, "Amazon EKS Auto Mode node IAM role". */
const AUTO_NODE_POLICIES = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/** Adds the control plane with its role, its key and its logs. @param name name that EKS has for it */
export function addControlPlane(scope: Construct, name: string, props: EksClusterProps): EksClusterResource {
  const { EksCluster, CloudwatchLogGroup } = loadControlPlane();
  const { network, logs = {}, autoMode = false, publicAccessCidrs, serviceCidr } = props;
  const role = addRole(
    scope,
    'role',
    `${name}-cluster`,
    'eks.amazonaws.com',
    autoMode ? [...CLUSTER_POLICIES, ...AUTO_MODE_POLICIES] : CLUSTER_POLICIES,
  );
  const nodeRole = autoMode ? addRole(scope, 'auto-node-role', `${name}-auto-node`, 'ec2.amazonaws.com', AUTO_NODE_POLICIES) : undefined;
  // Made before the cluster, which would make one that keeps its logs for ever.
  const logGroup = new CloudwatchLogGroup(scope, 'logs', {
    name: `/aws/eks/${name}/cluster`,
    retentionInDays: logs.retentionDays ?? 90,
    ...(logs.kmsKeyArn !== undefined && { kmsKeyId: String(logs.kmsKeyArn) }),
  });
  return new EksCluster(scope, 'cluster', {
    name,
    version: props.version,
    roleArn: role.arn,
    bootstrapSelfManagedAddons: false,
    deletionProtection: props.deletionProtection ?? true,
    enabledClusterLogTypes: [...(logs.types ?? CONTROL_PLANE_LOGS)],
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    encryptionConfig: {
      resources: ['secrets'],
      provider: { keyArn: props.kmsKeyArn === undefined ? addKey(scope, name) : String(props.kmsKeyArn) },
    },
    upgradePolicy: { supportType: (props.support ?? 'extended').toUpperCase() },
    vpcConfig: {
      subnetIds: network.subnetIds('private').map(String),
      endpointPrivateAccess: true,
      endpointPublicAccess: publicAccessCidrs !== undefined,
      ...(publicAccessCidrs && { publicAccessCidrs: [...publicAccessCidrs] }),
    },
    ...((serviceCidr !== undefined || autoMode) && {
      kubernetesNetworkConfig: {
        ...(serviceCidr !== undefined && { serviceIpv4Cidr: serviceCidr }),
        ...(autoMode && { elasticLoadBalancing: { enabled: true } }),
      },
    }),
    ...(nodeRole && {
      computeConfig: { enabled: true, nodePools: ['general-purpose', 'system'], nodeRoleArn: nodeRole.arn },
      storageConfig: { blockStorage: { enabled: true } },
    }),
    // Without its policies the cluster could neither be made nor clean up after itself.
    dependsOn: [logGroup, ...role.attachments, ...(nodeRole?.attachments ?? [])],
  });
}

/** A key for Secrets, which only this account may use. Its policy is AWS's own: the account's IAM decides. */
function addKey(scope: Construct, name: string): string {
  const { KmsKey, KmsAlias } = loadControlPlane();
  const key = new KmsKey(scope, 'key', {
    description: `Secrets of the EKS cluster ${name}`,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
  });
  new KmsAlias(scope, 'key-alias', { name: `alias/eks/${name}`, targetKeyId: key.keyId });
  return key.arn;
}

function addRole(scope: Construct, id: string, name: string, service: string, policies: readonly string[]) {
  const { IamRole, IamRolePolicyAttachment } = loadControlPlane();
  const role = new IamRole(scope, id, {
    name: boundedName(name, ROLE_NAME_LENGTH, '-'),
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: ['sts:AssumeRole', 'sts:TagSession'] }],
    }),
  });
  const partition = partitionOf(Environment.of(scope).region);
  const attachments = policies.map(
    (policy) =>
      new IamRolePolicyAttachment(scope, `${id}-${policy}`, { role: role.name, policyArn: `arn:${partition}:iam::aws:policy/${policy}` }),
  );
  return { arn: role.arn, attachments };
}
