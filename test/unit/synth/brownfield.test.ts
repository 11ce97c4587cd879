import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { grantRead } from '../../../lib/constructs/access/bucket-access.ts';
import { App } from '../../../lib/constructs/app/app.ts';
import { Bucket } from '../../../lib/constructs/platform/bucket.ts';
import { Cluster } from '../../../lib/constructs/platform/cluster.ts';
import { Network, type NetworkProps } from '../../../lib/constructs/platform/network/network.ts';
import { addAliases } from '../../../lib/synth/aliases.ts';
import { Environment } from '../../../lib/synth/environment.ts';
import { importExisting } from '../../../lib/synth/imports.ts';
import { retain } from '../../../lib/synth/retain.ts';
import { Unit } from '../../../lib/synth/unit.ts';
import { matchers, type Synthesised, synthTree } from '../../../lib/testing/index.ts';
import { validateContent } from '../../../lib/toolkit/validate/index.ts';

expect.extend(matchers);

const build = (make: (prod: Environment) => void): Synthesised =>
  synthTree((platform) => make(new Environment(platform, 'prod', { region: 'eu-central-1', state: { bucket: 'states' } })));
const stackOf = (result: Synthesised, name = 'data') => {
  expect(result).toSynthesise();
  expect(validateContent(result.content).findings).toEqual([]);
  return JSON.parse(result.files.get(`prod/terraform/${name}/cdk.tf.json`) ?? '{}') as Record<string, unknown>;
};
const network = (scope: Construct, props: Partial<NetworkProps> = {}, id = 'main') =>
  new Network(scope, id, { cidr: '10.0.0.0/16', zones: ['a', 'b'], ...props });

