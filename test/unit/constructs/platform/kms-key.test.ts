import { describe, expect, test } from 'vitest';
import { Bucket } from '../../../../lib/constructs/platform/bucket.ts';
import { IamRole } from '../../../../lib/constructs/platform/iam/iam-role.ts';
import { type ExistingKmsKeyProps, KmsKey, type KmsKeyProps } from '../../../../lib/constructs/platform/kms/kms-key.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { matchers, type Synthesised, synthTree } from '../../../../lib/testing/index.ts';
import { validateContent } from '../../../../lib/toolkit/validate/index.ts';
import { configMap, TestCluster } from '../../../support/tree.ts';

expect.extend(matchers);

const build = (make: (prod: Environment) => void, account: string | undefined = '123456789012'): Synthesised =>
  synthTree((platform) => make(new Environment(platform, 'prod', { region: 'eu-central-1', ...(account !== undefined && { account }) })), {
    name: 'acme',
  });
const policyOf = (result: Synthesised) =>
  (JSON.parse(String(result.resource('aws_kms_key').body['policy'])) as { Statement: Record<string, unknown>[] }).Statement;
const ID = '0123abcd-0123-4567-89ab-0123456789ab';

describe('a key', () => {
  test('rotates, can be brought back for 30 days, and is managed by its account', () => {
    const result = build((prod) => void new KmsKey(prod, 'data'));
    expect(result.resource('aws_kms_key', 'data').body).toMatchObject({
      description: 'acme-prod-data',
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
    expect(result.resource('aws_kms_alias').body).toEqual({ name: 'alias/acme-prod-data', target_key_id: '${aws_kms_key.data.key_id}' });
    expect(policyOf(result)).toEqual([
      { Sid: 'Account', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' },
    ]);
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test('is open to services as far as they are named', () => {
    const statements = policyOf(build((prod) => void new KmsKey(prod, 'data', { services: ['logs', 'autoscaling'] })));
    expect(statements.map(({ Sid }) => Sid)).toEqual(['Account', 'CloudWatchLogs', 'AutoScaling', 'AutoScalingGrants']);
    expect(statements[1]).toMatchObject({
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:123456789012:*' } },
    });
    expect(statements[3]).toMatchObject({ Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
  });

  test('is open to trails and to what publishes to encrypted topics', () => {
    const statements = policyOf(build((prod) => void new KmsKey(prod, 'data', { services: ['notifications', 'cloudtrail'] })));
    expect(statements.map(({ Sid }) => Sid)).toEqual(['Account', 'CloudTrail', 'Notifications']);
    expect(statements[1]).toMatchObject({
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
    expect(statements[2]).toMatchObject({
      Principal: { Service: expect.arrayContaining(['cloudwatch.amazonaws.com', 'events.amazonaws.com']) },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    });
  });

  test('asks for the account where the environment does not say it', () => {
    const result = synthTree((platform) => void new KmsKey(new Environment(platform, 'prod', { region: 'eu-central-1' }), 'data'));
    expect(policyOf(result)[0]).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::${data.aws_caller_identity.data_account.account_id}:root' },
    });
  });

  test('encrypts a bucket, and may exist already', () => {
    const result = build((prod) => {
      new Bucket(prod, 'pictures', { kmsKeyArn: new KmsKey(prod, 'data', { importId: ID, aliasName: 'old/key' }).arn });
    });
    expect(JSON.stringify(result.resource('aws_s3_bucket_server_side_encryption_configuration').body)).toContain('${aws_kms_key.data.arn}');
    expect(JSON.parse(result.files.get('prod/terraform/data/cdk.tf.json') ?? '').import).toEqual([{ to: 'aws_kms_key.data', id: ID }]);
  });

  test.each<[object, string]>([
    [{ aliasName: 'alias/x' }, 'without alias/ in front'],
    [{ deletionDays: 3 }, 'at least 7'],
    [{ importId: 'alias/x' }, 'must be the id of a KMS key'],
    [{ services: ['s3'] }, 'services'],
  ])('%j is told', (props, words) => {
    expect(build((prod) => void new KmsKey(prod, 'data', props as KmsKeyProps))).toFailWith('KS1001', words);
  });
});

describe('what exists', () => {
  test('is looked up by Terraform: a key by ARN, id or alias, a role by name', () => {
    const result = build((prod) => {
      const arn = `arn:aws:kms:eu-central-1:123456789012:key/${ID}`;
      configMap(new TestCluster(prod, 'k'), 'ids', {
        arn: KmsKey.existing(prod, 'by-arn', { arn }).arn,
        id: KmsKey.existing(prod, 'by-id', { keyId: ID }).keyId,
        alias: KmsKey.existing(prod, 'by-alias', { aliasName: 'alias/data' }).arn,
        role: IamRole.existing(prod, 'deployer').arn,
        name: IamRole.existing(prod, 'reader', { roleName: 'Team.Reader' }).roleName,
      });
    });
    expect(result.resource('data.aws_kms_key', 'by-id').body).toEqual({ key_id: ID });
    expect(result.resource('data.aws_kms_key', 'by-alias').body).toEqual({ key_id: 'alias/data' });
    expect(result.resource('data.aws_iam_role', 'deployer').body).toEqual({ name: 'deployer' });
    expect(result.object('ConfigMap', 'ids')['data']).toMatchObject({
      arn: '<keelson:terraform.data.data_aws_kms_key_by_arn_arn>',
      role: '<keelson:terraform.data.data_aws_iam_role_deployer_arn>',
      name: '<keelson:terraform.data.data_aws_iam_role_reader_name>',
    });
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test.each<[object, string]>([
    [{}, 'given when neither keyId nor aliasName is'],
    [{ keyId: ID, aliasName: 'alias/x' }, 'absent when one of them is'],
    [{ aliasName: 'data' }, 'must be the name of an alias'],
    [{ arn: 'arn:aws:kms:eu-central-1:1:key/x' }, 'must be the ARN of a KMS key'],
  ])('a key by %j is told', (props, words) => {
    expect(build((prod) => void KmsKey.existing(prod, 'data', props as ExistingKmsKeyProps))).toFailWith('KS1001', words);
  });

  test('a role by an ARN is told', () => {
    expect(build((prod) => void IamRole.existing(prod, 'x', { roleName: 'arn:aws:iam::1:role/x' }))).toFailWith(
      'KS1001',
      'the name of a role',
    );
  });
});
