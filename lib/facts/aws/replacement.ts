/** How a change of an attribute reaches the cloud. */
export type Replacement = 'replace' | 'update' | 'unknown';

/** What is known of the attributes of a resource type; nested ones are joined by dots. */
interface Attributes {
  /** Terraform destroys the resource and makes it again. */
  readonly replace: string;
  /** Terraform changes the resource in place. */
  readonly update: string;
  /** File of hashicorp/terraform-provider-aws v6.34.0 under internal/service that marks them (ForceNew, RequiresReplace). */
  readonly source: string;
}

/** Attributes that resources of every type have; `region`: internal/provider/sdkv2/region.go and framework/region.go. */
const COMMON: Pick<Attributes, 'replace' | 'update'> = { replace: 'region', update: 'tags tags_all timeouts depends_on lifecycle' };

const TYPES: Readonly<Record<string, Attributes>> = {
  aws_eks_pod_identity_association: {
    replace: 'cluster_name namespace service_account',
    update: 'disable_session_tags role_arn target_role_arn',
    source: 'eks/pod_identity_association.go',
  },
  aws_iam_policy: {
    replace: 'description name name_prefix path',
    update: 'delay_after_policy_creation_in_ms policy',
    source: 'iam/policy.go',
  },
  aws_iam_role: {
    replace: 'name name_prefix path',
    update:
      'assume_role_policy description force_detach_policies inline_policy managed_policy_arns max_session_duration permissions_boundary',
    source: 'iam/role.go',
  },
  aws_iam_role_policy: { replace: 'name name_prefix role', update: 'policy', source: 'iam/role_policy.go' },
  aws_iam_role_policy_attachment: { replace: 'policy_arn role', update: '', source: 'iam/role_policy_attachment.go' },
  aws_s3_bucket: {
    replace: 'bucket bucket_prefix object_lock_configuration.object_lock_enabled object_lock_enabled',
    update:
      'acceleration_status acl cors_rule force_destroy grant lifecycle_rule logging object_lock_configuration.rule policy replication_configuration request_payer server_side_encryption_configuration versioning website',
    source: 's3/bucket.go',
  },
  aws_s3_bucket_lifecycle_configuration: {
    replace: 'bucket expected_bucket_owner',
    update: 'rule transition_default_minimum_object_size',
    source: 's3/bucket_lifecycle_configuration.go',
  },
  aws_s3_bucket_ownership_controls: { replace: 'bucket', update: 'rule', source: 's3/bucket_ownership_controls.go' },
  aws_s3_bucket_policy: { replace: 'bucket', update: 'policy', source: 's3/bucket_policy.go' },
  aws_s3_bucket_public_access_block: {
    replace: 'bucket',
    update: 'block_public_acls block_public_policy ignore_public_acls restrict_public_buckets skip_destroy',
    source: 's3/bucket_public_access_block.go',
  },
  // expected_bucket_owner replaces only when the account differs from the provider's (CustomizeDiff), which is not known offline.
  aws_s3_bucket_server_side_encryption_configuration: {
    replace: 'bucket',
    update: 'rule',
    source: 's3/bucket_server_side_encryption_configuration.go',
  },
  aws_s3_bucket_versioning: { replace: 'bucket', update: 'mfa versioning_configuration', source: 's3/bucket_versioning.go' },
  aws_secretsmanager_secret: {
    replace: 'name name_prefix',
    update: 'description force_overwrite_replica_secret kms_key_id policy recovery_window_in_days replica',
    source: 'secretsmanager/secret.go',
  },
};

/** Resource types whose attributes are known. */
export const knownResourceTypes: readonly string[] = Object.keys(TYPES);

/**
 * What Terraform does when an attribute of a resource changes, as far as it is known without a plan.
 * @param type Terraform resource type, such as `aws_s3_bucket`
 * @param attribute name of the attribute; nested ones joined by dots, list indices allowed (`rule.0.id`)
 * @returns `unknown` for a type or attribute that the table lacks, and for a block of which some attribute replaces
 */
export function replacementOf(type: string, attribute: string): Replacement {
  const known = TYPES[type];
  if (!known) return 'unknown';
  const path = attribute.split('.').filter((part) => !/^\d+$/.test(part));
  const replacing = [...words(known.replace), ...words(COMMON.replace)];
  if (replacing.some((name) => startsWith(path, name.split('.')))) return 'replace';
  if (replacing.some((name) => startsWith(name.split('.'), path))) return 'unknown';
  const updating = [...words(known.update), ...words(COMMON.update)];
  return updating.some((name) => startsWith(path, name.split('.'))) ? 'update' : 'unknown';
}

function words(list: string): string[] {
  return list === '' ? [] : list.split(' ');
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((part, index) => path[index] === part);
}
