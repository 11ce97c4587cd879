import { createHash } from 'node:crypto';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import { Instance } from '@cdktf/provider-aws/lib/instance/index.js';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject } from 'cdk8s';
import { Fn } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { Environment } from '../../../lib/synth/environment.ts';
import type { Platform } from '../../../lib/synth/platform.ts';
import { statusOf, terraformReference } from '../../../lib/synth/reference/reference.ts';
import { SecretHandle } from '../../../lib/synth/secret-handle.ts';
import { Unit } from '../../../lib/synth/unit.ts';
import { matchers, synthTree } from '../../../lib/testing/index.ts';
import { configMap, devCluster, TestCluster } from '../../support/tree.ts';

expect.extend(matchers);

const BUCKET = { unit: 'dev/terraform.data', output: 'aws_s3_bucket_files_bucket' };
const TARGET = '/ConfigMap/test/map';

/** A ConfigMap whose data is made of a bucket's name. */
function withBucket(data: (name: ReturnType<typeof terraformReference<string>>, bucket: S3Bucket) => Record<string, unknown>) {
  return synthTree((platform) => {
    const { dev, cluster } = devCluster(platform);
    const bucket = new S3Bucket(dev, 'files', {});
    configMap(cluster, 'map', data(terraformReference(bucket, bucket.bucket), bucket));
  });
}

describe('a Terraform value in a Kubernetes field', () => {
  test('is a binding, an output, an edge and a readable placeholder', () => {
    const result = withBucket((name) => ({ bucket: name }));
    expect(result).toBind(TARGET, { ...BUCKET, pointer: '/data/bucket' });
    expect(result.object('ConfigMap')['data']).toEqual({ bucket: '<keelson:terraform.data.aws_s3_bucket_files_bucket>' });
    expect(result.content.units.get('dev/kubernetes.main.map')?.dependsOn).toContainEqual({
      unit: 'dev/terraform.data',
      reasons: ['binding'],
    });
    const stack = JSON.parse(result.files.get('dev/terraform/data/cdk.tf.json') ?? '');
    expect(stack.output).toEqual({ aws_s3_bucket_files_bucket: { value: '${aws_s3_bucket.files.bucket}' } });
  });

  test('keeps the text around it in a template', () => {
    const [binding] = withBucket((name) => ({ url: `s3://${name}/pictures` })).bindings;
    expect(binding?.parts).toEqual(['s3://', { ...BUCKET, type: 'string' }, '/pictures']);
  });

  test('works as a raw cdktf token: text, template, number, list', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const instance = new Instance(dev, 'vm', {});
      new ApiObject(cluster, 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {},
        data: {
          ip: instance.privateIp,
          url: `http://${instance.privateIp}:80`,
          cores: instance.ipv6AddressCount,
          groups: instance.securityGroups,
          optimized: instance.ebsOptimized,
          text: `cores=${instance.ipv6AddressCount}`,
        },
      });
    });
    expect(result).toSynthesise();
    const byPointer = Object.fromEntries(result.bindings.map((binding) => [binding.pointer, [binding.type, binding.parts.length]]));
    expect(byPointer).toEqual({
      '/data/ip': ['string', 1],
      '/data/url': ['string', 3],
      '/data/cores': ['number', 1],
      '/data/groups': ['list', 1],
      '/data/optimized': ['any', 1],
      '/data/text': ['string', 2],
    });
  });

  test('enters a JSON document escaped, and a number without its quotes', () => {
    const [binding] = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'files', {});
      const port = terraformReference<number>(bucket, bucket.id, { type: 'number' });
      configMap(cluster, 'map', { 'app.json': JSON.stringify({ bucket: terraformReference(bucket, bucket.bucket), port }) });
    }).bindings;
    expect(binding?.parts.map((part) => (typeof part === 'string' ? part : part.as))).toEqual([
      '{"bucket":"',
      'jsonString',
      '","port":',
      'json',
      '}',
    ]);
  });

  test('over a function stays one expression of its unit', () => {
    const result = withBucket((_, bucket) => ({ upper: Fn.upper(bucket.bucket) }));
    const stack = JSON.parse(result.files.get('dev/terraform/data/cdk.tf.json') ?? '');
    expect(Object.values(stack.output)).toEqual([{ value: '${upper(aws_s3_bucket.files.bucket)}' }]);
  });

  test('of two units in one function is an error', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const a = new S3Bucket(new Unit(dev, 'one'), 'a', {});
      const b = new S3Bucket(new Unit(dev, 'two'), 'b', {});
      configMap(cluster, 'map', { both: Fn.join('-', [a.bucket, b.bucket]) });
    });
    expect(result).toFailWith('KS4006', 'dev/terraform.one and dev/terraform.two');
  });
});

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

