import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { grantRead } from '../../../../lib/constructs/access/bucket-access.ts';
import { App } from '../../../../lib/constructs/app/app.ts';
import { Bucket, type BucketProps } from '../../../../lib/constructs/platform/bucket.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { type Synthesised, synthTree } from '../../../../lib/testing/index.ts';
import { validateContent } from '../../../../lib/toolkit/validate/index.ts';
import { configMap, devCluster } from '../../../support/tree.ts';

const build = (props?: BucketProps, id = 'pictures'): Synthesised =>
  synthTree((platform) => new Bucket(new Environment(platform, 'dev', { region: 'eu-central-1' }), id, props));
const messages = (props: unknown, id?: string) => build(props as BucketProps, id).errors.map((error) => error.message);

describe('a bucket', () => {
  test('is encrypted, closed to the public and refuses what is not over TLS', () => {
    const result = build();
    expect(result.resource('aws_s3_bucket', 'pictures').body).toMatchObject({ bucket: 'test-dev-pictures', force_destroy: false });
    expect(result.resource('aws_s3_bucket_public_access_block').body).toEqual({
      bucket: '${aws_s3_bucket.pictures.id}',
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(result.resource('aws_s3_bucket_ownership_controls').body['rule']).toEqual({ object_ownership: 'BucketOwnerEnforced' });
    expect(result.resource('aws_s3_bucket_server_side_encryption_configuration').body['rule']).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
    const { policy } = result.resource('aws_s3_bucket_policy').body as { policy: string };
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['${aws_s3_bucket.pictures.arn}', '${aws_s3_bucket.pictures.arn}/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    expect(result.resources.map(({ unit }) => unit)).toEqual(Array(5).fill('dev/terraform.data'));
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test('gets its policy after its public access block, since S3 refuses both at a time', () => {
    expect(build().resource('aws_s3_bucket_policy').body['depends_on']).toEqual([
      'aws_s3_bucket_public_access_block.pictures_public-access',
    ]);
  });

  test('takes a KMS key, also one that is known only later', () => {
    const key = 'arn:aws:kms:eu-central-1:123456789012:key/1';
    const rule = (result: Synthesised) => result.resource('aws_s3_bucket_server_side_encryption_configuration').body['rule'];
    const expected = (id: string) => [
      { apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: id }, bucket_key_enabled: true },
    ];
    expect(rule(build({ kmsKeyArn: key }))).toEqual(expected(key));
    const later = synthTree((platform) => {
      const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
      const other = new Bucket(dev, 'other');
      new Bucket(dev, 'pictures', { kmsKeyArn: other.arn });
    });
    const encryption = 'aws_s3_bucket_server_side_encryption_configuration';
    expect(later.resource(encryption, 'pictures_encryption').body['rule']).toEqual(expected('${aws_s3_bucket.other.arn}'));
  });

  test('keeps and expires what it is told to', () => {
    const result = build({ versioned: true, expireDays: 30, expireOldVersionsDays: 7, forceDestroy: true, bucketName: 'my-pictures' });
    expect(result.resource('aws_s3_bucket').body).toMatchObject({ bucket: 'my-pictures', force_destroy: true });
    expect(result.resource('aws_s3_bucket_versioning').body['versioning_configuration']).toEqual({ status: 'Enabled' });
    expect(result.resource('aws_s3_bucket_lifecycle_configuration').body).toMatchObject({
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          expiration: [{ days: 30 }],
          noncurrent_version_expiration: [{ noncurrent_days: 7 }],
        },
      ],
      depends_on: ['aws_s3_bucket_versioning.pictures_versioning'],
    });
  });

  test('has a name that reaches a pod as a binding of the unit data', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      configMap(cluster, 'settings', { bucket: new Bucket(dev, 'pictures').name });
    });
    expect(result.object('ConfigMap', 'settings')['data']).toEqual({ bucket: '<keelson:terraform.data.aws_s3_bucket_pictures_bucket>' });
    expect(result.bindings).toMatchObject([{ in: 'dev/kubernetes.main.settings', pointer: '/data/bucket' }]);
  });
});

