import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { root } from '../support/run.ts';
import { testStack } from './harness/check-stack.ts';
import { validateStacks } from './harness/check-stacks.ts';
import { machineFor } from './harness/machine.ts';
import { terraformUnits } from './harness/workspace.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const content = readAssembly(directorySource(join(root, 'examples/inference-platform/deploy')));
const units = terraformUnits(content);

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes every stack of every environment', async (context) => {
    const { problems } = await validateStacks(
      machineFor(context, tool),
      units.map((unit) => ({ name: unit, content, unit })),
    );
    expect(units.length).toBeGreaterThan(1);
    expect(problems).toEqual([]);
  });
});

/** Every one of these is so. */
const each = (type: string, ids: readonly string[], condition: string): string =>
  `alltrue([for one in [${ids.map((id) => `${type}.${id}`).join(', ')}] : ${condition}])`;
const ZONES = ['a', 'b', 'c'].map((zone) => `eu-north-1${zone}`);
const tier = (name: string): readonly string[] => ZONES.map((zone) => `vpc_${name}-${zone}`);

test('the network of prod is found by load balancers, Karpenter and the CNI, and is logged', async (context) => {
  const { passed, output } = await testStack(machineFor(context), content, 'prod/terraform.network', {
    conditions: {
      'load balancers find the public subnets': each('aws_subnet', tier('public'), 'one.tags["kubernetes.io/role/elb"] == "1"'),
      'and the private ones': each('aws_subnet', tier('private'), 'one.tags["kubernetes.io/role/internal-elb"] == "1"'),
      'as does Karpenter': each('aws_subnet', tier('private'), 'one.tags["karpenter.sh/discovery"] == "acme-ml-prod-vpc"'),
      'the CNI finds those of pods': each('aws_subnet', tier('pods'), 'one.tags["kubernetes.io/role/cni"] == "1"'),
      'nodes have no public addresses': each(
        'aws_subnet',
        [...tier('private'), ...tier('pods'), ...tier('intra')],
        'one.map_public_ip_on_launch != true',
      ),
      'each zone has its own way out': each(
        'aws_route',
        tier('private').map((id) => `${id}-nat-route`),
        'one.destination_cidr_block == "0.0.0.0/0"',
      ),
      'endpoints have the names of their services': 'aws_vpc_endpoint.vpc_endpoint-sts.private_dns_enabled',
      'the default group lets nothing through': 'length(aws_default_security_group.vpc_default-security-group.ingress) == 0',
      'all traffic is logged': 'aws_flow_log.vpc_flow-log.traffic_type == "ALL"',
    },
  });
  expect(passed, output).toBe(true);
});

const TEMPLATES = ['system_launch-template', 'h200-training_launch-template'];
const FABRIC = TEMPLATES.slice(1);
const trust = (role: string): string => `jsondecode(aws_iam_role.${role}.assume_role_policy).Statement[0]`;
const VERSIONS = {
  'vpc-cni': 'v1.22.1-eksbuild.2',
  'kube-proxy': 'v1.35.3-eksbuild.11',
  'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
  'aws-ebs-csi-driver': 'v1.59.0-eksbuild.1',
  'eks-node-monitoring-agent': 'v1.6.4-eksbuild.1',
  'aws-mountpoint-s3-csi-driver': 'v2.3.0-eksbuild.1',
};

