import { type Body, type Estate, each, has, type Purposes, type Resource, statements, trusts } from './estate.ts';

const bucketOf = (estate: Estate, one: Resource): Resource | undefined => estate.target(one, one.body['bucket'], 'aws_s3_bucket');
/** What a type says of a bucket. */
const settings = (estate: Estate, bucket: Resource, type: string): Body | undefined =>
  estate.of(type).find((one) => bucketOf(estate, one) === bucket)?.body;
const named = (estate: Estate, suffix: string): Resource | undefined =>
  estate.of('aws_s3_bucket').find(({ body }) => String(body['bucket']).endsWith(`-${suffix}`));
const everyBucket = (estate: Estate, type: string, holds: (body: Body) => boolean): boolean =>
  each(estate.of('aws_s3_bucket'), (bucket) => {
    const body = settings(estate, bucket, type);
    return body !== undefined && holds(body);
  });
const rule = (body: Body): Body => [body['rule']].flat()[0] as Body;
const plan = (estate: Estate): Resource | undefined => estate.of('aws_backup_plan')[0];
const vaultOf = (estate: Estate, from: Resource | undefined, value: unknown): Resource | undefined =>
  from && estate.target(from, value, 'aws_backup_vault');
const vault = (estate: Estate): Resource | undefined => vaultOf(estate, plan(estate), plan(estate)?.body['rule'][0].target_vault_name);
/** Buckets that a backup or its test names. */
const covers = (estate: Estate, one: Resource, field: string): boolean =>
  estate.targets(one, one.body[field], 'aws_s3_bucket').some((bucket) => bucket === named(estate, 'pictures'));

