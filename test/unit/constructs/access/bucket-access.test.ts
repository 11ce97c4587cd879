import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { grantRead } from '../../../../lib/constructs/access/bucket-access.ts';
import { PodIdentity } from '../../../../lib/constructs/access/pod-identity.ts';
import { Bucket } from '../../../../lib/constructs/platform/bucket.ts';
import { Cluster } from '../../../../lib/constructs/platform/cluster.ts';
import type { IServiceAccountUser } from '../../../../lib/constructs/platform/service-account.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { namespaceOf } from '../../../../lib/synth/namespace-scope.ts';
import { matchers, type Synthesised, synthTree } from '../../../../lib/testing/index.ts';
import { validateContent } from '../../../../lib/toolkit/validate/index.ts';

expect.extend(matchers);

class Workload extends Construct implements IServiceAccountUser {
  readonly namespace: string;
  readonly serviceAccountName: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.namespace = namespaceOf(this);
    this.serviceAccountName = id;
    new ApiObject(this, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: id } });
  }
}

interface Setup {
  readonly dev: Environment;
  readonly cluster: Cluster;
  readonly shop: Workload;
}

function synth(build: (setup: Setup) => void, name?: string): Synthesised {
  return synthTree(
    (platform) => {
      const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
      const cluster = Cluster.existing(dev, 'main', { version: '1.36', name: 'acme-dev' });
      build({ dev, cluster, shop: new Workload(cluster, 'shop') });
    },
    name === undefined ? {} : { name },
  );
}

const policyOf = (result: Synthesised, id?: string) =>
  JSON.parse(String(result.resource('aws_iam_role_policy', id).body['policy'])) as { Statement: Record<string, unknown>[] };

