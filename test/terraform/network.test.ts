import { describe, expect, test, vi } from 'vitest';
import { content, existing, full, UNIT } from './applied/networks.ts';
import { testStack } from './harness/check-stack.ts';
import { validateStacks } from './harness/check-stacks.ts';
import { machineFor } from './harness/machine.ts';
import { MOTO_ACCOUNT } from './harness/moto.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes networks of every kind', async (context) => {
    const stacks = [
      { name: 'with pods and endpoints', content: full },
      { name: 'without a way out', content: content({ nat: 'none' }) },
      {
        name: 'with one way out, logged into a bucket',
        content: content({ nat: 'single', flowLogs: { bucketArn: 'arn:aws:s3:::logs/vpc' } }),
      },
      { name: 'that exists', content: existing },
    ];
    const { problems } = await validateStacks(
      machineFor(context, tool),
      stacks.map((stack) => ({ ...stack, unit: UNIT })),
    );
    expect(problems).toEqual([]);
  });

  test('plans subnets that load balancers, Karpenter and the CNI find, endpoints and flow logs', async (context) => {
    const zones = '["eu-central-1a", "eu-central-1b", "eu-central-1c"]';
    const each = (tier: string, condition: string) =>
      `alltrue([for subnet in [${['a', 'b', 'c'].map((zone) => `aws_subnet.main_${tier}-eu-central-1${zone}`).join(', ')}] : ${condition}])`;
    const { passed, output } = await testStack(machineFor(context, tool), full, UNIT, {
      conditions: {
        'load balancers find the public subnets': each('public', 'subnet.tags["kubernetes.io/role/elb"] == "1"'),
        'and the private ones': each('private', 'subnet.tags["kubernetes.io/role/internal-elb"] == "1"'),
        'Karpenter finds the private ones': each('private', 'subnet.tags["karpenter.sh/discovery"] == "acme-prod-main"'),
        'the CNI finds those of pods': each('pods', 'subnet.tags["kubernetes.io/role/cni"] == "1"'),
        'intra subnets are found by nobody': each(
          'intra',
          'length([for key in keys(subnet.tags) : key if startswith(key, "kubernetes.io")]) == 0',
        ),
        'no subnet gives public addresses by itself': each('public', 'subnet.map_public_ip_on_launch != true'),
        'there is one subnet in each zone': `[aws_subnet.main_private-eu-central-1a.availability_zone, aws_subnet.main_private-eu-central-1b.availability_zone, aws_subnet.main_private-eu-central-1c.availability_zone] == ${zones}`,
        'S3 is reached by a gateway': 'aws_vpc_endpoint.main_endpoint-s3.vpc_endpoint_type == "Gateway"',
        'registries are reached inside the VPC': 'aws_vpc_endpoint.main_endpoint-ecr_api.private_dns_enabled',
        'endpoints take HTTPS only':
          'aws_vpc_security_group_ingress_rule.main_endpoints-from-vpc.from_port == 443 && aws_vpc_security_group_ingress_rule.main_endpoints-from-vpc.to_port == 443',
        'all traffic is logged': 'aws_flow_log.main_flow-log.traffic_type == "ALL"',
        'only its own account makes flow logs write there': `jsondecode(aws_iam_role.main_flow-logs-role.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "${MOTO_ACCOUNT}"`,
        'the default group has no rules':
          'length(aws_default_security_group.main_default-security-group.ingress) == 0 && length(aws_default_security_group.main_default-security-group.egress) == 0',
      },
    });
    expect(passed, output).toBe(true);
  });
});