/** What buckets, secrets, backups and registries are for. */
export const data: Purposes = {
  aws_s3_bucket: [
    'the shop has its pictures, teams their datasets and checkpoints, and the trail a place',
    (estate) =>
      each(['pictures', 'datasets', 'checkpoints', 'logs'], (suffix) => named(estate, suffix) !== undefined) &&
      each(estate.kind('PersistentVolume'), ({ spec }) =>
        estate.all('aws_s3_bucket').some(({ bucket }) => bucket === spec.csi.volumeAttributes.bucketName),
      ),
  ],
  aws_s3_bucket_public_access_block: [
    'no bucket can be opened to the public',
    (estate) =>
      everyBucket(estate, 'aws_s3_bucket_public_access_block', (body) =>
        ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every((key) => body[key] === true),
      ),
  ],
  aws_s3_bucket_ownership_controls: [
    'what others write belongs to the account',
    (estate) => everyBucket(estate, 'aws_s3_bucket_ownership_controls', (body) => rule(body)['object_ownership'] === 'BucketOwnerEnforced'),
  ],
  aws_s3_bucket_policy: [
    'no bucket answers without TLS',
    (estate) =>
      everyBucket(estate, 'aws_s3_bucket_policy', (body) =>
        statements(body['policy']).some(
          ({ Effect, Principal, Condition }) =>
            Effect === 'Deny' && Principal === '*' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
        ),
      ),
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    'data is encrypted by the key for data, which can be taken away',
    (estate) =>
      each(['pictures', 'datasets', 'checkpoints'], (suffix) => {
        const bucket = named(estate, suffix);
        const one = estate.of('aws_s3_bucket_server_side_encryption_configuration').find((body) => bucketOf(estate, body) === bucket);
        return (
          one !== undefined &&
          rule(one.body)['apply_server_side_encryption_by_default'].sse_algorithm === 'aws:kms' &&
          estate.target(one, one.body['rule'], 'aws_kms_key') !== undefined
        );
      }),
  ],
  aws_s3_bucket_versioning: [
    'what is overwritten by mistake can be brought back',
    (estate) => everyBucket(estate, 'aws_s3_bucket_versioning', (body) => body['versioning_configuration'].status === 'Enabled'),
  ],
  aws_s3_bucket_lifecycle_configuration: [
    'earlier versions and uploads that stopped are not paid for for ever',
    (estate) =>
      everyBucket(
        estate,
        'aws_s3_bucket_lifecycle_configuration',
        (body) =>
          rule(body)['noncurrent_version_expiration'] !== undefined && rule(body)['abort_incomplete_multipart_upload'] !== undefined,
      ),
  ],
  aws_s3_bucket_logging: [
    'who read a bucket stands in the bucket for logs',
    (estate) =>
      each(
        estate.of('aws_s3_bucket').filter((bucket) => bucket !== named(estate, 'logs')),
        (bucket) =>
          estate
            .of('aws_s3_bucket_logging')
            .some(
              (one) =>
                bucketOf(estate, one) === bucket &&
                estate.target(one, one.body['target_bucket'], 'aws_s3_bucket') === named(estate, 'logs'),
            ),
      ),
  ],
  aws_s3_bucket_intelligent_tiering_configuration: [
    'datasets that nobody reads cost less',
    (estate) =>
      estate
        .of('aws_s3_bucket_intelligent_tiering_configuration')
        .some(
          (one) =>
            bucketOf(estate, one) !== undefined && bucketOf(estate, one) === named(estate, 'datasets') && one.body['tiering'].length > 0,
        ),
  ],
  aws_secretsmanager_secret: [
    'what External Secrets brings into the cluster is in Secrets Manager, encrypted by the key for data',
    (estate) => {
      const wanted = estate
        .kind('ExternalSecret')
        .flatMap(({ spec }) => [
          ...(spec.data ?? []).map((one: Body) => one['remoteRef'].key),
          ...(spec.dataFrom ?? []).map((one: Body) => one['extract'].key),
        ]);
      return each(wanted, (name) =>
        estate
          .of('aws_secretsmanager_secret')
          .some((one) => one.body['name'] === name && estate.target(one, one.body['kms_key_id'], 'aws_kms_key') !== undefined),
      );
    },
  ],
  aws_backup_vault: [
    'backups are kept in a vault, and copied to one in another region',
    (estate) => {
      const [first] = (plan(estate)?.body['rule'] ?? []) as Body[];
      const copy = vaultOf(estate, plan(estate), first?.['copy_action']);
      return vault(estate) !== undefined && copy !== undefined && copy !== vault(estate) && copy.body['provider'] !== undefined;
    },
  ],
  aws_backup_plan: [
    'there is a backup each night, kept for a month',
    (estate) =>
      each(
        (plan(estate)?.body['rule'] ?? []) as Body[],
        ({ schedule, lifecycle }) => /^cron\(0 \d+ \* \* \? \*\)$/.test(schedule) && lifecycle.delete_after >= 30,
      ),
  ],
  aws_backup_selection: [
    'the pictures are backed up, and every volume that asks for it, by a role of AWS Backup',
    (estate) => {
      const own = estate
        .of('aws_backup_selection')
        .filter((one) => trusts(estate.target(one, one.body['iam_role_arn'], 'aws_iam_role'), 'backup.amazonaws.com'));
      return own.some((one) => covers(estate, one, 'resources')) && own.some(({ body }) => body['selection_tag']?.length === 1);
    },
  ],
  aws_backup_vault_lock_configuration: [
    'nobody can delete a backup before its time',
    (estate) =>
      estate
        .of('aws_backup_vault_lock_configuration')
        .some((one) => vaultOf(estate, one, one.body['backup_vault_name']) === vault(estate) && one.body['min_retention_days'] >= 30),
  ],
  aws_backup_vault_notifications: [
    'people hear of a backup that failed',
    (estate) =>
      estate
        .of('aws_backup_vault_notifications')
        .some(
          (one) =>
            has(one.body['backup_vault_events'], 'BACKUP_JOB_FAILED') &&
            estate.target(one, one.body['sns_topic_arn'], 'aws_sns_topic') !== undefined,
        ),
  ],
  aws_backup_restore_testing_plan: [
    'a backup of that vault is restored each month, to know that it can be',
    (estate) =>
      estate
        .of('aws_backup_restore_testing_plan')
        .some(
          (one) =>
            vaultOf(estate, one, one.body['recovery_point_selection']) === vault(estate) && one.body['schedule_expression'] !== undefined,
        ),
  ],
  aws_backup_restore_testing_selection: [
    'what is restored is the pictures',
    (estate) =>
      estate
        .of('aws_backup_restore_testing_selection')
        .some(
          (one) =>
            covers(estate, one, 'protected_resource_arns') &&
            estate.target(one, one.body['restore_testing_plan_name'], 'aws_backup_restore_testing_plan') !== undefined,
        ),
  ],
  aws_ecr_pull_through_cache_rule: [
    'images come from copies in the account, also those that acme builds',
    (estate) => {
      const prefixes = estate.all('aws_ecr_pull_through_cache_rule').map((one) => one['ecr_repository_prefix']);
      const models = estate.kind('Deployment').filter(({ metadata }) => metadata.namespace === 'serving');
      return has(prefixes, 'acme') && each(models, ({ spec }) => has(prefixes, spec.template.spec.containers[0].image.split('/')[1]));
    },
  ],
  aws_ecr_registry_policy: [
    'the first pull of an image may make its copy',
    (estate) =>
      each(estate.all('aws_ecr_pull_through_cache_rule'), ({ ecr_repository_prefix: prefix }) =>
        estate
          .all('aws_ecr_registry_policy')
          .some(({ policy }) =>
            statements(policy).some(
              ({ Action, Resource }) =>
                has(Action, 'ecr:CreateRepository') && Resource.some((one: string) => one.endsWith(`repository/${prefix}/*`)),
            ),
          ),
      ),
  ],
  aws_ecr_registry_scanning_configuration: [
    'copies are scanned for what becomes known after they were made',
    (estate) =>
      estate
        .all('aws_ecr_registry_scanning_configuration')
        .some(
          ({ scan_type: type, rule: rules }) =>
            type === 'ENHANCED' && rules.some((one: Body) => one['scan_frequency'] === 'CONTINUOUS_SCAN'),
        ),
  ],
  aws_ecr_repository_creation_template: [
    'copies that are not pushed again go',
    (estate) =>
      estate
        .all('aws_ecr_repository_creation_template')
        .some(
          ({ applied_for: cases, lifecycle_policy: policy }) =>
            has(cases, 'PULL_THROUGH_CACHE') && JSON.parse(policy).rules.some((one: Body) => one['action'].type === 'expire'),
        ),
  ],
};
