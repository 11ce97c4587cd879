/** How a change of an attribute reaches the cloud. */
export type Replacement = 'replace' | 'update' | 'unknown';

/** What is known of the attributes of a resource type; nested ones are joined by dots. What stands in neither list is not known. */
interface Attributes {
  /** Terraform destroys the resource and makes it again. */
  readonly replace: string;
  /** Terraform changes the resource in place. */
  readonly update: string;
  /**
   * File of hashicorp/terraform-provider-aws v6.34.0 under internal/service that marks them (ForceNew, RequiresReplace), or
   * {@link PLANNED}.
   */
  readonly source: string;
}

/** Attributes that resources of every type have; `region`: internal/provider/sdkv2/region.go and framework/region.go. */
const COMMON: Pick<Attributes, 'replace' | 'update'> = { replace: 'region', update: 'tags tags_all timeouts depends_on lifecycle' };

/** What provider 5.100.0 itself plans for a change of each argument; what 6 added is told only where its documentation says it. */
const PLANNED = 'plans of provider 5.100.0';

const TYPES: Readonly<Record<string, Attributes>> = {
  aws_accessanalyzer_analyzer: {
    replace: 'analyzer_name type',
    update: '',
    source: PLANNED,
  },
  aws_acm_certificate_validation: {
    replace: 'certificate_arn validation_record_fqdns',
    update: '',
    source: PLANNED,
  },
  aws_backup_plan: {
    replace: 'name',
    update: '',
    source: PLANNED,
  },
  aws_backup_restore_testing_plan: {
    replace: 'name',
    update: 'schedule_expression',
    source: PLANNED,
  },
  aws_backup_restore_testing_selection: {
    replace: 'name protected_resource_type restore_testing_plan_name',
    update: 'iam_role_arn protected_resource_arns',
    source: PLANNED,
  },
  aws_backup_vault: {
    replace: 'kms_key_arn name',
    update: '',
    source: PLANNED,
  },
  aws_backup_vault_lock_configuration: {
    replace: 'backup_vault_name max_retention_days min_retention_days',
    update: '',
    source: PLANNED,
  },
  aws_backup_vault_notifications: {
    replace: 'backup_vault_events backup_vault_name sns_topic_arn',
    update: '',
    source: PLANNED,
  },
  aws_budgets_budget: {
    replace: 'name',
    update: 'budget_type limit_amount limit_unit time_unit',
    source: PLANNED,
  },
  aws_ce_anomaly_monitor: {
    replace: '',
    update: 'name',
    source: PLANNED,
  },
  aws_ce_anomaly_subscription: {
    replace: 'name',
    update: 'frequency monitor_arn_list',
    source: PLANNED,
  },
  aws_cloudtrail: {
    replace: 'name',
    update:
      'cloud_watch_logs_group_arn cloud_watch_logs_role_arn enable_log_file_validation is_multi_region_trail kms_key_id s3_bucket_name',
    source: PLANNED,
  },
  aws_cloudwatch_event_rule: {
    replace: 'event_bus_name name name_prefix',
    update: 'description event_pattern force_destroy is_enabled role_arn schedule_expression state',
    source: PLANNED,
  },
  aws_cloudwatch_event_target: {
    replace: 'event_bus_name rule target_id',
    update:
      'appsync_target arn batch_target dead_letter_config ecs_target force_destroy http_target input input_path input_transformer kinesis_target redshift_target retry_policy role_arn run_command_targets sagemaker_pipeline_target sqs_target',
    source: PLANNED,
  },
  aws_cloudwatch_log_group: {
    replace: 'log_group_class name name_prefix',
    update: 'kms_key_id retention_in_days skip_destroy',
    source: PLANNED,
  },
  aws_cloudwatch_log_metric_filter: {
    replace: 'log_group_name name',
    update: 'pattern',
    source: PLANNED,
  },
  aws_cloudwatch_log_resource_policy: {
    replace: 'policy_name',
    update: 'policy_document',
    source: PLANNED,
  },
  aws_cloudwatch_metric_alarm: {
    replace: 'alarm_name',
    update:
      'alarm_actions alarm_description comparison_operator evaluation_periods metric_name namespace ok_actions period statistic threshold treat_missing_data',
    source: PLANNED,
  },
  aws_default_security_group: {
    replace: 'vpc_id',
    update: 'egress ingress revoke_rules_on_delete',
    source: PLANNED,
  },
  aws_ebs_default_kms_key: {
    replace: 'key_arn',
    update: '',
    source: PLANNED,
  },
  aws_ebs_encryption_by_default: {
    replace: '',
    update: 'enabled',
    source: PLANNED,
  },
  aws_ebs_snapshot_block_public_access: {
    replace: '',
    update: 'state',
    source: PLANNED,
  },
  aws_ec2_instance_metadata_defaults: {
    replace: '',
    update: 'http_put_response_hop_limit http_tokens',
    source: PLANNED,
  },
  aws_ecr_lifecycle_policy: {
    replace: 'policy repository',
    update: '',
    source: PLANNED,
  },
  aws_ecr_pull_through_cache_rule: {
    replace: 'ecr_repository_prefix upstream_registry_url',
    update: 'credential_arn',
    source: PLANNED,
  },
  aws_ecr_registry_policy: {
    replace: '',
    update: 'policy',
    source: PLANNED,
  },
  aws_ecr_registry_scanning_configuration: {
    replace: '',
    update: 'scan_type',
    source: PLANNED,
  },
  aws_ecr_repository: {
    replace: 'name',
    update: 'image_tag_mutability',
    source: PLANNED,
  },
  aws_ecr_repository_creation_template: {
    replace: 'prefix',
    update: 'applied_for description image_tag_mutability lifecycle_policy',
    source: PLANNED,
  },
  aws_ecr_repository_policy: {
    replace: 'repository',
    update: 'policy',
    source: PLANNED,
  },
  aws_eip: {
    replace: 'address domain ipam_pool_id network_border_group public_ipv4_pool',
    update: 'associate_with_private_ip customer_owned_ipv4_pool instance network_interface',
    source: PLANNED,
  },
  aws_eks_access_entry: {
    replace: 'cluster_name principal_arn type',
    update: 'kubernetes_groups user_name',
    source: PLANNED,
  },
  aws_eks_access_policy_association: {
    replace: 'access_scope cluster_name policy_arn principal_arn',
    update: '',
    source: PLANNED,
  },
  aws_eks_addon: {
    replace: 'addon_name cluster_name',
    update:
      'addon_version configuration_values pod_identity_association preserve resolve_conflicts_on_create resolve_conflicts_on_update service_account_role_arn',
    source: PLANNED,
  },
  aws_eks_cluster: {
    replace:
      'access_config.bootstrap_cluster_creator_admin_permissions bootstrap_self_managed_addons kubernetes_network_config.ip_family kubernetes_network_config.service_ipv4_cidr name role_arn',
    update:
      'access_config.authentication_mode deletion_protection enabled_cluster_log_types encryption_config.provider encryption_config.resources force_update_version kubernetes_network_config.elastic_load_balancing storage_config upgrade_policy version vpc_config zonal_shift_config',
    source: PLANNED,
  },
  aws_eks_identity_provider_config: {
    replace: 'cluster_name oidc',
    update: '',
    source: PLANNED,
  },
  aws_eks_node_group: {
    replace:
      'ami_type capacity_type cluster_name disk_size instance_types launch_template.id launch_template.name node_group_name node_group_name_prefix node_role_arn remote_access subnet_ids',
    update:
      'force_update_version labels launch_template.version node_repair_config release_version scaling_config taint update_config version',
    source: PLANNED,
  },
  aws_eks_pod_identity_association: {
    replace: 'cluster_name namespace service_account',
    update: 'disable_session_tags role_arn target_role_arn',
    source: 'eks/pod_identity_association.go',
  },
  aws_flow_log: {
    replace:
      'deliver_cross_account_role destination_options eni_id iam_role_arn log_destination log_destination_type log_format max_aggregation_interval subnet_id traffic_type transit_gateway_attachment_id transit_gateway_id vpc_id',
    update: '',
    source: PLANNED,
  },
  aws_guardduty_detector: {
    replace: '',
    update: 'enable finding_publishing_frequency',
    source: PLANNED,
  },
  aws_guardduty_detector_feature: {
    replace: 'detector_id name',
    update: 'status',
    source: PLANNED,
  },
  aws_iam_account_password_policy: {
    replace: '',
    update:
      'max_password_age minimum_password_length password_reuse_prevention require_lowercase_characters require_numbers require_symbols require_uppercase_characters',
    source: PLANNED,
  },
  aws_iam_instance_profile: {
    replace: 'name name_prefix path',
    update: 'role',
    source: PLANNED,
  },
  aws_iam_openid_connect_provider: {
    replace: 'url',
    update: 'client_id_list thumbprint_list',
    source: PLANNED,
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
  aws_iam_service_linked_role: {
    replace: 'aws_service_name',
    update: '',
    source: PLANNED,
  },
  aws_internet_gateway: {
    replace: '',
    update: 'vpc_id',
    source: PLANNED,
  },
  aws_kms_alias: {
    replace: 'name name_prefix',
    update: 'target_key_id',
    source: PLANNED,
  },
  aws_kms_key: {
    replace: 'custom_key_store_id customer_master_key_spec key_usage multi_region',
    update: 'bypass_policy_lockout_safety_check deletion_window_in_days description enable_key_rotation is_enabled policy',
    source: PLANNED,
  },
  aws_launch_template: {
    replace: 'name name_prefix',
    update:
      'block_device_mappings capacity_reservation_specification cpu_options credit_specification default_version description disable_api_stop disable_api_termination ebs_optimized enclave_options hibernation_options iam_instance_profile image_id instance_initiated_shutdown_behavior instance_market_options instance_requirements instance_type kernel_id key_name license_specification maintenance_options metadata_options monitoring network_interfaces network_performance_options placement private_dns_name_options ram_disk_id security_group_names tag_specifications update_default_version user_data vpc_security_group_ids',
    source: PLANNED,
  },
  aws_nat_gateway: {
    replace: 'allocation_id connectivity_type private_ip subnet_id',
    update: 'secondary_allocation_ids secondary_private_ip_addresses',
    source: PLANNED,
  },
  aws_placement_group: {
    replace: 'name strategy',
    update: '',
    source: PLANNED,
  },
  aws_route: {
    replace: 'destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id route_table_id',
    update:
      'carrier_gateway_id core_network_arn egress_only_gateway_id gateway_id local_gateway_id nat_gateway_id network_interface_id transit_gateway_id vpc_endpoint_id vpc_peering_connection_id',
    source: PLANNED,
  },
  aws_route53_hosted_zone_dnssec: {
    replace: 'hosted_zone_id',
    update: '',
    source: PLANNED,
  },
  aws_route53_key_signing_key: {
    replace: 'hosted_zone_id name',
    update: 'key_management_service_arn',
    source: PLANNED,
  },
  aws_route53_query_log: {
    replace: 'cloudwatch_log_group_arn zone_id',
    update: '',
    source: PLANNED,
  },
  aws_route53_record: {
    replace: 'name zone_id',
    update: 'records ttl',
    source: PLANNED,
  },
  aws_route53_zone: {
    replace: 'name',
    update: 'force_destroy',
    source: PLANNED,
  },
  aws_route_table: {
    replace: 'vpc_id',
    update: 'propagating_vgws route',
    source: PLANNED,
  },
  aws_route_table_association: {
    replace: 'gateway_id subnet_id',
    update: 'route_table_id',
    source: PLANNED,
  },
  aws_s3_account_public_access_block: {
    replace: '',
    update: 'block_public_acls block_public_policy ignore_public_acls restrict_public_buckets',
    source: PLANNED,
  },
  aws_s3_bucket: {
    replace: 'bucket bucket_prefix object_lock_configuration.object_lock_enabled object_lock_enabled',
    update:
      'acceleration_status acl cors_rule force_destroy grant lifecycle_rule logging object_lock_configuration.rule policy replication_configuration request_payer server_side_encryption_configuration versioning website',
    source: 's3/bucket.go',
  },
  aws_s3_bucket_intelligent_tiering_configuration: {
    replace: 'bucket name',
    update: '',
    source: PLANNED,
  },
  aws_s3_bucket_lifecycle_configuration: {
    replace: 'bucket expected_bucket_owner',
    update: 'rule transition_default_minimum_object_size',
    source: 's3/bucket_lifecycle_configuration.go',
  },
  aws_s3_bucket_logging: {
    replace: 'bucket',
    update: 'target_bucket target_prefix',
    source: PLANNED,
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
  aws_security_group: {
    replace: 'description name name_prefix vpc_id',
    update: 'egress ingress revoke_rules_on_delete',
    source: PLANNED,
  },
  aws_servicequotas_service_quota: {
    replace: 'quota_code service_code',
    update: 'value',
    source: PLANNED,
  },
  aws_sns_topic: {
    replace: 'name',
    update: 'kms_master_key_id',
    source: PLANNED,
  },
  aws_sns_topic_policy: {
    replace: 'arn',
    update: 'policy',
    source: PLANNED,
  },
  aws_sns_topic_subscription: {
    replace: 'endpoint protocol topic_arn',
    update: '',
    source: PLANNED,
  },
  aws_sqs_queue: {
    replace: 'fifo_queue name name_prefix',
    update:
      'deduplication_scope delay_seconds fifo_throughput_limit kms_data_key_reuse_period_seconds kms_master_key_id max_message_size message_retention_seconds policy receive_wait_time_seconds redrive_allow_policy redrive_policy sqs_managed_sse_enabled visibility_timeout_seconds',
    source: PLANNED,
  },
  aws_sqs_queue_policy: {
    replace: 'queue_url',
    update: 'policy',
    source: PLANNED,
  },
  aws_subnet: {
    replace: 'availability_zone availability_zone_id cidr_block ipv6_native outpost_arn vpc_id',
    update:
      'assign_ipv6_address_on_creation enable_dns64 enable_lni_at_device_index enable_resource_name_dns_a_record_on_launch enable_resource_name_dns_aaaa_record_on_launch ipv6_cidr_block map_public_ip_on_launch private_dns_hostname_type_on_launch',
    source: PLANNED,
  },
  aws_vpc: {
    replace: 'cidr_block instance_tenancy ipv4_ipam_pool_id',
    update:
      'assign_generated_ipv6_cidr_block enable_dns_hostnames enable_dns_support enable_network_address_usage_metrics ipv6_ipam_pool_id',
    source: PLANNED,
  },
  aws_vpc_endpoint: {
    replace: 'resource_configuration_arn service_name service_network_arn service_region vpc_endpoint_type vpc_id',
    update:
      'auto_accept dns_options ip_address_type policy private_dns_enabled route_table_ids security_group_ids subnet_configuration subnet_ids',
    source: PLANNED,
  },
  aws_vpc_ipv4_cidr_block_association: {
    replace: 'cidr_block ipv4_ipam_pool_id ipv4_netmask_length vpc_id',
    update: '',
    source: PLANNED,
  },
  aws_vpc_security_group_egress_rule: {
    replace: 'security_group_id',
    update: 'cidr_ipv4 cidr_ipv6 description from_port ip_protocol prefix_list_id referenced_security_group_id to_port',
    source: PLANNED,
  },
  aws_vpc_security_group_ingress_rule: {
    replace: 'security_group_id',
    update: 'cidr_ipv4 cidr_ipv6 description from_port ip_protocol prefix_list_id referenced_security_group_id to_port',
    source: PLANNED,
  },
  aws_wafv2_web_acl: {
    replace: 'name scope',
    update: '',
    source: PLANNED,
  },
  aws_wafv2_web_acl_logging_configuration: {
    replace: 'log_destination_configs resource_arn',
    update: '',
    source: PLANNED,
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
