import type { Construct } from 'constructs';
import { Environment } from '../../../synth/environment.ts';
import { reportError } from '../../../synth/state.ts';
import type { Cluster } from '../../platform/cluster.ts';
import { EksCluster } from '../../platform/eks/eks-cluster.ts';
import type { AccessGroupProps } from './access-group-props.ts';

/** Namespaces of the cluster itself, and of the applier: whoever runs pods in one can take the whole cluster. */
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'keelson-system'];

/** Reports members that the cluster can not have, or that would be more than they say. */
export function checkMembers(group: Construct, cluster: Cluster, props: AccessGroupProps): void {
  checkAccounts(group, props);
  checkGroups(group, cluster, props);
  for (const { name } of props.namespaces ?? [])
    if (SYSTEM_NAMESPACES.includes(name) && props.role !== 'viewer')
      reportError(group, 'KS1001', `a group of ${props.role} has the namespace ${name}, where its rights would be those over the cluster`, {
        fix: "leave it out, or make it a group of 'platform'",
      });
}

/** Entries of other accounts are allowed by EKS, and seldom meant; a provider is of the account of the role that trusts it. */
function checkAccounts(group: Construct, { iam = [], accounts = [], assumedBy = [] }: AccessGroupProps): void {
  const { account } = Environment.of(group);
  if (account === undefined) return;
  for (const arn of iam) {
    const other: string | undefined = typeof arn === 'string' ? arn.split(':')[4] : account;
    if (other === undefined || other === account || accounts.includes(other)) continue;
    reportError(group, 'KS1001', `${arn} is of the account ${other}, and the environment of ${account}`, {
      fix: `give one of the environment's account, or allow the other: accounts: ['${other}']`,
    });
  }
  for (const assumer of assumedBy) {
    const provider = 'saml' in assumer ? assumer.saml : 'oidc' in assumer ? assumer.oidc : undefined;
    const other = provider?.split(':')[4];
    if (other === undefined || other === account) continue;
    reportError(group, 'KS1001', `the provider ${provider} is of the account ${other}, and a role of ${account} can not trust it`, {
      fix: "give a provider of the environment's account",
    });
  }
}

function checkGroups(group: Construct, cluster: Cluster, { groups = [] }: AccessGroupProps): void {
  if (groups.length === 0 || !(cluster instanceof EksCluster)) return;
  const { groupsPrefix } = cluster;
  if (groupsPrefix === undefined) {
    reportError(group, 'KS6065', `it has the groups ${groups.join(', ')}, and the cluster ${cluster.node.path} has no identity provider`);
    return;
  }
  // Each is no group of the system by itself, and the prefix could make it one.
  for (const name of groups)
    if (/^(system|eks|aws|amazon|iam|keelson):/.test(`${groupsPrefix}${name}`))
      reportError(group, 'KS1001', `the group ${name} is ${groupsPrefix}${name} in the cluster, which is none of the identity provider`, {
        fix: 'give oidc a groupsPrefix of its own',
      });
}