describe('an import', () => {
  test('of a resource, or of the one that a construct is about, gives an import block', () => {
    const result = build((prod) => {
      importExisting(new S3Bucket(prod, 'plain'), 'plain-bucket');
      importExisting(new Bucket(prod, 'pictures'), 'acme-pictures');
      importExisting(new Bucket(prod, 'logs'), { Resource: 'acme-logs', 'public-access': 'acme-logs' });
    });
    expect(stackOf(result)['import']).toEqual([
      { to: 'aws_s3_bucket.logs', id: 'acme-logs' },
      { to: 'aws_s3_bucket.pictures', id: 'acme-pictures' },
      { to: 'aws_s3_bucket.plain', id: 'plain-bucket' },
      { to: 'aws_s3_bucket_public_access_block.logs_public-access', id: 'acme-logs' },
    ]);
  });

  test('takes an id that is known later', () => {
    const result = build((prod) => {
      const other = new Bucket(new Unit(prod, 'other'), 'other');
      importExisting(new S3Bucket(prod, 'plain'), other.name);
    });
    expect(stackOf(result)['import']).toEqual([{ to: 'aws_s3_bucket.plain', id: '${var.other_aws_s3_bucket_other_bucket}' }]);
  });

  test('of a bucket is a prop, and the bucket keeps its name', () => {
    const stack = stackOf(build((prod) => void new Bucket(prod, 'pictures', { importId: 'Old.Name' })));
    expect(stack['import']).toEqual([{ to: 'aws_s3_bucket.pictures', id: 'Old.Name' }]);
    expect(stack['resource']).toMatchObject({ aws_s3_bucket: { pictures: { bucket: 'Old.Name' } } });
    expect(build((prod) => void new Bucket(prod, 'pictures', { importId: 'old', bucketName: 'new' }))).toFailWith(
      'KS1001',
      'a bucket keeps its name',
    );
  });

  test('of a network takes its parts, and what follows from their ids', () => {
    const id = (kind: string, n: number) => `${kind}-${String(n).padStart(17, '0')}`;
    const stack = stackOf(
      build(
        (prod) =>
          void network(prod, {
            nat: 'single',
            importIds: {
              vpc: id('vpc', 1),
              subnets: { private: [id('subnet', 1), id('subnet', 2)] },
              routeTables: { public: id('rtb', 1), private: [id('rtb', 2), id('rtb', 3)] },
              internetGateway: id('igw', 1),
              natGateways: [id('nat', 1)],
              natAddresses: [id('eipalloc', 1)],
            },
          }),
      ),
      'network',
    );
    expect(Object.fromEntries((stack['import'] as { to: string; id: string }[]).map(({ to, id }) => [to, id]))).toEqual({
      'aws_vpc.main_vpc': id('vpc', 1),
      'aws_subnet.main_private-eu-central-1a': id('subnet', 1),
      'aws_subnet.main_private-eu-central-1b': id('subnet', 2),
      'aws_route_table.main_public-routes': id('rtb', 1),
      'aws_route_table.main_private-eu-central-1a-routes': id('rtb', 2),
      'aws_route_table.main_private-eu-central-1b-routes': id('rtb', 3),
      'aws_internet_gateway.main_internet-gateway': id('igw', 1),
      'aws_nat_gateway.main_nat-eu-central-1a': id('nat', 1),
      'aws_eip.main_nat-address-eu-central-1a': id('eipalloc', 1),
      'aws_route.main_public-internet-route': `${id('rtb', 1)}_0.0.0.0/0`,
      'aws_route.main_private-eu-central-1a-nat-route': `${id('rtb', 2)}_0.0.0.0/0`,
      'aws_route.main_private-eu-central-1b-nat-route': `${id('rtb', 3)}_0.0.0.0/0`,
      'aws_route_table_association.main_private-eu-central-1a-routing': `${id('subnet', 1)}/${id('rtb', 2)}`,
      'aws_route_table_association.main_private-eu-central-1b-routing': `${id('subnet', 2)}/${id('rtb', 3)}`,
    });
  });

  test.each([
    [{ vpc: 'main' }, 'prop importIds.vpc is "main"; it must be an id, such as vpc-0123456789abcdef0'],
    [
      { vpc: 'vpc-0123456789abcdef0', natGateways: ['nat-0123456789abcdef0'] },
      'prop importIds.natGateways has 1 ids, and the network has 2 of them',
    ],
    [
      { vpc: 'vpc-0123456789abcdef0', subnets: { pods: ['subnet-0123456789abcdef0'] } },
      'prop importIds.subnets.pods has 1 ids, and the network has 0 of them',
    ],
  ])('of a network with %j is told', (importIds, words) => {
    expect(build((prod) => void network(prod, { importIds }))).toFailWith('KS1001', words);
  });

  test('into what is not there, or twice into one, is told', () => {
    const missing = build((prod) => importExisting(new Bucket(prod, 'pictures'), { vpc: 'vpc-1' }));
    expect(missing).toFailWith(
      'KS6004',
      'there is no resource at "prod/pictures/vpc" to import vpc-1 into; give its path: Resource, encryption, ownership',
    );
    expect(build((prod) => importExisting(new Construct(prod, 'team'), 'x'))).toFailWith(
      'KS6004',
      'name a construct that holds Terraform resources',
    );
    const twice = build((prod) => importExisting(new Bucket(prod, 'pictures', { importId: 'old' }), 'old'));
    expect(twice).toFailWith('KS6005', 'aws_s3_bucket.pictures is imported twice');
    expect(() => build((prod) => importExisting(new S3Bucket(prod, 'x'), ''))).toThrow('KS1001');
  });
});

