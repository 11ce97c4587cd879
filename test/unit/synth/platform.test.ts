import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { ConfigMap, Deployment } from 'cdk8s-plus-28';
import { Annotations, App as TerraformApp, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { Environment } from '../../../lib/synth/environment.ts';
import { Platform } from '../../../lib/synth/platform.ts';
import { matchers, synthTree } from '../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../support/tree.ts';

expect.extend(matchers);

describe('what goes into a platform', () => {
  test('any construct of cdk8s-plus, named by its id', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const deployment = new Deployment(cluster, 'web', { containers: [{ image: 'example.com/web:1', portNumber: 8080 }] });
      deployment.exposeViaService();
      new ConfigMap(cluster, 'settings', { data: { a: '1' } });
    });
    expect(result).toSynthesise();
    expect(result.objects.map((object) => `${object.kind} ${object.metadata.name}`).sort()).toEqual([
      'ConfigMap settings',
      'Deployment web',
      'Namespace test',
      'Service web-service',
    ]);
  });

  test('any resource of cdktf, with its id from its path', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      const bucket = new S3Bucket(new Construct(dev, 'logs.archive'), 'files', {});
      new TerraformOutput(dev, 'name', { value: bucket.bucket });
    });
    expect(result.resources.map((resource) => resource.address)).toEqual(['aws_s3_bucket.logs_archive_files']);
    const stack = JSON.parse(result.files.get('dev/terraform/data/cdk.tf.json') ?? '');
    expect(stack.output).toEqual({ name: { value: '${aws_s3_bucket.logs_archive_files.bucket}' } });
    expect(stack.terraform).toEqual({
      backend: { local: { path: 'data.tfstate' } },
      required_providers: { aws: { source: 'aws', version: '6.25.0' } },
    });
    expect(stack.provider).toMatchObject({ aws: [{ region: 'eu-central-1' }] });
  });

  test('lazy values of cdk8s are produced once', () => {
    let times = 0;
    const result = synthTree(
      (platform) => void configMap(devCluster(platform).cluster, 'map', { a: Lazy.any({ produce: () => `${++times}` }) }),
    );
    expect(result.object('ConfigMap')['data']).toEqual({ a: '1' });
  });

  test('labels that find it, without touching those of the user', () => {
    const { metadata } = synthTree(
      (platform) => void configMap(devCluster(platform).cluster, 'map', {}, { labels: { 'app.kubernetes.io/name': 'mine', team: 'a' } }),
    ).object('ConfigMap');
    expect(metadata.labels).toEqual({
      'app.kubernetes.io/name': 'mine',
      'app.kubernetes.io/instance': 'map-dev',
      'app.kubernetes.io/part-of': 'test',
      'app.kubernetes.io/managed-by': 'keelson',
      'applyset.kubernetes.io/part-of': expect.stringMatching(/^applyset-[A-Za-z0-9_-]{43}-v1$/),
      team: 'a',
    });
  });

  test('a literal ${ keeps its value and is protected from Flux', () => {
    const { metadata, data } = synthTree(
      (platform) => void configMap(devCluster(platform).cluster, 'map', { script: 'echo ${HOME}' }),
    ).object('ConfigMap');
    expect(data).toEqual({ script: 'echo ${HOME}' });
    expect(metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' });
  });
});

