import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { Network, type NetworkProps } from '../../../../../lib/constructs/platform/network/network.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { Region } from '../../../../../lib/synth/region.ts';
import { Unit } from '../../../../../lib/synth/unit.ts';
import { matchers, type Synthesised, synthTree } from '../../../../../lib/testing/index.ts';
import { validateContent } from '../../../../../lib/toolkit/validate/index.ts';
import { configMap, TestCluster } from '../../../../support/tree.ts';

expect.extend(matchers);

const PROPS: NetworkProps = { cidr: '10.0.0.0/16', zones: ['a', 'b'] };
const build = (props: object = {}, use: (network: Network, environment: Environment) => void = () => {}): Synthesised =>
  synthTree(
    (platform) => {
      const environment = new Environment(platform, 'prod', { region: 'eu-central-1', account: '123456789012' });
      use(new Network(environment, 'main', { ...PROPS, ...props } as NetworkProps), environment);
    },
    { name: 'acme' },
  );
const bodies = (result: Synthesised, type: string) =>
  Object.fromEntries(
    result.resources
      .filter(({ address }) => address.startsWith(`${type}.`))
      .map(({ address, body }) => [address.slice(type.length + 1), body]),
  );
const messages = (result: Synthesised) => result.errors.map((error) => error.message);

