import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { TerraformUnitFile } from '../../../lib/assembly/schema.ts';
import { Environment, type EnvironmentProps } from '../../../lib/synth/environment.ts';
import { Region } from '../../../lib/synth/region.ts';
import { Unit } from '../../../lib/synth/unit.ts';
import { matchers, type Synthesised, synthTree } from '../../../lib/testing/index.ts';
import { validateContent } from '../../../lib/toolkit/validate/index.ts';

expect.extend(matchers);

const ACCOUNT = '123456789012';
const role = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;

/** `prod` with a bucket `pictures` in the unit data, and whatever else is built. */
const prod = (props: unknown, build: (environment: Environment) => void = () => {}): Synthesised =>
  synthTree(
    (platform) => {
      const environment = new Environment(platform, 'prod', { region: 'eu-central-1', ...(props as EnvironmentProps) });
      new S3Bucket(environment, 'pictures');
      build(environment);
    },
    { name: 'acme' },
  );
const stackOf = (result: Synthesised, name = 'data') =>
  JSON.parse(result.files.get(`prod/terraform/${name}/cdk.tf.json`) ?? '{}') as Record<string, unknown>;
const unitOf = (result: Synthesised, name = 'data') => result.content.units.get(`prod/terraform.${name}`) as TerraformUnitFile;
const messages = (result: Synthesised) => result.errors.map((error) => error.message);