describe('what does not', () => {
  test('a chart or a stack of the user', () => {
    expect(synthTree((platform) => void new Chart(devCluster(platform).cluster, 'mine'))).toFailWith('KS1004', 'Chart');
    expect(synthTree((platform) => void new TerraformStack(devCluster(platform).dev, 'mine'))).toFailWith('KS1004', 'TerraformStack');
    const inChart = () => synthTree((platform) => void configMap(new Chart(new Environment(platform, 'dev'), 'mine'), 'map'));
    expect(inChart).toThrow(/KS1004 dev\/mine.*a Chart of cdk8s/);
  });

  test('an object outside a cluster, a resource outside an environment, an environment in another', () => {
    expect(() => synthTree((platform) => void configMap(new Environment(platform, 'dev'), 'map'))).toThrow(
      /KS1003 dev\/map.*outside a cluster/,
    );
    expect(() => synthTree((platform) => void new S3Bucket(platform, 'files', {}).bucket)).toThrow(/KS1003 files/);
    expect(() => synthTree((platform) => void new Environment(new Environment(platform, 'dev'), 'inner'))).toThrow(/KS1003 dev\/inner/);
  });

  test('two elements with one id', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      new S3Bucket(new Construct(dev, 'a'), 'b_c', {});
      new S3Bucket(new Construct(dev, 'a_b'), 'c', {});
    });
    expect(result).toFailWith('KS6001', 'aws_s3_bucket.a_b_c');
  });

  test('AWS resources in an environment without a region', () => {
    expect(synthTree((platform) => void new S3Bucket(new Environment(platform, 'dev'), 'files', {}))).toFailWith('KS1001', 'region');
  });

  test('messages of validations and of cdktf annotations stop the synth', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      const one = new Construct(dev, 'one');
      one.node.addValidation({ validate: () => ['needs a two'] });
      Annotations.of(one).addError('is wrong');
    });
    expect(result.errors.map((error) => error.message)).toEqual([
      expect.stringContaining('KS1013 dev/one'),
      expect.stringContaining('is wrong'),
    ]);
  });

  test('every error of a run is reported', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      configMap(cluster, 'Bad');
      new ApiObject(cluster, 'x', { apiVersion: 'example.com/v1', kind: 'X' });
      new Environment(platform, 'prod', { regoin: 'x' } as never);
    });
    expect(result.errors.map((error) => error.code).sort()).toEqual(['KS1001', 'KS1006', 'KS1009']);
    expect(result).toFailWith('KS1001', 'unknown prop regoin; did you mean region?');
  });

  test('a problem of one construct is told once, that of another too', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      const validate = () => ['needs a two', 'needs a two', 'needs a three'];
      for (const id of ['one', 'other']) new Construct(dev, id).node.addValidation({ validate });
    });
    expect(result.errors.map(({ details }) => `${details.path} ${details.message}`)).toEqual([
      'dev/one needs a two',
      'dev/one needs a three',
      'dev/other needs a two',
      'dev/other needs a three',
    ]);
  });

  test('a text that no file can hold, by the object that has it', () => {
    const result = synthTree((platform) => void configMap(devCluster(platform).cluster, 'map', { half: '\ud800' }));
    expect(result).toFailWith('KS1014', 'dev/main/map');
    expect(result).toFailWith('KS1014', 'holds half of a surrogate pair');
  });

  test('a second synth', () => {
    const result = synthTree((platform) => platform.synth());
    expect(result).toFailWith('KS1010');
    expect(result.errors[0]?.details.source?.file).toMatch(/platform\.test\.ts$/);
  });
});

test('the order of constructs changes nothing', () => {
  const build = (ids: readonly string[]) =>
    synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      for (const id of ids) {
        configMap(cluster, id, { [id]: '1', z: '2', a: new S3Bucket(dev, `bucket-${id}`, {}).bucket });
      }
    });
  expect([...build(['c', 'a', 'b']).files].sort()).toEqual([...build(['b', 'c', 'a']).files].sort());
});

test("an addition changes its own files, its unit and that unit's digest only", () => {
  const build = (...ids: string[]) =>
    synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const team = new Construct(cluster, 'team');
      for (const id of ids) configMap(team, id);
      configMap(cluster, 'other');
    }).files;
  const before = build('a');
  const after = build('a', 'b');
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  expect(changed.sort()).toEqual(['dev/kubernetes/main/team/test/ConfigMap/b.yaml', 'dev/units/kubernetes.main.team.json', 'keelson.json']);
  const digests = (files: ReadonlyMap<string, string>) => JSON.parse(files.get('keelson.json') ?? '').environments.dev.units;
  const { 'kubernetes.main.team': _before, ...restBefore } = digests(before);
  const { 'kubernetes.main.team': _after, ...restAfter } = digests(after);
  expect(restAfter).toEqual(restBefore);
});

test('cdk8s and cdktf outside a platform stay as they are', () => {
  new Platform('side');
  synthTree((platform) => void new S3Bucket(devCluster(platform).dev, 'files', {}));
  const chart = new Chart(new App(), 'chart');
  expect(new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }).name).toMatch(/^chart-map-c8[0-9a-f]+$/);
  const stack = new TerraformStack(new TerraformApp({ outdir: mkdtempSync(join(tmpdir(), 'keelson-cdktf-')) }), 'stack');
  expect(TerraformStack.of(new S3Bucket(stack, 'files', {}))).toBe(stack);
});