describe('damage', () => {
  test.each([
    ['slice', (name: { asString(): string }) => name.asString().slice(2)],
    ['one letter', (name: { asString(): string }) => name.asString()[5]],
    ['upper case', (name: { asString(): string }) => name.asString().toUpperCase()],
    ['lower case', (name: { asString(): string }) => name.asString().toLowerCase()],
    ['reversed', (name: { asString(): string }) => [...name.asString()].reverse().join('')],
  ])('%s of a reference is found', (_, damage) => {
    expect(withBucket((name) => ({ value: damage(name) }))).toFailWith('KS4002', '/data/value');
  });

  test.each([
    ['hash', (name: { asString(): string }) => createHash('sha256').update(name.asString()).digest('hex')],
    ['length', (name: { asString(): string }) => String(name.asString().length)],
    ['base64', (name: { asString(): string }) => Buffer.from(name.asString()).toString('base64')],
  ])('%s of a reference is an error', (_, use) => {
    expect(withBucket((name) => ({ value: use(name) }))).toFailWith('KS4003', 'dev/files');
  });

  test('a method of a string or a sum on the reference itself throws', () => {
    const misuse = (use: (name: never) => unknown) => () => withBucket((name) => ({ value: use(name as never) }));
    expect(misuse((name: string) => name.length)).toThrow(/KS4002 dev\/files.*\.length/);
    expect(misuse((name: string) => name.split('-'))).toThrow(/KS4002/);
    expect(misuse((name: number) => name * 2)).toThrow(/KS4002.*calculation/);
  });

  test.each([
    ['untouched', (n: number) => n, undefined],
    ['plus one', (n: number) => n + 1, 'KS4002'],
    ['halved', (n: number) => n / 2, 'KS4003'],
  ])('a number reference %s', (_, use, code) => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'files', {});
      configMap(cluster, 'map', { port: use(terraformReference<number>(bucket, bucket.id, { type: 'number' }).asNumber()) });
    });
    if (code) expect(result).toFailWith(code);
    else expect(result.bindings[0]).toMatchObject({ pointer: '/data/port', type: 'number' });
  });

  test('a cut cdktf token, a list token mixed with entries and a token as a key are errors', () => {
    expect(withBucket((_, bucket) => ({ value: bucket.bucket.slice(0, 9) }))).toFailWith('KS4001', '/data/value');
    const list = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      configMap(cluster, 'map', { groups: [...new Instance(dev, 'vm', {}).securityGroups, 'other'] });
    });
    expect(list).toFailWith('KS4001', '/data/groups');
    expect(withBucket((_, bucket) => ({ [bucket.bucket]: 'x' }))).toFailWith('KS4005', 'a key');
    expect(withBucket((name) => ({ [`${name}`]: 'x' }))).toFailWith('KS4005', 'a key');
  });

  test('a reference may not be a name', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'files', {});
      new ApiObject(cluster, 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: terraformReference(bucket, bucket.bucket).asString() },
      });
    });
    expect(result).toFailWith('KS4005', '/metadata/name');
  });
});

describe('secrets', () => {
  test('a sensitive value may only fill a Secret', () => {
    const build = (kind: string, field: string) =>
      synthTree((platform) => {
        const { dev, cluster } = devCluster(platform);
        const bucket = new S3Bucket(dev, 'files', {});
        new ApiObject(cluster, 'map', {
          apiVersion: 'v1',
          kind,
          metadata: {},
          [field]: { key: terraformReference(bucket, bucket.id, { sensitive: true }) },
        });
      });
    expect(build('ConfigMap', 'data')).toFailWith('KS4007', '/data/key');
    const secret = build('Secret', 'stringData');
    expect(secret.bindings).toMatchObject([{ pointer: '/stringData/key', sensitive: true }]);
  });

  test('a literal value of a Secret is an error that does not show it', () => {
    const result = synthTree((platform) => {
      new ApiObject(devCluster(platform).cluster, 'db', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {},
        stringData: { password: 'hunter2hunter2' },
      });
    });
    expect(result).toFailWith('KS4008', 'stringData.password');
    expect(result.errors.map((error) => error.message).join()).not.toContain('hunter2');
  });

  test('text with the form of a credential is an error anywhere', () => {
    const key = ['AKIA', 'ABCDEFGHIJKLMNOP'].join('');
    expect(synthTree((platform) => void configMap(devCluster(platform).cluster, 'map', { text: `id=${key}` }))).toFailWith(
      'KS4008',
      'an AWS access key id',
    );
    expect(synthTree((platform) => void new S3Bucket(devCluster(platform).dev, 'files', { tags: { key } }))).toFailWith(
      'KS4008',
      'an AWS access key id',
    );
  });

  test('a handle has no value', () => {
    expect(() =>
      synthTree(
        (platform) => void configMap(devCluster(platform).cluster, 'map', { x: `${new SecretHandle(platform, 'db', 'password')}` }),
      ),
    ).toThrow(/KS4009/);
    expect(
      synthTree((platform) => void configMap(devCluster(platform).cluster, 'map', { x: new SecretHandle(platform, 'db', 'password') })),
    ).toFailWith('KS4009', 'data.x');
    expect(() => JSON.stringify({ x: new SecretHandle({} as never, 'db', 'password') })).toThrow();
  });
});
