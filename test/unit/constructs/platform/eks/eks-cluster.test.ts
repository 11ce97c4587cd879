import { describe, expect, it } from 'vitest';
import { AccessGroup } from '../../../../../lib/constructs/access/groups/access-group.ts';
import { MetricsServer } from '../../../../../lib/constructs/platform/addons/metrics-server.ts';
import { Cluster } from '../../../../../lib/constructs/platform/cluster.ts';
import { EksCluster } from '../../../../../lib/constructs/platform/eks/eks-cluster.ts';
import type { EksClusterProps } from '../../../../../lib/constructs/platform/eks/eks-cluster-props.ts';
import { KmsKey } from '../../../../../lib/constructs/platform/kms/kms-key.ts';
import { Namespace } from '../../../../../lib/constructs/platform/namespace.ts';
import { Network } from '../../../../../lib/constructs/platform/network/network.ts';
import { NodePool } from '../../../../../lib/constructs/platform/pools/node-pool.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { synthTree } from '../../../../../lib/testing/index.ts';

const tree = (props: Partial<EksClusterProps> = {}) =>
  synthTree((platform) => {
    const environment = new Environment(platform, 'prod', { region: 'eu-central-1' });
    const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
    new EksCluster(environment, 'main', { network, version: '1.35', ...props });
  });

type Stack = Readonly<Record<'resource', Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>>>;
const stackOf = (props?: Partial<EksClusterProps>): Stack['resource'] =>
  (JSON.parse(tree(props).files.get('prod/terraform/cluster-main/cdk.tf.json') ?? '{}') as Stack).resource;
const only = (resources: Readonly<Record<string, Record<string, unknown>>> | undefined) => Object.values(resources ?? {})[0];

