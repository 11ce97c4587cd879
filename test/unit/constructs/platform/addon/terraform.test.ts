import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster/index.js';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../../lib/constructs/access/secret.ts';
import { Addon } from '../../../../../lib/constructs/platform/addon/addon.ts';
import type { AddonProps } from '../../../../../lib/constructs/platform/addon/addon-props.ts';
import { Bucket } from '../../../../../lib/constructs/platform/bucket.ts';
import { Cluster } from '../../../../../lib/constructs/platform/cluster.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { placeIn } from '../../../../../lib/synth/placement.ts';
import { type Reference, terraformReference } from '../../../../../lib/synth/reference/reference.ts';
import { Unit } from '../../../../../lib/synth/unit.ts';
import { type Synthesised, synthTree } from '../../../../../lib/testing/index.ts';
import { validateContent } from '../../../../../lib/toolkit/validate/index.ts';
import { TestCluster } from '../../../../support/tree.ts';

const greeter = { repository: 'oci://ghcr.io/acme/charts', name: 'greeter', version: '1.2.3' };

const synth = (
  id: string,
  props: AddonProps,
  more?: (cluster: Cluster, dev: Environment) => Partial<AddonProps>,
  region = 'eu-central-1',
) =>
  synthTree((platform) => {
    const dev = new Environment(platform, 'dev', { region });
    const cluster = Cluster.existing(dev, 'main', { version: '1.35', name: 'acme-dev' });
    new Addon(cluster, id, { ...props, ...more?.(cluster, dev) });
  });
const stackOf = (result: Synthesised): unknown => JSON.parse(result.files.get('dev/terraform/addons-main/cdk.tf.json') ?? '');
/** The token of cdktf behind the name of a bucket. */
const arnOf = (bucket: Bucket): string => (bucket.node.findChild('Resource') as unknown as { arn: string }).arn;
const codes = (id: string, props: unknown) => synth(id, props as AddonProps).errors.map((error) => [error.code, error.details.message]);

describe('a chart that Terraform installs', () => {
  test('is a pinned release in a unit of its own, with a provider that asks AWS for a token', () => {
    const result = synth('greeter', { release: greeter, namespace: 'greetings', values: { greeting: 'hello', replicas: 2 } });
    const release = result.resource('helm_release');
    expect(release).toMatchObject({ unit: 'dev/terraform.addons-main', address: 'helm_release.greeter' });
    expect(release.body).toEqual({
      name: 'greeter',
      namespace: 'greetings',
      create_namespace: true,
      repository: 'oci://ghcr.io/acme/charts',
      chart: 'greeter',
      version: '1.2.3',
      atomic: true,
      wait: true,
      timeout: 600,
      max_history: 10,
      values: ['{"greeting":"hello","replicas":2}'],
    });
    const stack = stackOf(result) as Record<string, Record<string, unknown>>;
    expect(stack['terraform']?.['required_providers']).toMatchObject({ helm: { source: 'hashicorp/helm', version: '3.1.2' } });
    expect(stack['provider']?.['helm']).toEqual([
      {
        kubernetes: {
          host: '${data.aws_eks_cluster.eks_cluster.endpoint}',
          cluster_ca_certificate: '${base64decode(data.aws_eks_cluster.eks_cluster.certificate_authority[0].data)}',
          exec: {
            api_version: 'client.authentication.k8s.io/v1beta1',
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', 'acme-dev', '--region', 'eu-central-1'],
          },
        },
      },
    ]);
    expect(validateContent(result.content).findings.filter((finding) => finding.severity === 'error' && finding.code !== 'KS6011')).toEqual(
      [],
    );
  });

  test('shares one provider with the others of its cluster', () => {
    const result = synth('a', { release: greeter }, (cluster) => {
      new Addon(cluster, 'b', { release: greeter, namespace: 'kube-system' });
      return {};
    });
    expect(result.errors).toEqual([]);
    const stack = stackOf(result) as { provider: { helm: unknown[] } };
    expect(stack.provider.helm).toHaveLength(1);
    expect(result.resource('helm_release', 'b').body['create_namespace']).toBe(false);
  });

  test('takes references in its values, and nothing of them for an expression that is none', () => {
    const result = synth('greeter', { release: greeter }, (_, dev) => {
      const bucket = new Bucket(dev, 'pictures');
      return {
        values: {
          url: `s3://${bucket.name}/x`,
          size: terraformReference<number>(bucket, arnOf(bucket), { type: 'number' }),
          regex: '${1} %{x} $$',
        },
      };
    });
    expect(result.errors).toEqual([]);
    expect(result.resource('helm_release').body['values']).toEqual([
      '{"regex":"$${1} %%{x} $$","size":${var.data_aws_s3_bucket_pictures_arn},"url":"s3://${var.data_aws_s3_bucket_pictures_bucket}/x"}',
    ]);
    expect(result.content.units.get('dev/terraform.addons-main')?.dependsOn).toEqual([
      { unit: 'dev/terraform.data', reasons: ['binding'] },
    ]);
  });

  test('takes no list that is known only later, and no secret', () => {
    const result = synth('greeter', { release: greeter }, (cluster, dev) => {
      const bucket = new Bucket(dev, 'pictures');
      const list = terraformReference(bucket, arnOf(bucket), { type: 'list' });
      return { values: { list, deep: [{ token: Secret.existing(cluster, 'token', { key: 'value' }) as unknown as string }] } };
    });
    expect(result.errors.map((error) => [error.code, error.details.message])).toEqual([
      ['KS4009', 'the secret token (key value) stands in values.deep[0].token'],
      ['KS9009', 'values.list is a list that is known only when the applier runs'],
    ]);
  });

  test('provides its kinds and its namespace to the units after it', () => {
    const result = synth(
      'greeter',
      { release: greeter, namespace: 'greetings', provides: ['greeter.example.com/v1/Greeting'] },
      (cluster) => {
        const metadata = { namespace: 'greetings' };
        new ApiObject(cluster, 'mine', { apiVersion: 'greeter.example.com/v1', kind: 'Greeting', metadata });
        return {};
      },
    );
    expect(result.errors).toEqual([]);
    expect(result.content.units.get('dev/kubernetes.main.mine')?.dependsOn).toEqual([
      { unit: 'dev/terraform.addons-main', reasons: ['kind', 'namespace'] },
    ]);
  });
});

