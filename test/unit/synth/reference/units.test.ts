import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Environment } from '../../../../lib/synth/environment.ts';
import type { Platform } from '../../../../lib/synth/platform.ts';
import { statusOf, terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { Unit } from '../../../../lib/synth/unit.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { configMap, devCluster, TestCluster } from '../../../support/tree.ts';
import { TARGET } from './fixture.ts';

expect.extend(matchers);

describe('values between Terraform units', () => {
  test('of a raw token become a variable of the reader and an output of the giver', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'files', {});
      new IamPolicy(new Unit(dev, 'roles'), 'read', { policy: `{"Resource":"${bucket.arn}"}` });
    });
    expect(result).toHaveResource('aws_iam_policy.read', { policy: '{"Resource":"${var.data_aws_s3_bucket_files_arn}"}' });
    expect(result).toBind('var.data_aws_s3_bucket_files_arn', { unit: 'dev/terraform.data', output: 'aws_s3_bucket_files_arn' });
  });

  test('of a reference too, and in the same unit stay an expression', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'files', {});
      const arn = terraformReference(bucket, bucket.arn);
      new IamPolicy(new Unit(dev, 'roles'), 'read', { policy: JSON.stringify({ Resource: arn }) });
      new IamPolicy(dev, 'read', { policy: JSON.stringify({ Resource: arn }) });
    });
    const policies = result.resources
      .filter(({ address }) => address === 'aws_iam_policy.read')
      .map(({ unit, body }) => [unit, body['policy']]);
    expect(policies).toEqual([
      ['dev/terraform.data', '{"Resource":"${aws_s3_bucket.files.arn}"}'],
      ['dev/terraform.roles', '{"Resource":"${var.data_aws_s3_bucket_files_arn}"}'],
    ]);
  });
});

describe('a Kubernetes status as a Terraform variable', () => {
  test('is bound to the live object', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const service = new ApiObject(cluster, 'web', { apiVersion: 'v1', kind: 'Service', metadata: {}, spec: { type: 'LoadBalancer' } });
      new S3Bucket(dev, 'files', { tags: { host: `http://${statusOf(service, '/status/loadBalancer/ingress/0/hostname')}` } });
    });
    const output = 'service_web_status_loadbalancer_ingress_0_hostname';
    expect(result.content.units.get('dev/kubernetes.main.web')?.outputs).toEqual({
      [output]: { type: 'string', from: { object: '/Service/test/web', pointer: '/status/loadBalancer/ingress/0/hostname' } },
    });
    expect(result).toHaveResource('aws_s3_bucket.files', { tags: { host: `http://\${var.main_web_${output}}` } });
  });
});

describe('environments', () => {
  const twoEnvironments = (use: (shared: Environment, bucket: S3Bucket, prod: TestCluster) => void) =>
    synthTree((platform: Platform) => {
      const shared = new Environment(platform, 'shared', { region: 'eu-central-1' });
      const prod = new TestCluster(new Environment(platform, 'prod', { region: 'eu-central-1' }), 'main');
      use(shared, new S3Bucket(shared, 'files', {}), prod);
    });

  test('use what shared exports', () => {
    const result = twoEnvironments((shared, bucket, prod) => {
      configMap(prod, 'map', { bucket: shared.export('files', terraformReference(bucket, bucket.bucket)) });
    });
    expect(result).toBind(TARGET, { unit: 'shared/terraform.data', output: 'files' });
    expect(result.object('ConfigMap')['data']).toEqual({ bucket: '<keelson:shared/terraform.data.files>' });
  });

  test('may not use anything else, in either plane', () => {
    const message = 'dev/files of the environment dev is used in prod';
    const build = (use: (name: ReturnType<typeof terraformReference>, bucket: S3Bucket, prod: Environment) => void) =>
      synthTree((platform) => {
        const { dev } = devCluster(platform);
        const bucket = new S3Bucket(dev, 'files', {});
        use(terraformReference(bucket, bucket.bucket), bucket, new Environment(platform, 'prod', { region: 'eu-central-1' }));
      });
    expect(build((name, _, prod) => void configMap(new TestCluster(prod, 'main'), 'map', { name }))).toFailWith('KS4004', message);
    expect(build((name, _, prod) => void new S3Bucket(prod, 'copy', { tags: { name: name.asString() } }))).toFailWith('KS4004', message);
    expect(build((_, bucket, prod) => void new S3Bucket(prod, 'copy', { tags: { name: bucket.bucket } }))).toFailWith('KS4004', 'dev');
  });

  test('other than shared export nothing', () => {
    expect(() => synthTree((platform) => void devCluster(platform).dev.export('x', '${TfToken[TOKEN.0]}'))).toThrow(/KS4011 dev/);
  });
});