describe('a cluster of EKS', () => {
  it('is private, encrypted, logged, and open to nobody but by access entries', () => {
    const resources = stackOf();
    expect(only(resources.aws_eks_cluster)).toMatchObject({
      name: 'test-prod-main',
      version: '1.35',
      bootstrap_self_managed_addons: false,
      deletion_protection: true,
      enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      encryption_config: { resources: ['secrets'] },
      upgrade_policy: { support_type: 'EXTENDED' },
      vpc_config: { endpoint_private_access: true, endpoint_public_access: false },
    });
    expect(only(resources.aws_kms_key)).toMatchObject({ enable_key_rotation: true });
    expect(only(resources.aws_cloudwatch_log_group)).toMatchObject({ name: '/aws/eks/test-prod-main/cluster', retention_in_days: 90 });
  });

  it('has its core add-ons at known versions, with roles by Pod Identity', () => {
    const addons = Object.values(stackOf().aws_eks_addon ?? {});
    expect(addons.map((addon) => [addon.addon_name, addon.addon_version])).toEqual([
      ['aws-ebs-csi-driver', 'v1.59.0-eksbuild.1'],
      ['coredns', 'v1.14.3-eksbuild.11'],
      ['eks-pod-identity-agent', 'v1.3.10-eksbuild.3'],
      ['kube-proxy', 'v1.35.3-eksbuild.11'],
      ['vpc-cni', 'v1.22.1-eksbuild.2'],
    ]);
    const cni = addons.find((addon) => addon.addon_name === 'vpc-cni');
    expect(JSON.parse(String(cni?.configuration_values))).toEqual({
      enableNetworkPolicy: 'true',
      env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
    });
    const volumes = addons.find((addon) => addon.addon_name === 'aws-ebs-csi-driver');
    const tags = { 'keelson.dev/environment': 'prod', 'keelson.dev/platform': 'test' };
    expect(JSON.parse(String(volumes?.configuration_values))).toEqual({ controller: { extraVolumeTags: tags } });
    expect(cni?.pod_identity_association).toMatchObject([{ service_account: 'aws-node' }]);
  });

  it('knows its add-ons for the newest version, too', () => {
    expect(tree({ version: '1.36' }).errors).toEqual([]);
    const addons = Object.values(stackOf({ version: '1.36' }).aws_eks_addon ?? {});
    expect(addons.map((addon) => [addon.addon_name, addon.addon_version])).toEqual([
      ['aws-ebs-csi-driver', 'v1.63.1-eksbuild.1'],
      ['coredns', 'v1.14.3-eksbuild.11'],
      ['eks-pod-identity-agent', 'v1.3.10-eksbuild.3'],
      ['kube-proxy', 'v1.36.2-eksbuild.7'],
      ['vpc-cni', 'v1.22.3-eksbuild.1'],
    ]);
  });

  it('takes values of core add-ons over its own, and leaves out what it is told to', () => {
    const addons = Object.values(
      stackOf({ addons: { 'vpc-cni': { values: { env: { WARM_PREFIX_TARGET: '2' } } }, 'aws-ebs-csi-driver': false } }).aws_eks_addon ?? {},
    );
    expect(addons).toHaveLength(4);
    const cni = addons.find((addon) => addon.addon_name === 'vpc-cni');
    expect(JSON.parse(String(cni?.configuration_values)).env).toEqual({ ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '2' });
  });

  it('is public only for the ranges that it is given', () => {
    expect(only(stackOf({ publicAccessCidrs: ['203.0.113.0/24'] }).aws_eks_cluster)?.vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ['203.0.113.0/24'],
    });
  });

  it('leaves nodes, storage and load balancers to EKS in Auto Mode', () => {
    const resources = stackOf({ autoMode: true });
    expect(only(resources.aws_eks_cluster)).toMatchObject({
      compute_config: { enabled: true, node_pools: ['general-purpose', 'system'] },
      storage_config: { block_storage: { enabled: true } },
      kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
    });
    expect(resources.aws_eks_addon).toBeUndefined();
    expect(Object.values(resources.aws_iam_role_policy_attachment ?? {})).toHaveLength(7);
  });

  it("lets the users of an identity provider in, under names that are nobody else's", () => {
    const oidc = { name: 'okta', issuerUrl: 'https://acme.okta.com', clientId: 'kubernetes' };
    expect(only(stackOf({ oidc }).aws_eks_identity_provider_config)?.oidc).toMatchObject({
      groups_claim: 'groups',
      groups_prefix: 'okta:',
      username_prefix: 'okta:',
    });
  });

  it('is found by Terraform when something else makes it', () => {
    const result = synthTree((platform) => {
      const environment = new Environment(platform, 'prod', { region: 'eu-central-1' });
      const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
      const cluster = EksCluster.existing(environment, 'main', { network, version: '1.35', name: 'old' });
      cluster.grantNodeAccess(cluster, 'arn:aws:iam::123456789012:role/nodes');
    });
    const stack = JSON.parse(result.files.get('prod/terraform/cluster-main/cdk.tf.json') ?? '{}');
    expect(stack.data.aws_eks_cluster).toMatchObject({ cluster: { name: 'old' } });
    expect(Object.values(stack.resource.aws_eks_access_entry)).toMatchObject([{ cluster_name: 'old', type: 'EC2_LINUX' }]);
  });

  it('tells of a version past its support once, and not for each of its add-ons', () => {
    expect(tree({ version: '1.29' }).errors.map(({ code }) => code)).toEqual(['KS6060']);
  });

  it.each<[string, Partial<EksClusterProps>, RegExp]>([
    [
      'a version past its support',
      { version: '1.29' },
      /KS6060 prod\/main .*the extended support of Kubernetes 1\.29 ended on 2026-03-23; EKS has 1\.36, 1\.35/,
    ],
    ['an unknown version', { version: '1.99' }, /KS6060 .*no version 1\.99 of EKS is known/],
    ['a public endpoint without ranges', { publicAccessCidrs: [] }, /KS1001 .*publicAccessCidrs.*one range or more/],
    ['the whole internet', { publicAccessCidrs: ['0.0.0.0/0'] }, /KS1001 .*and not the whole internet/],
    [
      'a range of Services inside the network',
      { serviceCidr: '10.0.128.0/20' },
      /KS6061 .*serviceCidr is 10\.0\.128\.0\/20, and the network has 10\.0\.0\.0\/16/,
    ],
    ['a range of Services that is too large', { serviceCidr: '172.0.0.0/8' }, /KS6061 .*no \/12 to \/24/],
    [
      'a range of Services that is not private',
      { serviceCidr: '100.64.0.0/16' },
      /KS6061 .*100\.64\.0\.0\/16, and EKS takes private ranges only/,
    ],
    ['a core add-on beside Auto Mode', { autoMode: true, addons: { coredns: {} } }, /KS6062 .*addons has coredns, and autoMode is on/],
    [
      'an add-on without a known version',
      { version: '1.34' },
      /KS9008 prod\/main\/vpc-cni .*no version of the add-on vpc-cni is known for Kubernetes 1\.34/,
    ],
    ['days that CloudWatch does not take', { logs: { retentionDays: 8 } }, /KS1001 .*logs\.retentionDays is 8; it must be one of 1, 3/],
  ])('refuses %s', (_name, props, message) => {
    expect(
      tree(props)
        .errors.map((error) => error.message)
        .join('\n'),
    ).toMatch(message);
  });
});

it('holds the range of Services against those of pods, and of what is elsewhere', () => {
  const { errors } = synthTree((platform) => {
    const environment = new Environment(platform, 'prod', { region: 'eu-central-1' });
    const ranges = { podCidrs: ['10.8.0.0/16'], avoid: ['10.16.0.0/12'] };
    const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'], ...ranges });
    new EksCluster(environment, 'main', { network, version: '1.35', serviceCidr: '10.8.0.0/16' });
    new EksCluster(environment, 'other', { network, version: '1.35', serviceCidr: '10.20.0.0/16' });
    new EksCluster(environment, 'third', { network, version: '1.35', serviceCidr: '172.20.0.0/16' });
  });
  expect(errors.map(({ code, details }) => [code, details.path, details.message])).toEqual([
    ['KS6061', 'prod/main', 'prop serviceCidr is 10.8.0.0/16, and the network has 10.8.0.0/16 for pods'],
    ['KS6061', 'prod/other', 'prop serviceCidr is 10.20.0.0/16, and the network has 10.16.0.0/12 elsewhere: its avoid names it'],
  ]);
});