/** A cluster that the program creates, as far as add-ons look at it. */
class OwnCluster extends TestCluster {
  readonly endpoint: Reference<string>;
  readonly certificateAuthority: Reference<string>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    placeIn(this, 'terraform', `cluster-${id}`, this);
    const resource = new EksCluster(this, 'cluster', {
      name: id,
      roleArn: 'arn:aws:iam::111122223333:role/eks',
      vpcConfig: { subnetIds: [] },
    });
    this.endpoint = terraformReference(this, resource.endpoint);
    this.certificateAuthority = terraformReference(this, resource.certificateAuthority.get(0).data);
  }
}

describe('a cluster that the program creates', () => {
  const result = synthTree((platform) => {
    const cluster = new OwnCluster(new Environment(platform, 'dev', { region: 'eu-central-1' }), 'main');
    new Addon(cluster, 'vpc-cni', { eks: { version: 'v1.22.3-eksbuild.1', kubernetesVersions: ['1.36'] } });
    new Addon(cluster, 'greeter', { release: greeter, identities: [{ serviceAccount: 'greeter', managedPolicies: ['P'] }] });
  });

  test('comes before its add-ons and their associations', () => {
    expect(result.errors).toEqual([]);
    for (const type of ['aws_eks_addon', 'aws_eks_pod_identity_association'])
      expect(result.resource(type).body['depends_on'], type).toEqual(['aws_eks_cluster.cluster']);
  });

  test('is reached by releases through variables, so that nothing of their own state configures their provider', () => {
    const { provider, variable, data } = stackOf(result) as {
      provider: { helm: { kubernetes: object }[] };
      variable: object;
      data?: object;
    };
    expect(data).toBeUndefined();
    expect(Object.keys(variable)).toHaveLength(2);
    expect(provider.helm[0]?.kubernetes).toMatchObject({
      host: '${var.cluster_main_aws_eks_cluster_cluster_endpoint}',
      cluster_ca_certificate: expect.stringMatching(/^\$\{base64decode\(var\.\w+\)\}$/),
    });
  });
});

describe('an explicit Unit', () => {
  test('takes an add-on with its roles', () => {
    const result = synthTree((platform) => {
      const cluster = Cluster.existing(new Environment(platform, 'dev', { region: 'eu-central-1' }), 'main', { version: '1.35' });
      const identities = [{ serviceAccount: 'greeter', managedPolicies: ['P'] }];
      new Addon(new Unit(cluster, 'greeters'), 'greeter', { release: greeter, identities });
    });
    expect(result.errors).toEqual([]);
    expect(result.resource('helm_release').unit).toBe('dev/terraform.main-greeters');
    expect(result.resource('aws_iam_role').unit).toBe('dev/terraform.main-greeters');
  });
});