describe('the provider of an environment', () => {
  test('takes credentials of its account only, and tags all that it makes', () => {
    const result = prod({ account: ACCOUNT, tags: { team: 'shop', 'cost-center': '42' } });
    expect(stackOf(result)['provider']).toEqual({
      aws: [
        {
          region: 'eu-central-1',
          allowed_account_ids: [ACCOUNT],
          default_tags: [
            {
              tags: {
                team: 'shop',
                'cost-center': '42',
                'keelson.dev/platform': 'acme',
                'keelson.dev/environment': 'prod',
                'keelson.dev/unit': 'data',
              },
            },
          ],
        },
      ],
    });
  });

  test('is one per region, and a resource names its own, never a region', () => {
    const result = prod({}, (environment) => {
      const virginia = new Region(environment, 'us-east-1');
      new S3Bucket(virginia, 'copy');
      new S3Bucket(new Construct(virginia, 'more'), 'copy');
      new S3Bucket(new Region(environment, 'eu-central-1'), 'same');
    });
    const { provider, resource } = stackOf(result) as {
      provider: { aws: { region: string; alias?: string; default_tags: object[] }[] };
      resource: { aws_s3_bucket: Record<string, { provider?: string }> };
    };
    expect(provider.aws.map(({ region, alias }) => [region, alias])).toEqual([
      ['eu-central-1', undefined],
      ['us-east-1', 'us_east_1'],
    ]);
    expect(provider.aws[1]?.default_tags).toEqual(provider.aws[0]?.default_tags);
    expect(resource.aws_s3_bucket).toEqual({
      pictures: {},
      'us-east-1_copy': { provider: 'aws.us_east_1' },
      'us-east-1_more_copy': { provider: 'aws.us_east_1' },
      'eu-central-1_same': {},
    });
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test('of a region that has become empty stays in every stack, so that what was there can be destroyed', () => {
    const result = prod({}, (environment) => void new Region(environment, 'us-east-1'));
    expect((stackOf(result)['provider'] as { aws: object[] }).aws).toMatchObject([{ region: 'eu-central-1' }, { alias: 'us_east_1' }]);
  });

  test('needs no region of the environment where every resource is in a Region', () => {
    const result = synthTree((platform) => void new S3Bucket(new Region(new Environment(platform, 'prod'), 'us-east-1'), 'copy'));
    expect((stackOf(result)['provider'] as { aws: object[] }).aws).toMatchObject([{ alias: 'us_east_1', region: 'us-east-1' }]);
  });

  test('tells constructs the tags for what AWS makes by itself', () => {
    let tags: unknown;
    prod({ tags: { team: 'shop' } }, (environment) => {
      tags = environment.tags;
    });
    expect(tags).toEqual({ 'keelson.dev/environment': 'prod', 'keelson.dev/platform': 'acme', team: 'shop' });
  });
});

describe('the state of an environment', () => {
  test('is locked by the bucket itself, encrypted with its key, and bound to the account', () => {
    const kmsKeyArn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
    const result = prod({ account: ACCOUNT, state: { bucket: 'acme-states', region: 'eu-west-1', kmsKeyArn } });
    expect(stackOf(result)['terraform']).toMatchObject({
      backend: {
        s3: {
          bucket: 'acme-states',
          key: 'acme/prod/data.tfstate',
          region: 'eu-west-1',
          encrypt: true,
          use_lockfile: true,
          kms_key_id: kmsKeyArn,
          allowed_account_ids: [ACCOUNT],
        },
      },
    });
  });
});

describe('the roles of a unit', () => {
  const roles = { plan: role('plan'), apply: role('apply') };

  test('stand in its file, and not in its stack', () => {
    const result = prod({ roles });
    expect(unitOf(result).roles).toEqual(roles);
    expect(result.files.get('prod/terraform/data/cdk.tf.json')).not.toContain('role/');
    expect(unitOf(prod({})).roles).toBeUndefined();
  });

  test('of a default unit and of an explicit one differ where they say so', () => {
    const result = prod({ roles, unitRoles: { data: { apply: role('data-apply') } } }, (environment) => {
      new S3Bucket(new Unit(environment, 'logs', { roles: { plan: role('logs-plan') } }), 'logs');
      new S3Bucket(new Unit(environment, 'more'), 'more');
    });
    expect(unitOf(result).roles).toEqual({ plan: role('plan'), apply: role('data-apply') });
    expect(unitOf(result, 'logs').roles).toEqual({ plan: role('logs-plan'), apply: role('apply') });
    expect(unitOf(result, 'more').roles).toEqual(roles);
  });

  test.each([
    [{ unitRoles: { dta: roles } }, 'prop unitRoles names "dta", which is no default Terraform unit of prod; name one of data'],
    [{ unitRoles: { data: { apply: role('a') } } }, `the unit prod/terraform.data has the role ${role('a')} for apply only`],
    [{ account: ACCOUNT, roles: { ...roles, apply: role('a', '210987654321') } }, 'is of the account 210987654321, and the environment of'],
    [{ roles: { plan: 'reader', apply: role('a') } }, 'prop roles.plan is "reader"; it must be the ARN of an IAM role'],
    [{ roles: { plan: role('a') } }, 'prop roles.apply is missing'],
  ])('%j is told', (props, words) => {
    const [message, ...more] = messages(prod(props));
    expect(message).toMatch(/^KS1001 prod/);
    expect(message).toContain(words);
    expect(more).toEqual([]);
  });

  test('of an explicit unit must be both, too', () => {
    const result = prod({}, (environment) => void new S3Bucket(new Unit(environment, 'logs', { roles: { plan: role('p') } }), 'logs'));
    expect(result).toFailWith('KS1001', `the unit prod/terraform.logs has the role ${role('p')} for plan only`);
    expect(prod({}, (environment) => void new Unit(environment, 'logs', { rolls: {} } as never))).toFailWith('KS1001', 'roles');
  });
});

describe('a wrong environment', () => {
  test.each([
    [{ account: '42' }, 'must be twelve digits'],
    [{ region: 'Frankfurt' }, 'must be an AWS region'],
    [{ state: { bucket: 'states', region: 'here' } }, 'prop state.region'],
    [{ state: { bucket: 'states', kmsKeyArn: 'alias/x' } }, 'must be the ARN of a KMS key'],
    [{ tags: { 'aws:team': 'a' } }, 'must not begin with aws: or keelson.dev/'],
    [{ tags: { 'keelson.dev/unit': 'a' } }, 'must not begin with aws: or keelson.dev/'],
    [{ tags: { team: 'a,b' } }, 'must be letters, digits, spaces and _ . : / = + - @'],
    [{ tags: Object.fromEntries(Array.from({ length: 36 }, (_, i) => [`t${i}`, ''])) }, 'at most 35 tags'],
    [{ tag: {} }, 'did you mean tags?'],
  ])('%j is told', (props, words) => {
    const result = prod(props);
    expect(messages(result).join('\n')).toContain(words);
    expect(result.errors.every(({ code }) => code === 'KS1001')).toBe(true);
  });

  test('a region that is none, or is in none, is told', () => {
    expect(prod({}, (environment) => void new Region(environment, 'virginia'))).toFailWith('KS1001', '"virginia" is no AWS region');
    expect(() => synthTree((platform) => void new Region(platform, 'us-east-1'))).toThrow('KS1003');
  });
});
