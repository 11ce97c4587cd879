import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { knownResourceTypes, replacementOf } from '../../../lib/facts/aws/replacement.ts';
import { root } from '../../support/run.ts';

const require = createRequire(import.meta.url);

/** Types that constructs make, by the bindings that they load, and that bootstrap writes. */
const made: readonly string[] = [
  ...new Set(
    filesUnder(join(root, 'lib')).flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return [...text.matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)|resource "(aws_\w+)"/g)].map(
        ([, binding, type]) => type ?? `aws_${binding?.replaceAll('-', '_')}`,
      );
    }),
  ),
].filter((type) => !/^aws_(data_aws_|provider$)/.test(type));

describe('replacement of AWS resources', () => {
  test.each([
    ['aws_s3_bucket', 'bucket', 'replace'],
    ['aws_s3_bucket', 'region', 'replace'],
    ['aws_s3_bucket', 'tags.team', 'update'],
    ['aws_s3_bucket', 'force_destroy', 'update'],
    ['aws_s3_bucket', 'object_lock_configuration.0.object_lock_enabled', 'replace'],
    ['aws_s3_bucket', 'object_lock_configuration', 'unknown'],
    ['aws_s3_bucket', 'object_lock_configuration.0.rule.0.default_retention', 'update'],
    ['aws_iam_role', 'name', 'replace'],
    ['aws_iam_role', 'assume_role_policy', 'update'],
    ['aws_iam_policy', 'description', 'replace'],
    ['aws_eks_pod_identity_association', 'service_account', 'replace'],
    ['aws_eks_pod_identity_association', 'role_arn', 'update'],
    ['aws_s3_bucket_versioning', 'expected_bucket_owner', 'unknown'],
    ['aws_s3_bucket', 'misspelt', 'unknown'],
    ['aws_instance', 'ami', 'unknown'],
    ['aws_eks_cluster', 'version', 'update'],
    ['aws_eks_cluster', 'kubernetes_network_config.0.service_ipv4_cidr', 'replace'],
    ['aws_eks_cluster', 'compute_config.0.node_role_arn', 'unknown'],
    ['aws_eks_node_group', 'release_version', 'update'],
    ['aws_eks_node_group', 'instance_types', 'replace'],
    ['aws_eks_node_group', 'launch_template.0.version', 'update'],
    ['aws_subnet', 'cidr_block', 'replace'],
    ['aws_launch_template', 'user_data', 'update'],
  ])('%s.%s: %s', (type, attribute, expected) => {
    expect(replacementOf(type, attribute)).toBe(expected);
  });

  test('knows every argument of what constructs make, but for those that are listed', () => {
    const unknown = made.flatMap((type) => {
      const name = type.replace(/^aws_/, '').replaceAll('_', '-');
      const declarations = readFileSync(require.resolve(`@cdktf/provider-aws/lib/${name}/index.d.ts`), 'utf8');
      const config = /export interface \w+Config extends [\s\S]*?\n}/.exec(declarations)?.[0] ?? '';
      const properties = [...config.matchAll(/^ {4}readonly (\w+)/gm)].map((match) => snakeCase(match[1] ?? ''));
      expect(properties.length).toBeGreaterThan(1);
      return properties
        .filter((property) => property !== 'id' && replacementOf(type, property) === 'unknown')
        .map((property) => `${type}.${property}`);
    });
    expect(unknown.sort()).toEqual(UNDECIDED);
  });

  test('knows every type that constructs make and that bootstrap writes', () => {
    expect(made).toEqual(expect.arrayContaining(['aws_vpc', 'aws_eks_cluster', 'aws_kms_key', 'aws_iam_openid_connect_provider']));
    expect(made.filter((type) => !knownResourceTypes.includes(type)).sort()).toEqual([]);
  });
});

/**
 * Arguments of which nothing is known for certain, and the diff says that they may replace: a block of which a part replaces, what
 * depends on another argument, and what versions of the provider since 5.100.0 have.
 */
const UNDECIDED: readonly string[] = [
  'aws_cloudwatch_log_group.deletion_protection_enabled',
  'aws_eks_cluster.access_config',
  'aws_eks_cluster.compute_config',
  'aws_eks_cluster.control_plane_scaling_config',
  'aws_eks_cluster.encryption_config',
  'aws_eks_cluster.kubernetes_network_config',
  'aws_eks_cluster.outpost_config',
  'aws_eks_cluster.remote_network_config',
  'aws_eks_node_group.launch_template',
  'aws_flow_log.regional_nat_gateway_id',
  'aws_kms_key.rotation_period_in_days',
  'aws_kms_key.xks_key_id',
  'aws_nat_gateway.availability_mode',
  'aws_nat_gateway.availability_zone_address',
  'aws_nat_gateway.secondary_private_ip_address_count',
  'aws_nat_gateway.vpc_id',
  'aws_placement_group.partition_count',
  'aws_placement_group.spread_level',
  'aws_s3_bucket.object_lock_configuration',
  'aws_s3_bucket_server_side_encryption_configuration.expected_bucket_owner',
  'aws_s3_bucket_versioning.expected_bucket_owner',
  'aws_sqs_queue.content_based_deduplication',
  'aws_subnet.customer_owned_ipv4_pool',
  'aws_subnet.map_customer_owned_ip_on_launch',
  'aws_vpc.ipv4_netmask_length',
  'aws_vpc.ipv6_cidr_block',
  'aws_vpc.ipv6_cidr_block_network_border_group',
  'aws_vpc.ipv6_netmask_length',
];

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
