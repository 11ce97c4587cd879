import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { describe, expect, test, vi } from 'vitest';
import { Network, type NetworkProps } from '../../lib/constructs/platform/network/network.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { synthTree } from '../../lib/testing/index.ts';
import { applyWithMoto } from './harness/apply.ts';
import { testStack, validateStack } from './harness/check-stack.ts';
import { machineFor, machineWithMoto } from './harness/machine.ts';
import { MOTO_ACCOUNT, startMoto } from './harness/moto.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const UNIT = 'prod/terraform.network';
const place = { region: 'eu-central-1', account: MOTO_ACCOUNT };
const content = (props: Partial<NetworkProps> = {}) =>
  synthTree(
    (platform) =>
      void new Network(new Environment(platform, 'prod', place), 'main', { cidr: '10.0.0.0/16', zones: ['a', 'b', 'c'], ...props }),
    { name: 'acme' },
  ).content;
const full = content({ podCidrs: ['100.64.0.0/16'], endpoints: ['ecr.api', 'sts'], nat: 'zone' });

/** A network that exists: found by tags, and its subnets in the values of a bucket's tags. */
const existing = synthTree((platform) => {
  const environment = new Environment(platform, 'prod', place);
  const network = Network.existing(environment, 'core', {
    vpcTags: { Name: 'acme-prod-main' },
    cidr: '10.0.0.0/16',
    zones: ['a', 'c'],
    subnetTags: { intra: { Name: 'acme-prod-main-intra-eu-central-1c' } },
  });
  const [first, second] = network.subnetIds('private');
  const [intra] = network.subnetIds('intra', ['c']);
  new S3Bucket(environment, 'notes', { bucket: 'notes', tags: { first: `${first}`, second: `${second}`, intra: `${intra}` } });
}).content;

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test.for([
    ['with pods and endpoints', full],
    ['without a way out', content({ nat: 'none' })],
    ['with one way out, logged into a bucket', content({ nat: 'single', flowLogs: { bucketArn: 'arn:aws:s3:::logs/vpc' } })],
    ['that exists', existing],
  ] as const)('takes a network %s', async ([, stack], context) => {
    expect((await validateStack(machineFor(context, tool), stack, UNIT)).problems).toEqual([]);
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

/** An existing network as a program says it wrongly. */
const wrong = (props: object) =>
  synthTree((platform) => {
    const environment = new Environment(platform, 'prod', place);
    const network = Network.existing(environment, 'core', { vpcTags: { Name: 'acme-prod-main' }, zones: ['a', 'b'], ...props });
    new S3Bucket(environment, 'notes', { tags: { vpc: `${network.vpcId}`, subnet: `${network.subnetIds('private')[0]}` } });
  }).content;

test('a network applies, finds nothing to change, is found as it is when it exists, and is destroyed', async (context) => {
  const machine = machineWithMoto(context);
  const moto = await startMoto(machine.moto);
  const outcome = await applyWithMoto(machine, full, [UNIT], {
    moto,
    during: async ({ resource }) => {
      expect(resource('aws_default_security_group.main_default-security-group')).toMatchObject({ ingress: [], egress: [] });
      const subnet = (tier: string, zone: string) => resource(`aws_subnet.main_${tier}-eu-central-1${zone}`)['id'];
      const found = await applyWithMoto(machine, existing, [UNIT, 'prod/terraform.data'], {
        moto,
        during: (other) =>
          expect(other.resource('aws_s3_bucket.notes')['tags']).toEqual({
            first: subnet('private', 'a'),
            second: subnet('private', 'c'),
            intra: subnet('intra', 'c'),
          }),
      });
      expect(found.unclean).toEqual([]);
      const swapped = wrong({ subnets: { private: [subnet('private', 'b'), subnet('private', 'a')] } });
      await expect(applyWithMoto(machine, swapped, [UNIT], { moto })).rejects.toThrow(/is in the zone\s+eu-central-1a, and it is not/);
      const elsewhere = wrong({ cidr: '10.1.0.0/16' });
      await expect(applyWithMoto(machine, elsewhere, [UNIT], { moto })).rejects.toThrow(/has the range\s+10\.1\.0\.0\/16, and it does not/);
    },
  });
  expect(outcome).toMatchObject({ unclean: [], leftOut: [] });
});
