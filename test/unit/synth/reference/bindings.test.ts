import { Instance } from '@cdktf/provider-aws/lib/instance/index.js';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject } from 'cdk8s';
import { Fn } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { Unit } from '../../../../lib/synth/unit.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../../support/tree.ts';
import { BUCKET, TARGET, withBucket } from './fixture.ts';

expect.extend(matchers);

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
