import { createHash } from 'node:crypto';
import { Instance } from '@cdktf/provider-aws/lib/instance/index.js';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject } from 'cdk8s';
import { Token } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import { terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../../support/tree.ts';
import { withBucket } from './fixture.ts';

expect.extend(matchers);

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
    for (const [start, end] of [[0, 3], [0, 4], [0, 9], [0, -1], [4], [-5], [-9]]) {
      expect(withBucket((_, bucket) => ({ value: bucket.bucket.slice(start, end) }))).toFailWith('KS4001', '/data/value');
    }
    expect(withBucket((_, bucket) => ({ value: `a ${bucket.bucket}${bucket.bucket.slice(0, 5)}` }))).toFailWith('KS4001', '/data/value');
    const list = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      configMap(cluster, 'map', { groups: [...new Instance(dev, 'vm', {}).securityGroups, 'other'] });
    });
    expect(list).toFailWith('KS4001', '/data/groups');
    expect(withBucket((_, bucket) => ({ [bucket.bucket]: 'x' }))).toFailWith('KS4005', 'a key');
    expect(withBucket((name) => ({ [`${name}`]: 'x' }))).toFailWith('KS4005', 'a key');
  });

  test('a cdktf token without a value is an error', () => {
    const token = Token.asString({ resolve: () => undefined, creationStack: [], toString: () => '' });
    expect(withBucket(() => ({ value: `a ${token}` }))).toFailWith('KS4001', 'a token of cdktf has no value');
  });

  test('a prop that takes none says so, of whatever type it is', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'files', {});
      const name = terraformReference(bucket, bucket.bucket);
      new App(cluster, 'web', { image: 'example.com/web:1', port: 80, name, args: name } as never);
    });
    expect(result).toFailWith('KS1001', 'dev/main/web');
    expect(result).toFailWith('KS1001', 'prop name is a Reference; it must be a text');
    expect(result).toFailWith('KS1001', 'prop args is a Reference; it must be a list');
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
