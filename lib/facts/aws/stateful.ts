/**
 * Types of resources that hold what nobody can make again from the program: data, or keys to it. Destroying one destroys that.
 * Source: terraform-provider-aws, documentation of each resource: what its destruction deletes, and the guards that it has against that
 * (`deletion_protection`, `force_destroy`, `skip_final_snapshot`, `deletion_window_in_days`, `skip_destroy`).
 */
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'its objects': 'aws_s3_bucket aws_s3_directory_bucket aws_s3tables_table_bucket',
    'all that it encrypts': 'aws_kms_key aws_kms_external_key aws_kms_replica_key',
    'its secret': 'aws_secretsmanager_secret',
    'its logs': 'aws_cloudwatch_log_group',
    'its images': 'aws_ecr_repository aws_ecrpublic_repository',
    'everything in the cluster': 'aws_eks_cluster',
    'its files':
      'aws_efs_file_system aws_fsx_lustre_file_system aws_fsx_ontap_file_system aws_fsx_openzfs_file_system aws_fsx_windows_file_system',
    'its blocks': 'aws_ebs_volume aws_ebs_snapshot',
    'its data':
      'aws_db_instance aws_docdb_cluster aws_dynamodb_table aws_elasticache_cluster aws_elasticache_replication_group aws_keyspaces_table aws_kinesis_stream aws_memorydb_cluster aws_msk_cluster aws_neptune_cluster aws_opensearch_domain aws_rds_cluster aws_redshift_cluster aws_timestreamwrite_table',
    'its recovery points': 'aws_backup_vault',
    'its users': 'aws_cognito_user_pool',
    'its records': 'aws_route53_zone',
  }).flatMap(([what, types]) => types.split(' ').map((type): [string, string] => [type, what])),
);

/** What is lost with a resource of a type, such as `its objects`; undefined for one that can be made again as it was. */
export function lostWith(type: string): string | undefined {
  return TYPES.get(type);
}