describe('a network', () => {
  test('has a VPC with names, a closed default group, and its three tiers in each zone', () => {
    const result = build();
    expect(result.resource('aws_vpc').body).toEqual({
      cidr_block: '10.0.0.0/16',
      enable_dns_hostnames: true,
      enable_dns_support: true,
      tags: { Name: 'acme-prod-main' },
    });
    expect(result.resource('aws_default_security_group').body).toEqual({
      vpc_id: '${aws_vpc.main_vpc.id}',
      ingress: [],
      egress: [],
      tags: { Name: 'acme-prod-main-default' },
    });
    const subnets = bodies(result, 'aws_subnet');
    expect(Object.keys(subnets).sort()).toEqual(
      ['intra', 'private', 'public'].flatMap((tier) => ['a', 'b'].map((zone) => `main_${tier}-eu-central-1${zone}`)),
    );
    expect(subnets['main_private-eu-central-1b']).toEqual({
      vpc_id: '${aws_vpc.main_vpc.id}',
      availability_zone: 'eu-central-1b',
      cidr_block: '10.0.32.0/19',
      tags: {
        Name: 'acme-prod-main-private-eu-central-1b',
        'karpenter.sh/discovery': 'acme-prod-main',
        'kubernetes.io/role/internal-elb': '1',
      },
    });
    expect(subnets['main_public-eu-central-1a']?.['tags']).toEqual({
      Name: 'acme-prod-main-public-eu-central-1a',
      'kubernetes.io/role/elb': '1',
    });
    expect(subnets['main_intra-eu-central-1a']?.['tags']).toEqual({ Name: 'acme-prod-main-intra-eu-central-1a' });
    expect(new Set(result.resources.map(({ unit }) => unit))).toEqual(new Set(['prod/terraform.network']));
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test('leaves by a NAT gateway in each zone, by one, or not at all', () => {
    const zone = build();
    expect(Object.keys(bodies(zone, 'aws_nat_gateway'))).toEqual(['main_nat-eu-central-1a', 'main_nat-eu-central-1b']);
    expect(zone.resource('aws_nat_gateway', 'main_nat-eu-central-1b').body).toMatchObject({
      allocation_id: '${aws_eip.main_nat-address-eu-central-1b.id}',
      subnet_id: '${aws_subnet.main_public-eu-central-1b.id}',
      depends_on: ['aws_internet_gateway.main_internet-gateway'],
    });
    const routes = (result: Synthesised) =>
      Object.values(bodies(result, 'aws_route')).map((body) => body['nat_gateway_id'] ?? body['gateway_id']);
    expect(routes(zone)).toEqual([
      '${aws_nat_gateway.main_nat-eu-central-1a.id}',
      '${aws_nat_gateway.main_nat-eu-central-1b.id}',
      '${aws_internet_gateway.main_internet-gateway.id}',
    ]);
    const single = build({ nat: 'single' });
    expect(routes(single)).toEqual([
      '${aws_nat_gateway.main_nat-eu-central-1a.id}',
      '${aws_nat_gateway.main_nat-eu-central-1a.id}',
      '${aws_internet_gateway.main_internet-gateway.id}',
    ]);
    const none = build({ nat: 'none' });
    expect(routes(none)).toEqual([]);
    expect(none.resources.some(({ address }) => /internet_gateway|public/.test(address))).toBe(false);
    expect(routes(build({ nat: 'none', public: true }))).toEqual(['${aws_internet_gateway.main_internet-gateway.id}']);
  });

  test('keeps intra subnets without a way out', () => {
    const result = build();
    const intra = Object.values(bodies(result, 'aws_route_table_association')).filter((body) =>
      String(body['subnet_id']).includes('intra'),
    );
    expect(intra.map((body) => body['route_table_id'])).toEqual(Array(2).fill('${aws_route_table.main_intra-routes.id}'));
    expect(JSON.stringify(bodies(result, 'aws_route'))).not.toContain('intra');
  });

  test('reaches S3 by a gateway in every route table, and other services by interfaces behind one group', () => {
    const result = build({ endpoints: ['sts', 'ecr.api', 'sts'], podCidrs: ['100.64.0.0/16'] });
    const endpoints = bodies(result, 'aws_vpc_endpoint');
    expect(Object.keys(endpoints)).toEqual(['main_endpoint-ecr_api', 'main_endpoint-s3', 'main_endpoint-sts']);
    expect(endpoints['main_endpoint-s3']).toMatchObject({
      vpc_endpoint_type: 'Gateway',
      service_name: 'com.amazonaws.eu-central-1.s3',
      route_table_ids: Object.keys(bodies(result, 'aws_route_table'))
        .map((id) => `\${aws_route_table.${id}.id}`)
        .sort(byTier),
    });
    expect(endpoints['main_endpoint-ecr_api']).toMatchObject({
      vpc_endpoint_type: 'Interface',
      service_name: 'com.amazonaws.eu-central-1.ecr.api',
      private_dns_enabled: true,
      subnet_ids: ['${aws_subnet.main_intra-eu-central-1a.id}', '${aws_subnet.main_intra-eu-central-1b.id}'],
      security_group_ids: ['${aws_security_group.main_endpoints.id}'],
    });
    const rules = Object.values(bodies(result, 'aws_vpc_security_group_ingress_rule'));
    expect(rules.map((rule) => [rule['cidr_ipv4'], rule['from_port'], rule['to_port'], rule['ip_protocol']])).toEqual([
      ['100.64.0.0/16', 443, 443, 'tcp'],
      ['10.0.0.0/16', 443, 443, 'tcp'],
    ]);
    expect(bodies(build({ gatewayEndpoints: [] }), 'aws_vpc_endpoint')).toEqual({});
  });

  test('without NAT has the endpoints that nodes need, unless it is told others', () => {
    const names = (result: Synthesised) =>
      Object.values(bodies(result, 'aws_vpc_endpoint')).map((body) =>
        String(body['service_name']).replace('com.amazonaws.eu-central-1.', ''),
      );
    expect(names(build({ nat: 'none' }))).toEqual([
      'autoscaling',
      'ec2',
      'ecr.api',
      'ecr.dkr',
      'eks',
      'eks-auth',
      'elasticloadbalancing',
      'logs',
      's3',
      'sts',
    ]);
    expect(names(build({ nat: 'none', endpoints: [] }))).toEqual(['s3']);
    const whole = 'com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0';
    expect(names(build({ endpoints: [whole] }))).toContain(whole);
  });

  test('logs its traffic by a role that only its account can use, into a group of its own', () => {
    const result = build();
    expect(result.resource('aws_flow_log').body).toMatchObject({
      traffic_type: 'ALL',
      log_destination: '${aws_cloudwatch_log_group.main_flow-logs.arn}',
      iam_role_arn: '${aws_iam_role.main_flow-logs-role.arn}',
    });
    expect(result.resource('aws_cloudwatch_log_group').body).toEqual({ name: '/aws/vpc/acme-prod-main/flow-logs', retention_in_days: 30 });
    const { assume_role_policy: trust } = result.resource('aws_iam_role').body as { assume_role_policy: string };
    expect(JSON.parse(trust).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
    ]);
    const { policy } = result.resource('aws_iam_role_policy').body as { policy: string };
    const group = '${aws_cloudwatch_log_group.main_flow-logs.arn}';
    expect(JSON.parse(policy).Statement[0].Resource).toEqual([group, `${group}:*`]);
  });

  test('logs as it is told: into a bucket, encrypted, rejected traffic only, or not at all', () => {
    const bucketArn = 'arn:aws:s3:::logs/vpc';
    expect(build({ flowLogs: { bucketArn, traffic: 'REJECT' } }).resource('aws_flow_log').body).toMatchObject({
      traffic_type: 'REJECT',
      log_destination_type: 's3',
      log_destination: bucketArn,
      destination_options: { file_format: 'parquet', hive_compatible_partitions: true, per_hour_partition: true },
    });
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1';
    expect(build({ flowLogs: { kmsKeyArn, retentionDays: 365 } }).resource('aws_cloudwatch_log_group').body).toMatchObject({
      kms_key_id: kmsKeyArn,
      retention_in_days: 365,
    });
    expect(bodies(build({ flowLogs: false }), 'aws_flow_log')).toEqual({});
  });

  test('gives pods subnets of a second range, which the CNI finds, and which wait for that range', () => {
    const result = build({ podCidrs: ['100.64.0.0/16'] });
    expect(result.resource('aws_vpc_ipv4_cidr_block_association').body).toEqual({
      vpc_id: '${aws_vpc.main_vpc.id}',
      cidr_block: '100.64.0.0/16',
    });
    expect(result.resource('aws_subnet', 'main_pods-eu-central-1a').body).toMatchObject({
      vpc_id: '${aws_vpc_ipv4_cidr_block_association.main_pod-range-1.vpc_id}',
      cidr_block: '100.64.0.0/19',
      tags: { 'kubernetes.io/role/cni': '1' },
    });
    expect(result.resource('aws_route_table_association', 'main_pods-eu-central-1a-routing').body['route_table_id']).toBe(
      '${aws_route_table.main_private-eu-central-1a-routes.id}',
    );
  });

  test('takes names, ranges and tags as given', () => {
    const result = build({
      name: 'core',
      zones: ['eu-central-1a', 'eu-central-1c'],
      subnets: { public: ['10.0.200.0/24', '10.0.201.0/24'] },
      subnetTags: { public: { team: 'edge' } },
    });
    expect(result.resource('aws_subnet', 'main_public-eu-central-1c').body).toMatchObject({
      cidr_block: '10.0.201.0/24',
      tags: { Name: 'core-public-eu-central-1c', team: 'edge' },
    });
  });

  test('in a Region is there, and in an explicit Unit in that', () => {
    const result = synthTree((platform) => {
      const environment = new Environment(platform, 'prod', { region: 'eu-central-1' });
      new Network(new Region(environment, 'us-east-1'), 'far', PROPS);
      new Network(new Construct(new Unit(environment, 'edge'), 'x'), 'near', PROPS);
    });
    expect(result.resource('aws_subnet', 'us-east-1_far_private-us-east-1a').body['provider']).toBe('aws.us_east_1');
    expect(result.resource('aws_vpc', 'x_near_vpc').unit).toBe('prod/terraform.edge');
  });
});

describe('what a network gives to others', () => {
  test('is a subnet id per zone, in order, that crosses units and planes', () => {
    const result = build({ zones: ['b', 'a'] }, (network, environment) => {
      expect(network.zones).toEqual(['eu-central-1b', 'eu-central-1a']);
      const [first, second] = network.subnetIds('private');
      configMap(new TestCluster(environment, 'k'), 'net', {
        vpc: network.vpcId,
        first,
        second,
        one: network.subnetIds('intra', ['a'])[0],
        nat: network.natAddresses[1],
        routes: network.routeTableIds('private')[1],
        edge: network.routeTableIds('public')[0],
      });
    });
    expect(result.object('ConfigMap', 'net')['data']).toEqual({
      vpc: '<keelson:terraform.network.aws_vpc_main_vpc_id>',
      first: '<keelson:terraform.network.aws_subnet_main_private_eu_central_1b_id>',
      second: '<keelson:terraform.network.aws_subnet_main_private_eu_central_1a_id>',
      one: '<keelson:terraform.network.aws_subnet_main_intra_eu_central_1a_id>',
      nat: '<keelson:terraform.network.aws_eip_main_nat_address_eu_central_1a_public_ip>',
      routes: '<keelson:terraform.network.aws_route_table_main_private_eu_central_1a_routes_id>',
      edge: '<keelson:terraform.network.aws_route_table_main_public_routes_id>',
    });
  });

  test.each([
    ['pods', undefined, 'the network prod/main has no pods subnets; give it podCidrs'],
    ['private', ['a', 'c'], 'the network prod/main has no subnet in the zone c; name one of eu-central-1a, eu-central-1b'],
  ] as const)('is never what it does not have: %s %j', (tier, zones, words) => {
    const [message, ...more] = messages(build({}, (network) => void network.subnetIds(tier, zones)));
    expect(message).toMatch(/^KS6023 prod\/main/);
    expect(message).toContain(words);
    expect(more).toEqual([]);
  });

  test('of a network that is wrong is nothing, and tells no second error', () => {
    const result = build({ zones: ['a'] }, (network) => {
      expect(network.subnetIds('pods')).toEqual([]);
      expect(network.routeTableIds('private')).toEqual([]);
    });
    expect(result.errors).toHaveLength(1);
  });
});

describe('a wrong network', () => {
  test.each([
    [{ zones: ['a'] }, 'KS6021', 'the network has the zone eu-central-1a only; give two zones or more'],
    [{ zones: [] }, 'KS6021', 'the network has no zones'],
    [{ zones: ['a', 'us-east-1b'] }, 'KS1001', 'the zone us-east-1b is not in the region eu-central-1'],
    [{ zones: ['a', 'eu-central-1a'] }, 'KS1001', 'the zone eu-central-1a is named twice'],
    [{ zones: ['a', 'b', 'c'], maxZones: 2 }, 'KS6022', 'the network has 3 zones, and its range is planned for 2'],
    [{ cidr: '10.0.0.0/15' }, 'KS6022', 'the range 10.0.0.0/15 is /15; a VPC takes /16 to /28'],
    [{ cidr: '10.0.0.0/24' }, 'KS6022', 'the range 10.0.0.0/24 is too small'],
    [{ cidr: '10.0.0.1/16' }, 'KS1001', 'an IPv4 range that begins with its first address'],
    [{ podCidrs: ['10.0.128.0/17'] }, 'KS6020', 'the ranges 10.0.0.0/16 and 10.0.128.0/17 overlap'],
    [{ podCidrs: ['192.168.0.0/16'] }, 'KS6022', 'AWS takes no range of 192.168.0.0/16, such as 192.168.0.0/16, into a VPC of 10.0.0.0/16'],
    [{ podCidrs: ['100.64.0.0/16', '100.65.0.0/16', '100.66.0.0/16'] }, 'KS6022', 'podCidrs has 3 ranges for 2 zones'],
    [{ avoid: ['10.0.0.0/8'] }, 'KS6020', 'the range 10.0.0.0/16 overlaps 10.0.0.0/8, which avoid names'],
    [{ subnets: { private: ['10.0.0.0/24'] } }, 'KS1001', 'prop subnets.private has 1 ranges for 2 zones'],
    [{ subnets: { pods: ['100.64.0.0/24', '100.64.1.0/24'] } }, 'KS1001', 'prop subnets gives pods subnets, and the network has none'],
    [{ subnets: { intra: ['10.0.0.0/24', '10.0.33.0/24'] } }, 'KS6020', 'overlap'],
    [{ public: false }, 'KS1001', 'a NAT gateway stands in a public subnet'],
    [{ nat: 'zones' }, 'KS1001', 'prop nat is "zones"'],
    [{ flowLogs: { retentionDays: 31 } }, 'KS1001', 'retentionDays'],
    [{ flowLogs: { kmsKeyArn: 'alias/x' } }, 'KS1001', 'must be an ARN of kms'],
    [{ endpoints: ['ECR'] }, 'KS1001', "must be the name of a service, such as 'ecr.api'"],
  ])('%j is told', (props, code, words) => {
    const found = messages(build(props));
    expect(found[0]).toMatch(new RegExp(`^${code} prod/main`));
    expect(found[0]).toContain(words);
  });
});

function byTier(a: string, b: string): number {
  const order = ['public', 'intra', 'private'];
  const rank = (text: string) => order.findIndex((tier) => text.includes(tier));
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
