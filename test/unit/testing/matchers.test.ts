import { describe, expect, test } from 'vitest';
import { App, Bucket, Cluster, Environment } from '../../../lib/index.ts';
import { assemblySerializer, matchers, synthTree } from '../../../lib/testing/index.ts';

expect.extend(matchers);

/** One application in two environments, larger in prod, that reads the name of a bucket. */
const shop = () =>
  synthTree((platform) => {
    for (const [name, replicas] of [
      ['dev', 1],
      ['prod', 3],
    ] as const) {
      const environment = new Environment(platform, name, { region: 'eu-central-1', state: { bucket: 'acme-state' } });
      const bucket = new Bucket(environment, 'pictures', { bucketName: `acme-${name}` });
      const cluster = Cluster.existing(environment, 'main', { version: '1.36' });
      const env = { PICTURES: bucket.name };
      new App(cluster, 'web', { image: 'example.com/web:1.2', port: 8080, replicas, env });
    }
  });
const result = shop();
const broken = synthTree((platform) => void new Environment(platform, 'Dev!'));

/** What a matcher says when it fails. */
const failure = (assertion: () => void): string => {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new RangeError('it did not fail');
};

describe('a matcher', () => {
  test('of objects takes the fields that it is given, and shows the object when they are others', () => {
    expect(result).toHaveObject('Deployment', 'web', { spec: { replicas: 3 } });
    expect(result).not.toHaveObject('Deployment', 'web', { spec: { replicas: 2 } });
    expect(failure(() => expect(result.in('dev')).toHaveObject('Deployment', 'web', { spec: { replicas: 3 } }))).toMatch(
      /expected a Deployment web with .*3.*, and got:\n.*"replicas": 1/s,
    );
  });

  test('of objects names what there is when there is none of that name', () => {
    expect(failure(() => expect(result).toHaveObject('Deployment', 'wbe'))).toMatch(/got:\n.*Deployment web/s);
  });

  test('of resources takes the attributes that it is given, and shows the resource or the addresses', () => {
    expect(result.in('prod')).toHaveResource('aws_s3_bucket.pictures', { bucket: 'acme-prod' });
    expect(failure(() => expect(result.in('dev')).toHaveResource('aws_s3_bucket.pictures', { bucket: 'acme-prod' }))).toContain('acme-dev');
    expect(failure(() => expect(result).toHaveResource('aws_s3_bucket.other'))).toContain('aws_s3_bucket.pictures');
  });

  test('of references takes the unit and output that fill a field', () => {
    const output = 'aws_s3_bucket_pictures_bucket';
    expect(result).toBind('apps/Deployment/test/web', { unit: 'prod/terraform.data', output });
    expect(failure(() => expect(result.in('dev')).toBind('apps/Deployment/test/web', { unit: 'prod/terraform.data', output }))).toMatch(
      /expected apps\/Deployment\/test\/web to be bound to prod\/terraform\.data\.aws_s3_bucket_pictures_bucket, and got:\n.*dev\/terraform\.data/s,
    );
  });

  test('of errors takes a code and text, and shows the errors', () => {
    expect(result).toSynthesise();
    expect(broken).toFailWith('KS1009', 'Dev!');
    expect(failure(() => expect(broken).toSynthesise())).toContain('Dev!');
    expect(failure(() => expect(broken).toFailWith('KS1002'))).toMatch(/expected KS1002 .*got:\n.*Dev!/s);
    expect(failure(() => expect(result).toFailWith('KS1009'))).toContain('no errors');
  });
});

describe('a view', () => {
  test('of an environment, plane, cluster or unit has what is in it, and nothing else', () => {
    expect(result.in('prod').object('Deployment', 'web').spec).toMatchObject({ replicas: 3 });
    expect(result.in('prod').resource('aws_s3_bucket').body).toMatchObject({ bucket: 'acme-prod' });
    expect(result.in('prod/terraform').objects).toEqual([]);
    expect(result.in('dev/kubernetes.main').resources).toEqual([]);
    expect(result.in('dev').bindings.map((binding) => binding.in)).toEqual(['dev/kubernetes.main.web']);
    expect(result.in('dev').in('dev/terraform.data').objects).toEqual([]);
  });

  test('has the files of its units', () => {
    const paths = [...result.in('prod/terraform.data').files.keys()];
    expect(paths).toContain('prod/terraform/data/cdk.tf.json');
    expect(paths).toContain('prod/units/terraform.data.json');
    expect(paths.filter((path) => !path.includes('terraform'))).toEqual([]);
    const all = [...result.in('dev').files.keys(), ...result.in('prod').files.keys(), 'keelson.json'];
    expect(all.sort()).toEqual([...result.files.keys()].sort());
  });

  test('of nothing is an error that names the units', () => {
    expect(() => result.in('staging')).toThrow('no unit is in staging; there are dev/kubernetes.main.namespaces');
    expect(() => result.in('dev').in('prod')).toThrow(RangeError);
  });

  test('in a snapshot is its files', () => {
    const text = assemblySerializer.serialize(result.in('dev/kubernetes.main.namespaces'));
    expect(text).toMatch(/^# dev\/kubernetes\/main\/namespaces\/_cluster\/Namespace\/test\.yaml\napiVersion: v1\nkind: Namespace\n/);
    expect(text.match(/^# .*/gm)).toHaveLength(2);
    expect([assemblySerializer.test(result), assemblySerializer.test({})]).toEqual([true, false]);
  });
});

test('one object of several names how many there are', () => {
  expect(() => result.object('Deployment', 'web')).toThrow('2 objects are a Deployment web');
  expect(() => result.resource('aws_vpc')).toThrow('0 resources are aws_vpc');
});