it('with a wrong prop is told alone, and not for what its pools would take from it', () => {
  const { errors } = synthTree((platform) => {
    const environment = new Environment(platform, 'prod', { region: 'eu-central-1' });
    const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
    const cluster = new EksCluster(environment, 'main', { network, version: '1.35', volumeKeys: ['mine'] });
    new NodePool(cluster, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3 });
  });
  expect(errors.map(({ code, details }) => [code, details.message])).toEqual([['KS1001', 'prop volumeKeys[0] is "mine"']]);
});

describe('keys of KMS', () => {
  const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';

  it('encrypt Secrets and logs, as a key of the program does', () => {
    const { files, errors } = synthTree((platform) => {
      const environment = new Environment(platform, 'prod', { region: 'eu-central-1', account: '123456789012' });
      const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
      const key = new KmsKey(environment, 'key', { services: ['logs'] });
      new EksCluster(environment, 'main', { network, version: '1.35', kmsKeyArn: key.arn, logs: { kmsKeyArn: key.arn } });
    });
    expect(errors).toEqual([]);
    const { resource } = JSON.parse(files.get('prod/terraform/cluster-main/cdk.tf.json') ?? '{}') as Stack;
    expect(only(resource.aws_eks_cluster)).toMatchObject({
      encryption_config: { provider: { key_arn: '${var.data_aws_kms_key_key_arn}' } },
    });
    expect(only(resource.aws_cloudwatch_log_group)).toMatchObject({ kms_key_id: '${var.data_aws_kms_key_key_arn}' });
    expect(resource.aws_kms_key).toBeUndefined();
  });

  it('of volumes may be used by the EBS CSI driver', () => {
    const [policy] = Object.entries(stackOf({ volumeKeys: [KEY] }).aws_iam_role_policy ?? {});
    expect(policy?.[0]).toContain('aws-ebs-csi-driver');
    expect(JSON.parse(String(policy?.[1]['policy'])).Statement).toMatchObject([
      {
        Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
        Resource: [KEY],
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
      { Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*']), Resource: [KEY] },
    ]);
    expect(stackOf().aws_iam_role_policy).toBeUndefined();
    expect(tree({ autoMode: true, volumeKeys: [KEY] }).errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/KS6062 .*volumeKeys is given, and autoMode is on/),
    ]);
  });
});

describe('what is applied to a cluster of the program', () => {
  it('is let in before a release of helm asks its API, in whatever order they stand', () => {
    const result = synthTree((platform) => {
      const environment = new Environment(platform, 'prod', { region: 'eu-central-1', account: '123456789012' });
      const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
      const cluster = new EksCluster(environment, 'main', { network, version: '1.35' });
      new MetricsServer(cluster, 'metrics-server');
      new AccessGroup(cluster, 'admins', { role: 'platform', iam: ['arn:aws:iam::123456789012:role/admins'] });
    });
    expect(result.errors).toEqual([]);
    const waitsFor = (unit: string) => result.content.units.get(unit)?.dependsOn.map((edge) => edge.unit);
    expect(waitsFor('prod/terraform.addons-main')).toContain('prod/terraform.access-main');
    expect(waitsFor('prod/terraform.access-main')).toEqual(['prod/terraform.cluster-main']);
  });

  it('comes after the cluster, and after the entries of those who administer it', () => {
    const result = synthTree((platform) => {
      const environment = new Environment(platform, 'prod', { region: 'eu-central-1', account: '123456789012' });
      const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
      const cluster = new EksCluster(environment, 'main', { network, version: '1.35' });
      new Namespace(cluster, 'team');
      new AccessGroup(cluster, 'admins', { role: 'platform', iam: ['arn:aws:iam::123456789012:role/admins'] });
      new AccessGroup(cluster, 'viewers', { role: 'viewer', iam: ['arn:aws:iam::123456789012:role/viewers'] });
    });
    expect(result.errors).toEqual([]);
    const units = [...result.content.units].filter(([, unit]) => unit.plane === 'kubernetes');
    expect(units.length).toBeGreaterThan(1);
    for (const [, unit] of units) {
      expect(unit.dependsOn).toContainEqual({ unit: 'prod/terraform.cluster-main', reasons: ['dependsOn'] });
      expect(unit.dependsOn).toContainEqual({ unit: 'prod/terraform.access-main', reasons: ['dependsOn'] });
    }
  });

  it('waits for nothing where the cluster exists', () => {
    const result = synthTree((platform) => {
      const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
      new Namespace(cluster, 'team');
    });
    for (const unit of result.content.units.values()) expect(unit.dependsOn).toEqual([]);
  });
});