describe('what the program lets go of', () => {
  test('leaves the state and stays alive, also when nothing else of its unit is left', () => {
    const stack = stackOf(build((prod) => retain(prod, 'prod/pictures/Resource', { type: 'aws_s3_bucket' })));
    expect(stack['removed']).toEqual([{ from: 'aws_s3_bucket.pictures', lifecycle: { destroy: false } }]);
    expect(stack['terraform']).toMatchObject({ backend: { s3: { key: 'test/prod/data.tfstate' } }, required_providers: { aws: {} } });
    expect(stack['provider']).toMatchObject({ aws: [{ region: 'eu-central-1' }] });
  });

  test('leaves the state of the unit that is named', () => {
    const result = build((prod) => {
      retain(prod, 'prod/old/vpc', { type: 'aws_vpc', unit: 'network' });
      retain(prod, 'prod/files/logs', { type: 'aws_s3_bucket', unit: 'files' });
      new S3Bucket(new Unit(prod, 'files'), 'other');
    });
    expect(stackOf(result, 'network')['removed']).toEqual([{ from: 'aws_vpc.old_vpc', lifecycle: { destroy: false } }]);
    expect(stackOf(result, 'files')['removed']).toEqual([{ from: 'aws_s3_bucket.logs', lifecycle: { destroy: false } }]);
  });

  test('keeps the provider of its region, which Terraform needs to forget it', () => {
    const stack = stackOf(build((prod) => retain(prod, 'prod/far', { type: 'aws_s3_bucket', region: 'us-west-2' })));
    expect(stack['provider']).toMatchObject({ aws: [{ alias: 'us_west_2', region: 'us-west-2' }] });
  });

  test('can not be what the program still has', () => {
    const result = build((prod) => {
      new Bucket(prod, 'pictures');
      retain(prod, 'prod/pictures/Resource', { type: 'aws_s3_bucket' });
    });
    expect(result).toFailWith(
      'KS6006',
      'prod/pictures/Resource is let go of, and prod/pictures/Resource still makes aws_s3_bucket.pictures',
    );
  });

  test.each([
    ['dev/pictures', { type: 'aws_s3_bucket' }, 'is no path of a resource in prod'],
    ['prod', { type: 'aws_s3_bucket' }, 'is no path of a resource in prod'],
    ['prod/pictures', { type: 'Bucket' }, 'the type "Bucket" is no type'],
    ['prod/pictures', { type: 'aws_s3_bucket', unit: 'a/b' }, 'the unit "a/b" is no name'],
  ])('%s %j is told', (path, options, words) => {
    expect(() => build((prod) => retain(prod, path, options))).toThrow(words);
  });
});

describe('an alias', () => {
  const moved = (result: Synthesised, unit: string) =>
    (stackOf(result, unit)['moved'] as { from: string; to: string }[] | undefined)?.map(({ from, to }) => `${from} -> ${to}`) ?? [];

  test('of a network moves it within the unit network', () => {
    const result = build((prod) => void network(prod, { aliases: ['prod/old'], flowLogs: false, nat: 'none' }, 'main'));
    expect(moved(result, 'network')).toContain('aws_vpc.old_vpc -> aws_vpc.main_vpc');
    expect(stackOf(result, 'network')).not.toHaveProperty('removed');
  });

  test('of an application moves its role within the unit access', () => {
    const result = build((prod) => {
      const cluster = Cluster.existing(prod, 'main', { version: '1.36' });
      const app = new App(cluster, 'web', { image: 'example.com/web:1.2', aliases: ['prod/main/old'] });
      grantRead(new Bucket(prod, 'pictures'), app);
    });
    expect(moved(result, 'access-main')).toContain('aws_iam_role.old_pod-identity_role -> aws_iam_role.web_pod-identity_role');
  });

  test('of a unit or a cluster moves to another state, which needs the import ids', () => {
    const unit = build((prod) => void new S3Bucket(new Unit(prod, 'files', { aliases: ['prod/old'] }), 'logs'));
    expect(unit).toFailWith('KS6003', 'aws_s3_bucket.logs moves from the state old to files');
    const given = build((prod) => {
      const files = new Unit(prod, 'files', { aliases: [{ path: 'prod/old', importIds: { aws_s3_bucket: 'logs' } }] });
      new S3Bucket(files, 'logs');
    });
    expect(stackOf(given, 'files')['import']).toEqual([{ to: 'aws_s3_bucket.logs', id: 'logs' }]);
    expect(stackOf(given, 'old')).toMatchObject({
      removed: [{ from: 'aws_s3_bucket.logs', lifecycle: { destroy: false } }],
      terraform: { backend: { s3: { key: 'test/prod/old.tfstate' } } },
    });
    const cluster = build((prod) => {
      const main = Cluster.existing(prod, 'main', { version: '1.36', aliases: ['prod/old'] });
      grantRead(new Bucket(prod, 'pictures'), new App(main, 'web', { image: 'example.com/web:1.2' }));
    });
    expect(cluster).toFailWith('KS6003', 'moves from the state access-old to access-main');
  });

  test('of a scope above a resource without a unit of its own is as before', () => {
    const result = build((prod) => {
      const team = new Construct(prod, 'team');
      addAliases(team, 'prod/group');
      new S3Bucket(team, 'files');
    });
    expect(moved(result, 'data')).toEqual(['aws_s3_bucket.group_files -> aws_s3_bucket.team_files']);
  });
});
