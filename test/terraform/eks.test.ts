import { describe, expect, test, vi } from 'vitest';
import { Karpenter } from '../../lib/constructs/platform/addons/karpenter.ts';
import { EksCluster } from '../../lib/constructs/platform/eks/eks-cluster.ts';
import type { EksClusterProps } from '../../lib/constructs/platform/eks/eks-cluster-props.ts';
import { Network } from '../../lib/constructs/platform/network/network.ts';
import { NodePool } from '../../lib/constructs/platform/pools/node-pool.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { synthTree } from '../../lib/testing/index.ts';
import { testStack } from './harness/check-stack.ts';
import { type NamedStack, validateStacks } from './harness/check-stacks.ts';
import { machineFor } from './harness/machine.ts';
import { terraformUnits } from './harness/workspace.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000000';
const NODES = 'arn:aws:iam::111122223333:role/nodes';
const program = (build: (prod: Environment, network: Network) => void) => {
  const { content, errors } = synthTree(
    (platform) => {
      const prod = new Environment(platform, 'prod', { region: 'eu-central-1', account: '111122223333', tags: { team: 'ml' } });
      build(prod, new Network(prod, 'net', { cidr: '10.0.0.0/16', zones: ['a', 'b', 'c'] }));
    },
    { name: 'acme' },
  );
  expect(errors).toEqual([]);
  return content;
};
const cluster = (props: Partial<EksClusterProps> = {}, more: (cluster: EksCluster) => void = () => {}) =>
  program((prod, network) => more(new EksCluster(prod, 'main', { network, version: '1.35', ...props })));

const whole = cluster({}, (main) => {
  new NodePool(main, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3 });
  new Karpenter(main, 'karpenter');
  new NodePool(main, 'workers', { instanceTypes: ['m7i.xlarge'], maxNodes: 9 });
  main.grantNodeAccess(main, NODES);
});
const open = cluster({
  publicAccessCidrs: ['203.0.113.0/24', '198.51.100.7/32'],
  kmsKeyArn: KEY,
  logs: { types: ['audit', 'api'], retentionDays: 365 },
  serviceCidr: '172.20.0.0/16',
  support: 'standard',
  deletionProtection: false,
  name: 'acme',
  addons: {
    'aws-ebs-csi-driver': false,
    coredns: { version: 'v1.14.3-eksbuild.2', values: { replicaCount: 3 }, onUpdateConflict: 'PRESERVE', preserve: true },
  },
  oidc: { name: 'okta', issuerUrl: 'https://acme.okta.com', clientId: 'kubernetes' },
});
const auto = cluster({ autoMode: true });
const existing = program((prod, network) => {
  const old = EksCluster.existing(prod, 'old', { network, version: '1.34', name: 'legacy' });
  old.grantNodeAccess(old, NODES);
  new NodePool(old, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3 });
});
const every = (name: string, content: NamedStack['content']): NamedStack[] =>
  terraformUnits(content).map((unit) => ({ name: `${name}, ${unit}`, content, unit }));

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes every stack of clusters in all their forms', async (context) => {
    const stacks = [...every('private', whole), ...every('public', open), ...every('Auto Mode', auto), ...every('existing', existing)];
    expect(stacks.map(({ unit }) => unit)).toContain('prod/terraform.addons-main');
    const { problems, differences } = await validateStacks(machineFor(context, tool), stacks);
    expect(problems).toEqual([]);
    // All that provider 5.100 lacks of what a cluster uses.
    for (const difference of differences) expect(difference).toMatch(/^hashicorp\/aws |no provider hashicorp\/helm|deletion_protection$/);
  });

  test('plans a cluster that is private, encrypted, logged, and open to access entries only', async (context) => {
    const trust = (role: string) => `jsondecode(aws_iam_role.${role}.assume_role_policy).Statement[0]`;
    const addon = (name: string) => `aws_eks_addon.${name}`;
    const tag = (account: string) => `Condition.StringEquals["aws:RequestTag/kubernetes-service-account"] == "${account}"`;
    const { passed, output } = await testStack(machineFor(context, tool), whole, 'prod/terraform.cluster-main', {
      conditions: {
        'only EKS takes the role of the control plane': `[${trust('role')}.Principal.Service, ${trust('role')}.Effect] == ["eks.amazonaws.com", "Allow"]`,
        'only EC2 takes the role of nodes': `${trust('node-role-managed_role')}.Principal.Service == "ec2.amazonaws.com"`,
        'only pods of the CNI take its role': `${trust('vpc-cni_identity-aws-node_role')}.${tag('aws-node')}`,
        'only the EBS driver takes its role': `${trust('aws-ebs-csi-driver_identity-ebs-csi-controller-sa_role')}.${tag('ebs-csi-controller-sa')}`,
        'pods get roles from EKS': `${trust('vpc-cni_identity-aws-node_role')}.Principal.Service == "pods.eks.amazonaws.com"`,
        'no trust is open to all': `!anytrue([for role in [${['role', 'node-role-managed_role', 'vpc-cni_identity-aws-node_role'].map((id) => `aws_iam_role.${id}`).join(', ')}] : strcontains(role.assume_role_policy, "\\"*\\"")])`,
        'Secrets are encrypted': 'one(aws_eks_cluster.cluster.encryption_config).resources == toset(["secrets"])',
        'by a key that rotates': 'aws_kms_key.key.enable_key_rotation',
        'whose loss takes a month': 'aws_kms_key.key.deletion_window_in_days == 30',
        'all logs are kept': 'length(aws_eks_cluster.cluster.enabled_cluster_log_types) == 5',
        'for 90 days': 'aws_cloudwatch_log_group.logs.retention_in_days == 90',
        'in the group that EKS writes to': 'aws_cloudwatch_log_group.logs.name == "/aws/eks/${aws_eks_cluster.cluster.name}/cluster"',
        'the endpoint is private': '!one(aws_eks_cluster.cluster.vpc_config).endpoint_public_access',
        'and there': 'one(aws_eks_cluster.cluster.vpc_config).endpoint_private_access',
        'access entries decide': 'one(aws_eks_cluster.cluster.access_config).authentication_mode == "API"',
        'who made it has no rights': '!one(aws_eks_cluster.cluster.access_config).bootstrap_cluster_creator_admin_permissions',
        'EKS adds no add-ons by itself': '!aws_eks_cluster.cluster.bootstrap_self_managed_addons',
        'support may be extended': 'one(aws_eks_cluster.cluster.upgrade_policy).support_type == "EXTENDED"',
        'nodes join by an access entry': 'aws_eks_access_entry.node-access.type == "EC2_LINUX"',
        'with their role': `aws_eks_access_entry.node-access.principal_arn == "${NODES}"`,
        'Karpenter makes nodes with a role that may join': 'aws_eks_access_entry.node-role-karpenter_node-access.type == "EC2_LINUX"',
        'core add-ons are pinned': `[for one in [${['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver'].map(addon).join(', ')}] : one.addon_version] == ["v1.22.1-eksbuild.2", "v1.35.3-eksbuild.11", "v1.14.3-eksbuild.11", "v1.3.10-eksbuild.3", "v1.59.0-eksbuild.1"]`,
        'the CNI enforces NetworkPolicies': `jsondecode(${addon('vpc-cni')}.configuration_values).enableNetworkPolicy == "true"`,
        'the CNI has its role by Pod Identity': `one(${addon('vpc-cni')}.pod_identity_association).service_account == "aws-node"`,
        'nodes are of the release for the version': 'startswith(aws_eks_node_group.system_node-group.release_version, "1.35.")',
      },
    });
    expect(passed, output).toBe(true);
  });
});