test('a bucket that exists is looked up, and a workload may read it like any other', () => {
  const result = synthTree((platform) => {
    const { dev, cluster } = devCluster(platform);
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1';
    const weights = Bucket.existing(dev, 'weights', { bucketName: 'acme-weights', kmsKeyArn });
    grantRead(weights, new App(cluster, 'web', { image: 'example.com/web:1.2' }), 'llama/');
    expect(Bucket.existing(dev, 'acme-logs').kmsKeyArn).toBeUndefined();
  });
  expect(result.resource('data.aws_s3_bucket', 'weights').body).toEqual({ bucket: 'acme-weights' });
  expect(result.resource('data.aws_s3_bucket', 'acme-logs').body).toEqual({ bucket: 'acme-logs' });
  const { policy } = result.resource('aws_iam_role_policy').body as { policy: string };
  const allowed = (JSON.parse(policy) as { Statement: { Resource: string[] }[] }).Statement.map(({ Resource }) => Resource[0]);
  expect(allowed).toContain('${var.data_data_aws_s3_bucket_weights_arn}/llama/*');
  expect(allowed).toContain('arn:aws:kms:eu-central-1:123456789012:key/1');
  expect(validateContent(result.content).findings).toEqual([]);
  const wrong = synthTree((platform) => void Bucket.existing(devCluster(platform).dev, 'x', { kmsKeyArn: 'alias/x' }));
  expect(wrong.errors.map((error) => error.message).join()).toContain('must be the ARN of a KMS key');
});

test('services write their logs into a bucket, of its own account only', () => {
  const result = synthTree((platform) => {
    const dev = new Environment(platform, 'dev', { region: 'eu-central-1', account: '123456789012' });
    new Bucket(dev, 'logs', { services: ['flow-logs', 'access-logs', 'cloudtrail', 'access-logs'] });
  });
  const { policy } = result.resource('aws_s3_bucket_policy').body as { policy: string };
  const [, ...statements] = (JSON.parse(policy) as { Statement: Record<string, unknown>[] }).Statement;
  expect(statements.map(({ Sid }) => Sid)).toEqual(['AccessLogs', 'CloudTrailCheck', 'CloudTrail', 'FlowLogsCheck', 'FlowLogs']);
  for (const { Condition } of statements) expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': '123456789012' } });
  expect(statements[2]).toMatchObject({
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: '${aws_s3_bucket.logs.arn}/AWSLogs/123456789012/*',
  });
  expect(build({ services: ['access-logs'] }).resource('data.aws_caller_identity').body).toEqual({});
});

describe('a wrong bucket', () => {
  test.each([
    [{ bucketName: 'My_Pictures' }, 'a name that S3 takes; this one must be lower case'],
    [{ bucketName: 'a..b' }, 'single .'],
    [{ bucketName: '10.0.0.1' }, 'must not be an IP address'],
    [{ bucketName: 'logs-s3alias' }, '-s3alias, which S3 reserves'],
    [{ kmsKeyArn: 'alias/mine' }, 'the ARN of a KMS key'],
    [{ versioned: 'yes' }, 'prop versioned is "yes"; it must be true or false'],
    [{ expireDays: 0 }, 'at least 1'],
    [{ expireOldVersionsDays: 7 }, 'absent unless versioned is true'],
    [{ services: ['athena'] }, 'services'],
    [
      { services: ['access-logs'], kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/1' },
      "absent when services has 'access-logs': S3 writes them only into buckets that its own keys encrypt",
    ],
    [{ versionned: true }, 'did you mean versioned?'],
  ])('%j is told', (props, words) => {
    const [message, ...more] = messages(props);
    expect(message).toMatch(/^KS1001 dev\/pictures/);
    expect(message).toContain(words);
    expect(more).toEqual([]);
  });

  test('one whose id makes no name is told, with the name', () => {
    expect(messages({}, 'Pictures')[0]).toContain('the name "test-dev-Pictures" of the bucket must be lower case');
    expect(messages({}, 'p'.repeat(60))[0]).toContain('has 69 characters, and 3 to 63 are allowed');
    expect(messages({ bucketName: 'pictures-of-acme' }, 'Pictures')).toEqual([]);
  });

  test('one outside an environment is told', () => {
    const result = () => synthTree((platform) => new Bucket(new Construct(platform, 'nowhere'), 'pictures'));
    expect(result).toThrow(/KS1003/);
  });
});
