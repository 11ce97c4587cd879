import type { Construct } from 'constructs';
import { Environment } from '../../../synth/environment.ts';
import { Platform } from '../../../synth/platform.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { clusterName } from '../../platform/addon/cluster-resource.ts';
import type { Cluster } from '../../platform/cluster.ts';
import { boundedName } from '../../platform/iam/bounded-name.ts';
import { partitionOf } from '../../platform/iam/partition.ts';
import { PolicyDocument } from '../../platform/iam/policy.ts';
import { loadCallerIdentity } from '../../platform/kms/lazy.ts';
import { loadPodIdentity } from '../../platform/lazy.ts';
import type { AccessGroupProps, Assumer } from './access-group-props.ts';

/** Longest name of a role, and longest session. Source: AWS IAM, CreateRole. */
const ROLE_NAME_LENGTH = 64;
const SESSION_SECONDS = 3600;

/** Where SAML signs in, by partition. Source: AWS General Reference, "AWS Sign-In endpoints and quotas". */
const SIGN_IN: Readonly<Record<string, string>> = {
  aws: 'signin.aws.amazon.com',
  'aws-cn': 'signin.amazonaws.cn',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
};

/**
 * The role of IAM that is made for a group: it may ask EKS where the cluster is, so that `aws eks update-kubeconfig` works, and what
 * `statements` add; what it may do in the cluster say its access entry and RBAC.
 */
export function addGroupRole(group: Construct, cluster: Cluster, { assumedBy = [], statements = [] }: AccessGroupProps): Reference<string> {
  const { IamRole, IamRolePolicy } = loadPodIdentity();
  const environment = Environment.of(group);
  const isOfAccount = assumedBy.some((assumer) => 'permissionSet' in assumer);
  const account = environment.account ?? (isOfAccount ? new (loadCallerIdentity())(group, 'account', {}).accountId : undefined);
  const name = [Platform.of(group).name, environment.name, cluster.name, group.node.id].join('_');
  const role = new IamRole(group, 'role', {
    name: boundedName(name, ROLE_NAME_LENGTH, '_'),
    maxSessionDuration: SESSION_SECONDS,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: assumedBy.map((assumer) => trust(assumer, partitionOf(environment.region), account ?? '')),
    }),
  });
  const { region } = environment;
  const partition = partitionOf(region);
  const policy = new PolicyDocument(group);
  policy.add({
    Sid: 'FindCluster',
    Effect: 'Allow',
    Action: ['eks:DescribeCluster'],
    Resource: [`arn:${partition}:eks:${region ?? '*'}:${account ?? '*'}:cluster/${clusterName(cluster)}`],
  });
  policy.add(...statements);
  new IamRolePolicy(group, 'policy', { role: role.name, policy: policy.json });
  return terraformReference(group, role.arn);
}

/** Source: AWS IAM User Guide, "Creating a role for SAML 2.0 federation", "Create a role for OpenID Connect federation". */
function trust(assumer: Assumer, partition: string, account: string): Record<string, unknown> {
  if ('principal' in assumer)
    return { Effect: 'Allow', Principal: { AWS: assumer.principal }, Action: ['sts:AssumeRole', 'sts:TagSession'] };
  if ('permissionSet' in assumer) {
    // The role's name ends in what AWS makes up, and a principal takes no pattern: the account is named, and the role by condition.
    // Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS cluster config maps".
    const roles = `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com`;
    const name = `AWSReservedSSO_${assumer.permissionSet}_????????????????`;
    return {
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { ArnLike: { 'aws:PrincipalArn': [`${roles}/${name}`, `${roles}/*/${name}`] } },
    };
  }
  if ('saml' in assumer)
    return {
      Effect: 'Allow',
      Principal: { Federated: assumer.saml },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      Condition: { StringEquals: { 'SAML:aud': `https://${SIGN_IN[partition] ?? SIGN_IN['aws']}/saml` } },
    };
  const issuer = assumer.oidc.slice(assumer.oidc.indexOf('-provider/') + '-provider/'.length);
  const subjects = { [`${issuer}:sub`]: assumer.subjects };
  const isPattern = assumer.subjects.some((one) => /[*?]/.test(one));
  return {
    Effect: 'Allow',
    Principal: { Federated: assumer.oidc },
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Condition: {
      StringEquals: { [`${issuer}:aud`]: assumer.audience ?? 'sts.amazonaws.com', ...(!isPattern && subjects) },
      ...(isPattern && { StringLike: subjects }),
    },
  };
}