test('plans what a cluster is told to do otherwise', async (context) => {
  const [machine, unit] = [machineFor(context), 'prod/terraform.cluster-main'];
  const config = 'one(aws_eks_cluster.cluster.vpc_config)';
  const asTold = await testStack(machine, open, unit, {
    conditions: {
      'the endpoint is public': `${config}.endpoint_public_access`,
      'for two ranges': `${config}.public_access_cidrs == toset(["203.0.113.0/24", "198.51.100.7/32"])`,
      'the key is the given one': `one(one(aws_eks_cluster.cluster.encryption_config).provider).key_arn == "${KEY}"`,
      'two logs are kept': 'aws_eks_cluster.cluster.enabled_cluster_log_types == toset(["api", "audit"])',
      'for a year': 'aws_cloudwatch_log_group.logs.retention_in_days == 365',
      'Services have their range': 'one(aws_eks_cluster.cluster.kubernetes_network_config).service_ipv4_cidr == "172.20.0.0/16"',
      'it upgrades by itself': 'one(aws_eks_cluster.cluster.upgrade_policy).support_type == "STANDARD"',
      'coredns is as told': '[aws_eks_addon.coredns.addon_version, aws_eks_addon.coredns.preserve] == ["v1.14.3-eksbuild.2", true]',
      'its values are JSON': 'jsondecode(aws_eks_addon.coredns.configuration_values).replicaCount == 3',
      'its changes stay': 'aws_eks_addon.coredns.resolve_conflicts_on_update == "PRESERVE"',
      "users' groups have a prefix": 'one(aws_eks_identity_provider_config.identity-provider.oidc).groups_prefix == "okta:"',
    },
  });
  expect(asTold.passed, asTold.output).toBe(true);
  const byEks = await testStack(machine, auto, unit, {
    conditions: {
      'EKS runs the nodes': 'one(aws_eks_cluster.cluster.compute_config).enabled',
      'in its own pools': 'one(aws_eks_cluster.cluster.compute_config).node_pools == toset(["general-purpose", "system"])',
      'and the storage': 'one(one(aws_eks_cluster.cluster.storage_config).block_storage).enabled',
      'and the load balancers': 'one(one(aws_eks_cluster.cluster.kubernetes_network_config).elastic_load_balancing).enabled',
      'only EC2 takes the role of its nodes':
        'jsondecode(aws_iam_role.auto-node-role.assume_role_policy).Statement[0].Principal.Service == "ec2.amazonaws.com"',
      'which may do little':
        'aws_iam_role_policy_attachment.auto-node-role-AmazonEKSWorkerNodeMinimalPolicy.policy_arn == "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy"',
    },
  });
  expect(byEks.passed, byEks.output).toBe(true);
});