test('the cluster of prod is private and encrypted, and its nodes can be trusted', async (context) => {
  const template = 'aws_launch_template.h200-training_launch-template';
  const { passed, output } = await testStack(machineFor(context), content, 'prod/terraform.cluster-main', {
    conditions: {
      'the endpoint is private':
        'aws_eks_cluster.cluster.vpc_config[0].endpoint_private_access && !aws_eks_cluster.cluster.vpc_config[0].endpoint_public_access',
      'Secrets are encrypted': 'contains(aws_eks_cluster.cluster.encryption_config[0].resources, "secrets")',
      'by a key that rotates': 'aws_kms_key.key.enable_key_rotation',
      'access entries alone let in':
        'aws_eks_cluster.cluster.access_config[0].authentication_mode == "API" && !aws_eks_cluster.cluster.access_config[0].bootstrap_cluster_creator_admin_permissions',
      'everything is logged': 'length(aws_eks_cluster.cluster.enabled_cluster_log_types) == 5',
      'for a year': 'aws_cloudwatch_log_group.logs.retention_in_days == 365',
      ...Object.fromEntries(
        Object.entries(VERSIONS).map(([name, version]) => [`${name} is pinned`, `aws_eks_addon.${name}.addon_version == "${version}"`]),
      ),
      'EKS takes the role of the cluster': `${trust('role')}.Principal.Service == "eks.amazonaws.com"`,
      'EC2 alone takes those of nodes': `${trust('node-role-karpenter_role')}.Principal.Service == "ec2.amazonaws.com" && ${trust('node-role-managed_role')}.Principal.Service == "ec2.amazonaws.com"`,
      'pods of one ServiceAccount take that of Karpenter': `${trust('karpenter_identity-karpenter_role')}.Condition.StringEquals["aws:RequestTag/kubernetes-service-account"] == "karpenter" && ${trust('karpenter_identity-karpenter_role')}.Principal.Service == "pods.eks.amazonaws.com"`,
      'nodes of Karpenter may join': 'aws_eks_access_entry.node-role-karpenter_node-access.type == "EC2_LINUX"',
      'nodes speak IMDSv2 only': each(
        'aws_launch_template',
        TEMPLATES,
        'one.metadata_options[0].http_tokens == "required" && one.metadata_options[0].http_put_response_hop_limit == 1',
      ),
      'their disks are encrypted': each(
        'aws_launch_template',
        TEMPLATES,
        'alltrue([for disk in one.block_device_mappings : disk.ebs[0].encrypted == "true" && disk.ebs[0].kms_key_id != null])',
      ),
      'the fabric has all interfaces of EFA': each(
        'aws_launch_template',
        FABRIC,
        'length([for card in one.network_interfaces : card if card.interface_type == "efa-only"]) == 16',
      ),
      'one with an address': each(
        'aws_launch_template',
        FABRIC,
        'length([for card in one.network_interfaces : card if card.interface_type == "interface"]) == 1',
      ),
      'which talk to their own group': 'aws_vpc_security_group_ingress_rule.h200-training_efa-from-itself.ip_protocol == "-1"',
      'the block is targeted': `${template}.capacity_reservation_specification[0].capacity_reservation_target[0].capacity_reservation_id == "cr-0a1b2c3d4e5f60003"`,
      'as a block': `${template}.instance_market_options[0].market_type == "capacity-block"`,
      'what is outside it stands together': 'aws_placement_group.h200-overflow_placement.strategy == "cluster"',
      'GPU nodes are kept for GPUs': 'contains([for one in aws_eks_node_group.h200-training_node-group.taint : one.key], "nvidia.com/gpu")',
      'controllers have three nodes': 'aws_eks_node_group.system_node-group.scaling_config[0].min_size == 3',
      'interruptions are kept encrypted': 'aws_sqs_queue.karpenter_interruptions.sqs_managed_sse_enabled',
    },
  });
  expect(passed, output).toBe(true);
});

test('the data of prod is encrypted by its own key, closed, and kept from being lost', async (context) => {
  const buckets = ['pictures', 'datasets', 'checkpoints'];
  const of = (suffix: string) => buckets.map((name) => `${name}_${suffix}`);
  const { passed, output } = await testStack(machineFor(context), content, 'prod/terraform.data', {
    conditions: {
      'buckets are encrypted by KMS': each(
        'aws_s3_bucket_server_side_encryption_configuration',
        of('encryption'),
        'tolist(one.rule)[0].apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"',
      ),
      'and closed': each(
        'aws_s3_bucket_public_access_block',
        of('public-access'),
        'one.block_public_policy && one.restrict_public_buckets',
      ),
      'and versioned': each('aws_s3_bucket_versioning', of('versioning'), 'one.versioning_configuration[0].status == "Enabled"'),
      'keys rotate':
        'aws_kms_key.data-key.enable_key_rotation && aws_kms_key.nodes-key.enable_key_rotation && aws_kms_key.logs-key.enable_key_rotation',
      'Auto Scaling may use the key of nodes':
        'anytrue([for one in jsondecode(aws_kms_key.nodes-key.policy).Statement : endswith(try(one.Principal.AWS, ""), "AWSServiceRoleForAutoScaling")])',
      'secrets can be brought back': 'aws_secretsmanager_secret.secret-hugging-face.recovery_window_in_days == 30',
    },
  });
  expect(passed, output).toBe(true);
});

test('the access of prod is of those who are named', async (context) => {
  const entry = (role: string) => `entry-444444444444-role-acme-ml-prod-${role}`;
  const frontend = 'jsondecode(aws_iam_role.shop_frontend_pod-identity_role.assume_role_policy).Statement[0]';
  const { passed, output } = await testStack(machineFor(context), content, 'prod/terraform.access-main', {
    conditions: {
      'what applies has an entry': `endswith(aws_eks_access_entry.platform_${entry('apply')}.principal_arn, ":role/acme-ml-prod-apply")`,
      'and may change the cluster': `endswith(aws_eks_access_policy_association.platform_${entry('apply')}-policy.policy_arn, "/AmazonEKSClusterAdminPolicy")`,
      'what plans has rights of its group only': `contains(aws_eks_access_entry.plans_${entry('plan')}.kubernetes_groups, "keelson:plans")`,
      'pods of the frontend take its role': `${frontend}.Principal.Service == "pods.eks.amazonaws.com"`,
      'and no others': `${frontend}.Condition.StringEquals["aws:RequestTag/kubernetes-service-account"] == "frontend"`,
    },
  });
  expect(passed, output).toBe(true);
});
