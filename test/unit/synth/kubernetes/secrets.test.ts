import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { SecretHandle } from '../../../../lib/synth/secret-handle.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../../support/tree.ts';

expect.extend(matchers);

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