describe('an add-on of EKS', () => {
  test('is pinned to the newest version that is known for the Kubernetes version', () => {
    const result = synth('vpc-cni', { eks: {}, values: { env: { ENABLE_PREFIX_DELEGATION: 'true' }, a: { z: 1, b: [true, null] } } });
    expect(result.resource('aws_eks_addon')).toMatchObject({ unit: 'dev/terraform.cluster-main', address: 'aws_eks_addon.vpc-cni' });
    expect(result.resource('aws_eks_addon').body).toEqual({
      addon_name: 'vpc-cni',
      addon_version: 'v1.22.1-eksbuild.2',
      cluster_name: 'acme-dev',
      configuration_values: '{"a":{"b":[true,null],"z":1},"env":{"ENABLE_PREFIX_DELEGATION":"true"}}',
      resolve_conflicts_on_create: 'OVERWRITE',
      resolve_conflicts_on_update: 'OVERWRITE',
    });
  });

  test('has roles by Pod Identity, which only its ServiceAccounts can take', () => {
    const result = synth('storage', {
      eks: { name: 'aws-ebs-csi-driver', onUpdateConflict: 'PRESERVE', preserve: true },
      identities: [{ serviceAccount: 'ebs-csi-controller-sa', managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'] }],
    });
    const addon = result.resource('aws_eks_addon').body;
    expect(addon).toMatchObject({ resolve_conflicts_on_update: 'PRESERVE', preserve: true });
    expect(addon['pod_identity_association']).toEqual([
      { role_arn: '${aws_iam_role.storage_identity-ebs-csi-controller-sa_role.arn}', service_account: 'ebs-csi-controller-sa' },
    ]);
    const trust = String(result.resource('aws_iam_role').body['assume_role_policy']);
    expect(JSON.parse(trust).Statement[0].Condition.StringEquals).toEqual({
      'aws:RequestTag/kubernetes-namespace': 'kube-system',
      'aws:RequestTag/kubernetes-service-account': 'ebs-csi-controller-sa',
    });
    expect(result.resource('aws_iam_role_policy_attachment').body['policy_arn']).toBe(
      'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
    );
    expect(result.resources.filter((one) => one.address.startsWith('aws_eks_pod_identity_association'))).toEqual([]);
    const china = synth('vpc-cni', { eks: {}, identities: [{ serviceAccount: 'a', managedPolicies: ['P'] }] }, undefined, 'cn-north-1');
    expect(china.resource('aws_iam_role_policy_attachment').body['policy_arn']).toBe('arn:aws-cn:iam::aws:policy/P');
  });

  test.each([
    [{ name: 'kube-proxy', version: 'v1.36.2-eksbuild.7' }, 'kube-proxy v1.36.2-eksbuild.7 does not work with Kubernetes 1.35'],
    [{ name: 'kube-proxy', version: 'v1.31.2-eksbuild.7' }, 'kube-proxy v1.31.2-eksbuild.7 does not work with Kubernetes 1.35'],
    [
      { name: 'vpc-cni', version: 'v1.22.3-eksbuild.1' },
      'the add-on vpc-cni v1.22.3-eksbuild.1 is known for Kubernetes 1.33, 1.36, and the cluster has 1.35',
    ],
    [{ name: 'no-such-addon' }, 'no version of the add-on no-such-addon is known for Kubernetes 1.35'],
  ])('is refused where Kubernetes does not have it: %j', (eks, message) => {
    expect(codes('x', { eks })).toEqual([['KS9008', message]]);
  });

  test.each([
    { name: 'kube-proxy', version: 'v1.34.1-eksbuild.1' },
    { name: 'vpc-cni', version: 'v1.22.3-eksbuild.1', kubernetesVersions: ['1.34', '1.35'] },
    { name: 'aws-efs-csi-driver', version: 'v3.4.2-eksbuild.1' },
    { name: 'adot', version: 'v0.1.0-eksbuild.1' },
  ])('is taken where it works, or where nothing is known: %j', (eks) => {
    expect(codes('x', { eks })).toEqual([]);
  });
});

describe('an add-on that stands twice', () => {
  test('is told, with the one that was first: AWS and helm would refuse it only then', () => {
    const { errors } = synthTree((platform) => {
      const dev = new Environment(platform, 'dev', { region: 'eu-central-1' });
      const cluster = Cluster.existing(dev, 'main', { version: '1.35', name: 'acme-dev' });
      new Addon(cluster, 'cni', { eks: { name: 'vpc-cni' } });
      new Addon(cluster, 'vpc-cni', { eks: {} });
      new Addon(cluster, 'greeter', { release: greeter, namespace: 'greetings' });
      new Addon(cluster, 'second', { release: { ...greeter, releaseName: 'greeter' }, namespace: 'greetings' });
      new Addon(cluster, 'elsewhere', { release: { ...greeter, releaseName: 'greeter' }, namespace: 'other' });
      const other = Cluster.existing(dev, 'other', { version: '1.35', name: 'acme-other' });
      new Addon(other, 'vpc-cni', { eks: {} });
    });
    expect(errors.map(({ code, details }) => [code, details.path, details.message])).toEqual([
      ['KS9014', 'dev/main/vpc-cni', 'the cluster main has the EKS add-on vpc-cni already, from dev/main/cni'],
      ['KS9014', 'dev/main/second', 'the cluster main has the release greeter in the namespace greetings already, from dev/main/greeter'],
    ]);
  });
});

describe('identities of an add-on', () => {
  test('of a release are associated, and the release waits for them', () => {
    const result = synth('greeter', {
      release: greeter,
      namespace: 'greetings',
      identities: [
        {
          serviceAccount: 'greeter',
          statements: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::a/*'] }],
        },
      ],
    });
    expect(result.resource('aws_eks_pod_identity_association')).toMatchObject({
      unit: 'dev/terraform.cluster-main',
      body: { cluster_name: 'acme-dev', namespace: 'greetings', service_account: 'greeter' },
    });
    expect(result.resource('aws_iam_role').body['name']).toBe('test_dev_main_greetings_greeter');
    expect(JSON.parse(String(result.resource('aws_iam_role_policy').body['policy'])).Statement).toHaveLength(1);
    expect(result.content.units.get('dev/terraform.addons-main')?.dependsOn).toEqual([
      { unit: 'dev/terraform.cluster-main', reasons: ['dependsOn'] },
    ]);
  });
});

describe('an add-on with wrong props', () => {
  test.each([
    [{}, 'one of eks, release, chart, manifests, and none is given'],
    [{ eks: {}, release: greeter }, 'one of eks, release, chart, manifests, and eks and release are given'],
    [{ release: { ...greeter, version: '^1.2' } }, 'a single version, such as 1.2.3'],
    [{ release: { ...greeter, version: 'latest' } }, 'a single version, such as 1.2.3'],
    [{ release: { ...greeter, repository: 'https://user:secret@charts.example.com' } }, 'without credentials'],
    [{ release: { ...greeter, releaseName: 'a'.repeat(54) } }, 'at most 53'],
    [{ release: greeter, values: { now: new Date(0) } }, 'an object of texts, numbers'],
    [{ release: greeter, values: { f: () => 1 } }, 'an object of texts, numbers'],
    [{ release: greeter, values: { n: Number.NaN } }, 'an object of texts, numbers'],
    [{ release: greeter, digest: `sha256:${'0'.repeat(64)}` }, 'absent without manifests'],
    [{ manifests: ['a.yaml'], values: {} }, 'absent with manifests'],
    [{ chart: { name: 'greeter' } }, 'repository, name and version, or with path'],
    [{ chart: { path: 'charts/own', name: 'greeter' } }, 'absent when name is given'],
    [{ eks: { version: '1.22.1' } }, 'v<version>-eksbuild.<number>'],
    [{ eks: {}, identities: [{ serviceAccount: 'a', managedPolicies: ['arn:aws:iam::aws:policy/P'] }] }, "of AWS's own"],
    [
      { eks: {}, identities: [{ serviceAccount: 'a', statements: [{ Sid: 'a b', Effect: 'Allow', Action: ['s3:*'], Resource: ['*'] }] }] },
      'letters and digits',
    ],
  ])('%j is told', (props, words) => {
    const { errors } = synth('x', props as AddonProps);
    expect(errors.map((error) => error.code)).toEqual(['KS1001']);
    expect(errors[0]?.message).toContain(words);
  });
});