describe('grantRead', () => {
  test('gives a role that only pods of the ServiceAccount can take, in the unit access-<cluster>', () => {
    const result = synth(({ dev, shop }) => grantRead(new Bucket(dev, 'pictures'), shop));
    const role = result.resource('aws_iam_role');
    expect(role).toMatchObject({ unit: 'dev/terraform.access-main', address: 'aws_iam_role.shop_pod-identity_role' });
    expect(role.body['name']).toBe('test_dev_main_test_shop');
    expect(JSON.parse(String(role.body['assume_role_policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'test', 'aws:RequestTag/kubernetes-service-account': 'shop' },
          },
        },
      ],
    });
    expect(result.resource('aws_eks_pod_identity_association').body).toEqual({
      cluster_name: 'acme-dev',
      namespace: 'test',
      service_account: 'shop',
      role_arn: '${aws_iam_role.shop_pod-identity_role.arn}',
    });
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test('allows to list the bucket and to get its objects, and nothing else; the ARN comes as a variable', () => {
    const result = synth(({ dev, shop }) => grantRead(new Bucket(dev, 'pictures'), shop));
    const arn = '${var.data_aws_s3_bucket_pictures_arn}';
    expect(policyOf(result).Statement).toEqual([
      { Sid: 'ListPictures', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [arn] },
      { Sid: 'ReadPictures', Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${arn}/*`] },
    ]);
    expect(result.bindings).toEqual([
      {
        in: 'dev/terraform.access-main',
        target: 'var.data_aws_s3_bucket_pictures_arn',
        type: 'string',
        parts: [{ unit: 'dev/terraform.data', output: 'aws_s3_bucket_pictures_arn', type: 'string' }],
      },
    ]);
    expect(result.content.units.get('dev/terraform.data')?.outputs).toHaveProperty('aws_s3_bucket_pictures_arn');
  });

  test('is applied before the pods, which get their credentials when they are created', () => {
    const result = synth(({ dev, shop }) => grantRead(new Bucket(dev, 'pictures'), shop));
    expect(result.content.units.get('dev/kubernetes.main.shop')?.dependsOn).toContainEqual({
      unit: 'dev/terraform.access-main',
      reasons: ['dependsOn'],
    });
  });

  test('does not wait for what the workload waits for, which would be a cycle', () => {
    const result = synth(({ dev, cluster, shop }) => {
      shop.node.addDependency(new Workload(cluster, 'database'));
      grantRead(new Bucket(dev, 'pictures'), shop);
    });
    expect(result.content.units.get('dev/kubernetes.main.shop')?.dependsOn.map(({ unit }) => unit)).toEqual([
      'dev/kubernetes.main.database',
      'dev/kubernetes.main.namespaces',
      'dev/terraform.access-main',
    ]);
    expect(result.content.units.get('dev/terraform.access-main')?.dependsOn.map(({ unit }) => unit)).toEqual(['dev/terraform.data']);
  });

  test('limits listing and reading to a prefix', () => {
    const result = synth(({ dev, shop }) => grantRead(new Bucket(dev, 'pictures'), shop, 'public/'));
    const [list, read] = policyOf(result).Statement;
    expect(list).toMatchObject({ Condition: { StringLike: { 's3:prefix': ['public/*'] } } });
    expect(read).toMatchObject({ Resource: ['${var.data_aws_s3_bucket_pictures_arn}/public/*'] });
  });

  test('allows to decrypt with the key of the bucket, once', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1';
    const result = synth(({ dev, shop }) => {
      const pictures = new Bucket(dev, 'pictures', { kmsKeyArn });
      grantRead(pictures, shop, 'a/');
      grantRead(pictures, shop, 'b/');
    });
    const decrypt = policyOf(result).Statement.filter(({ Action }) => (Action as string[])[0] === 'kms:Decrypt');
    expect(decrypt).toEqual([{ Sid: 'DecryptPictures', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [kmsKeyArn] }]);
  });

  test('adds to one role per workload, in an order that grants have no part in', () => {
    const grants = (reverse: boolean) =>
      synth(({ dev, cluster, shop }) => {
        const buckets = [new Bucket(dev, 'pictures'), new Bucket(dev, 'invoices'), new Bucket(new Construct(dev, 'team-a'), 'pictures')];
        for (const bucket of reverse ? buckets.reverse() : buckets) grantRead(bucket, shop);
        grantRead(buckets[0] as Bucket, new Workload(cluster, 'other'));
        if (reverse) grantRead(buckets[0] as Bucket, shop);
      });
    const once = grants(false);
    const sids = policyOf(once, 'shop_pod-identity_policy').Statement.map(({ Sid }) => Sid);
    expect(sids).toEqual([...sids].sort());
    expect(new Set(sids).size).toBe(6);
    expect(policyOf(grants(true), 'shop_pod-identity_policy')).toEqual(policyOf(once, 'shop_pod-identity_policy'));
    expect(once.resources.filter(({ address }) => address.startsWith('aws_iam_role.'))).toHaveLength(2);
  });

  test('names roles so that no two workloads share one, in the 64 characters that IAM takes', () => {
    const nameOf = (platform: string) =>
      String(synth(({ dev, shop }) => grantRead(new Bucket(dev, 'p'), shop), platform).resource('aws_iam_role').body['name']);
    const [one, other] = [nameOf(`a${'b'.repeat(38)}`), nameOf(`a${'b'.repeat(37)}c`)];
    expect(one).toHaveLength(64);
    expect(other).toHaveLength(64);
    expect(one).not.toBe(other);
  });
});

describe('a wrong grant', () => {
  const grant = (prefix: unknown, bucket?: unknown, workload?: unknown) => () =>
    synth(({ dev, shop }) => {
      const pictures = new Bucket(dev, 'pictures');
      grantRead((bucket ?? pictures) as Bucket, (workload ?? shop) as Workload, prefix as string);
    });

  test('is told where it is made', () => {
    expect(grant('a*')).toThrow(/KS1001 dev\/main\/shop .*the prefix "a\*" holds \*, \? or \$/);
    expect(grant(7)).toThrow(/the prefix 7/);
    expect(grant('', 'pictures')).toThrow(/what is to be read is no Bucket/);
    expect(grant('', undefined, {})).toThrow(/KS1001 dev\/pictures .*no workload/);
  });

  test('of a bucket of another environment is told', () => {
    const result = synth(({ dev, shop }) =>
      grantRead(new Bucket(new Environment(dev.node.root, 'prod', { region: 'eu-central-1' }), 'p'), shop),
    );
    expect(result).toFailWith('KS4004', 'dev/main/shop');
  });

  test('a statement needs a name of its own', () => {
    const allow =
      (...sids: string[]) =>
      () =>
        synth(({ shop }) => {
          for (const Sid of sids) PodIdentity.of(shop).allow({ Sid, Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['*'] });
        });
    expect(allow('Send', 'Send')).toThrow(/has a statement Send already/);
    expect(allow('send-it')).toThrow(/not letters and digits/);
  });
});
