/** Changes of arguments that provider 5.100.0 is asked to plan. */
export interface ArgumentChanges {
  /** Arguments that the resource needs. */
  readonly base: Readonly<Record<string, unknown>>;
  /** What the state of such a resource has beside them: defaults that the provider compares with. @default - nothing */
  readonly prior?: Readonly<Record<string, unknown>>;
  /** Argument, nested ones with dots; the value of the whole argument before and after; what of the base can not stand beside it. */
  readonly changes: readonly (readonly [path: string, before: unknown, after: unknown, without?: readonly string[]])[];
}

/** By type. Values are of the form that the provider checks, and mean nothing. */
// biome-ignore format: one change a line
export const ARGUMENT_CHANGES: Readonly<Record<string, ArgumentChanges>> = {
  aws_cloudwatch_event_rule: {
    base: {"name": "a", "event_pattern": "{\"source\":[\"aws.ec2\"]}"},
    prior: {"event_bus_name": "default"},
    changes: [
      ["description", "description-1", "description-2"],
      ["event_bus_name", "event-bus-name-1", "event-bus-name-2"],
      ["event_pattern", "{\"source\":[\"aws.ec2\"]}", "{\"source\":[\"aws.s3\"]}"],
      ["force_destroy", false, true],
      ["name", "name-1", "name-2"],
      ["name_prefix", "name-prefix-1", "name-prefix-2", ["name"]],
      ["role_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["schedule_expression", "rate(1 hour)", "rate(2 hours)", ["event_pattern"]],
      ["state", "ENABLED", "DISABLED"],
    ],
  },
  aws_cloudwatch_event_target: {
    base: {"arn": "arn:aws:sqs:eu-central-1:123456789012:q", "rule": "a"},
    prior: {"event_bus_name": "default"},
    changes: [
      ["arn", "arn:aws:sqs:eu-central-1:123456789012:q", "arn:aws:sqs:eu-central-1:123456789012:q2"],
      ["event_bus_name", "event-bus-name-1", "event-bus-name-2"],
      ["force_destroy", false, true],
      ["input", "{}", "{\"a\":1}"],
      ["input_path", "input-path-1", "input-path-2"],
      ["role_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["rule", "rule-1", "rule-2"],
      ["target_id", "target-id-1", "target-id-2"],
      ["sqs_target.message_group_id", [{"message_group_id": "a"}], [{"message_group_id": "b"}]],
      ["dead_letter_config.arn", [{"arn": "arn:aws:sqs:eu-central-1:123456789012:a"}], [{"arn": "arn:aws:sqs:eu-central-1:123456789012:b"}]],
      ["retry_policy.maximum_retry_attempts", [{"maximum_retry_attempts": 1}], [{"maximum_retry_attempts": 2}]],
      ["run_command_targets.key", [{"key": "a", "values": ["a"]}], [{"key": "b", "values": ["a"]}]],
      ["input_transformer.input_template", [{"input_template": "\"a\""}], [{"input_template": "\"b\""}]],
      ["kinesis_target.partition_key_path", [{"partition_key_path": "$.a"}], [{"partition_key_path": "$.b"}]],
      ["http_target.path_parameter_values", [{"path_parameter_values": ["a"]}], [{"path_parameter_values": ["b"]}]],
      ["batch_target.job_name", [{"job_definition": "a", "job_name": "a"}], [{"job_definition": "a", "job_name": "b"}]],
      ["redshift_target.database", [{"database": "a"}], [{"database": "b"}]],
    ],
  },
  aws_cloudwatch_log_group: {
    base: {"name": "a"},
    changes: [
      ["kms_key_id", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0001-4000-8000-000000000000"],
      ["log_group_class", "STANDARD", "INFREQUENT_ACCESS"],
      ["name", "name-1", "name-2"],
      ["name_prefix", "name-prefix-1", "name-prefix-2", ["name"]],
      ["retention_in_days", 1, 3],
      ["skip_destroy", false, true],
    ],
  },
  aws_default_security_group: {
    base: {"vpc_id": "vpc-1"},
    changes: [
      ["revoke_rules_on_delete", false, true],
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
    ],
  },
  aws_eip: {
    base: {"domain": "vpc"},
    changes: [
      ["address", "address-1", "address-2"],
      ["associate_with_private_ip", "associate-with-private-ip-1", "associate-with-private-ip-2"],
      ["customer_owned_ipv4_pool", "customer-owned-ipv4-pool-1", "customer-owned-ipv4-pool-2"],
      ["domain", "vpc", "standard"],
      ["instance", "instance-1", "instance-2"],
      ["ipam_pool_id", "ipam-pool-id-1", "ipam-pool-id-2"],
      ["network_border_group", "network-border-group-1", "network-border-group-2"],
      ["network_interface", "network-interface-1", "network-interface-2"],
      ["public_ipv4_pool", "public-ipv4-pool-1", "public-ipv4-pool-2"],
    ],
  },
  aws_eks_access_entry: {
    base: {"cluster_name": "c", "principal_arn": "arn:aws:iam::123456789012:role/r", "type": "STANDARD"},
    changes: [
      ["cluster_name", "cluster-name-1", "cluster-name-2"],
      ["kubernetes_groups", ["x-1"], ["x-2"]],
      ["principal_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["type", "STANDARD", "EC2_LINUX"],
      ["user_name", "user-name-1", "user-name-2"],
    ],
  },
  aws_eks_access_policy_association: {
    base: {"cluster_name": "c", "principal_arn": "arn:aws:iam::123456789012:role/r", "policy_arn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "access_scope": [{"type": "namespace", "namespaces": ["a"]}]},
    changes: [
      ["cluster_name", "cluster-name-1", "cluster-name-2"],
      ["policy_arn", "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"],
      ["principal_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["access_scope.type", [{"type": "cluster"}], [{"type": "namespace", "namespaces": ["a"]}]],
      ["access_scope.namespaces", [{"type": "namespace", "namespaces": ["a"]}], [{"type": "namespace", "namespaces": ["b"]}]],
    ],
  },
  aws_eks_addon: {
    base: {"cluster_name": "c", "addon_name": "vpc-cni", "addon_version": "v1.0.0-eksbuild.1"},
    changes: [
      ["addon_name", "addon-name-1", "addon-name-2"],
      ["addon_version", "v1.0.0-eksbuild.1", "v1.1.0-eksbuild.1"],
      ["cluster_name", "cluster-name-1", "cluster-name-2"],
      ["configuration_values", "{}", "{\"a\":1}"],
      ["preserve", false, true],
      ["resolve_conflicts_on_create", "NONE", "OVERWRITE"],
      ["resolve_conflicts_on_update", "NONE", "OVERWRITE"],
      ["service_account_role_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["pod_identity_association.role_arn", [{"service_account": "a", "role_arn": "arn:aws:iam::123456789012:role/a"}], [{"service_account": "a", "role_arn": "arn:aws:iam::123456789012:role/b"}]],
    ],
  },
  aws_eks_cluster: {
    base: {"name": "c", "role_arn": "arn:aws:iam::123456789012:role/r", "vpc_config": [{"subnet_ids": ["subnet-1"]}], "bootstrap_self_managed_addons": false},
    changes: [
      ["bootstrap_self_managed_addons", false, true],
      ["enabled_cluster_log_types", ["api"], ["audit"]],
      ["force_update_version", false, true],
      ["name", "name-1", "name-2"],
      ["role_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["version", "1.30", "1.31"],
      ["vpc_config.subnet_ids", [{"subnet_ids": ["s-1"]}], [{"subnet_ids": ["s-2"]}]],
      ["vpc_config.security_group_ids", [{"subnet_ids": ["s-1"], "security_group_ids": ["sg-1"]}], [{"subnet_ids": ["s-1"], "security_group_ids": ["sg-2"]}]],
      ["vpc_config.endpoint_public_access", [{"subnet_ids": ["s-1"], "endpoint_public_access": true}], [{"subnet_ids": ["s-1"], "endpoint_public_access": false}]],
      ["vpc_config.public_access_cidrs", [{"subnet_ids": ["s-1"], "public_access_cidrs": ["1.1.1.1/32"]}], [{"subnet_ids": ["s-1"], "public_access_cidrs": ["1.1.1.2/32"]}]],
      ["access_config.authentication_mode", [{"authentication_mode": "API_AND_CONFIG_MAP", "bootstrap_cluster_creator_admin_permissions": false}], [{"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": false}]],
      ["access_config.bootstrap_cluster_creator_admin_permissions", [{"bootstrap_cluster_creator_admin_permissions": true}], [{"bootstrap_cluster_creator_admin_permissions": false}]],
      ["encryption_config.provider", [{"resources": ["secrets"], "provider": [{"key_arn": "a"}]}], [{"resources": ["secrets"], "provider": [{"key_arn": "b"}]}]],
      ["kubernetes_network_config.service_ipv4_cidr", [{"service_ipv4_cidr": "172.20.0.0/16"}], [{"service_ipv4_cidr": "172.21.0.0/16"}]],
      ["kubernetes_network_config.ip_family", [{"ip_family": "ipv4"}], [{"ip_family": "ipv6"}]],
      ["kubernetes_network_config.elastic_load_balancing", [{"elastic_load_balancing": [{"enabled": true}]}], [{"elastic_load_balancing": [{"enabled": false}]}]],
      ["upgrade_policy.support_type", [{"support_type": "STANDARD"}], [{"support_type": "EXTENDED"}]],
      ["zonal_shift_config.enabled", [{"enabled": true}], [{"enabled": false}]],
    ],
  },
  aws_eks_identity_provider_config: {
    base: {"cluster_name": "c", "oidc": [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x"}]},
    changes: [
      ["cluster_name", "cluster-name-1", "cluster-name-2"],
      ["oidc.client_id", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x"}], [{"client_id": "b", "issuer_url": "https://a.b", "identity_provider_config_name": "x"}]],
      ["oidc.groups_claim", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "groups_claim": "a"}], [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "groups_claim": "b"}]],
      ["oidc.groups_prefix", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "groups_prefix": "a"}], [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "groups_prefix": "b"}]],
      ["oidc.identity_provider_config_name", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x"}], [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "y"}]],
      ["oidc.issuer_url", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x"}], [{"client_id": "a", "issuer_url": "https://a.c", "identity_provider_config_name": "x"}]],
      ["oidc.username_claim", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "username_claim": "a"}], [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "username_claim": "b"}]],
      ["oidc.username_prefix", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "username_prefix": "a"}], [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "username_prefix": "b"}]],
      ["oidc.required_claims", [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "required_claims": {"a": "b"}}], [{"client_id": "a", "issuer_url": "https://a.b", "identity_provider_config_name": "x", "required_claims": {"a": "c"}}]],
    ],
  },
  aws_eks_node_group: {
    base: {"cluster_name": "c", "node_group_name": "g", "node_role_arn": "arn:aws:iam::123456789012:role/r", "subnet_ids": ["subnet-1"], "scaling_config": [{"desired_size": 1, "min_size": 1, "max_size": 2}]},
    prior: {"instance_types": ["t3.medium"]},
    changes: [
      ["ami_type", "AL2_x86_64", "AL2023_x86_64_STANDARD"],
      ["capacity_type", "SPOT", "ON_DEMAND"],
      ["cluster_name", "cluster-name-1", "cluster-name-2"],
      ["disk_size", 20, 30],
      ["force_update_version", false, true],
      ["instance_types", ["m5.large"], ["m6i.large"]],
      ["labels", {"a": "b"}, {"a": "c"}],
      ["node_group_name", "node-group-name-1", "node-group-name-2"],
      ["node_group_name_prefix", "node-group-name-prefix-1", "node-group-name-prefix-2", ["node_group_name"]],
      ["node_role_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["release_version", "release-version-1", "release-version-2"],
      ["subnet_ids", ["x-1"], ["x-2"]],
      ["version", "1.30", "1.31"],
      ["launch_template.id", [{"id": "lt-1", "version": "1"}], [{"id": "lt-2", "version": "1"}]],
      ["launch_template.name", [{"name": "lt1", "version": "1"}], [{"name": "lt2", "version": "1"}]],
      ["launch_template.version", [{"id": "lt-1", "version": "1"}], [{"id": "lt-1", "version": "2"}]],
      ["scaling_config.max_size", [{"desired_size": 1, "min_size": 1, "max_size": 2}], [{"desired_size": 1, "min_size": 1, "max_size": 3}]],
      ["update_config.max_unavailable", [{"max_unavailable": 1}], [{"max_unavailable": 2}]],
      ["node_repair_config.enabled", [{"enabled": true}], [{"enabled": false}]],
      ["taint.key", [{"key": "a", "value": "b", "effect": "NO_SCHEDULE"}], [{"key": "c", "value": "b", "effect": "NO_SCHEDULE"}]],
      ["remote_access.ec2_ssh_key", [{"ec2_ssh_key": "a"}], [{"ec2_ssh_key": "b"}]],
      ["remote_access.source_security_group_ids", [{"ec2_ssh_key": "a", "source_security_group_ids": ["a"]}], [{"ec2_ssh_key": "a", "source_security_group_ids": ["b"]}]],
    ],
  },
  aws_flow_log: {
    base: {"vpc_id": "vpc-1", "log_destination": "arn:aws:s3:::a", "log_destination_type": "s3", "traffic_type": "ALL"},
    prior: {"max_aggregation_interval": 600},
    changes: [
      ["deliver_cross_account_role", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["eni_id", "eni-id-1", "eni-id-2", ["vpc_id"]],
      ["iam_role_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["log_destination", "arn:aws:s3:::a", "arn:aws:s3:::b"],
      ["log_destination_type", "s3", "cloud-watch-logs"],
      ["log_format", "log-format-1", "log-format-2"],
      ["max_aggregation_interval", 60, 600],
      ["subnet_id", "subnet-id-1", "subnet-id-2", ["vpc_id"]],
      ["traffic_type", "ALL", "REJECT"],
      ["transit_gateway_attachment_id", "transit-gateway-attachment-id-1", "transit-gateway-attachment-id-2", ["vpc_id"]],
      ["transit_gateway_id", "transit-gateway-id-1", "transit-gateway-id-2", ["vpc_id"]],
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
      ["destination_options.file_format", [{"file_format": "parquet"}], [{"file_format": "plain-text"}]],
      ["destination_options.per_hour_partition", [{"per_hour_partition": true}], [{"per_hour_partition": false}]],
    ],
  },
  aws_iam_instance_profile: {
    base: {"name": "a", "role": "r"},
    prior: {"path": "/"},
    changes: [
      ["name", "name-1", "name-2"],
      ["name_prefix", "name-prefix-1", "name-prefix-2", ["name"]],
      ["path", "/a/", "/b/"],
      ["role", "role-1", "role-2"],
    ],
  },
  aws_iam_openid_connect_provider: {
    base: {"url": "https://a.b", "client_id_list": ["a"], "thumbprint_list": ["0000000000000000000000000000000000000000"]},
    changes: [
      ["client_id_list", ["x-1"], ["x-2"]],
      ["thumbprint_list", ["0000000000000000000000000000000000000000"], ["1111111111111111111111111111111111111111"]],
      ["url", "https://a.b", "https://a.c"],
    ],
  },
  aws_internet_gateway: {
    base: {"vpc_id": "vpc-1"},
    changes: [
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
    ],
  },
  aws_kms_alias: {
    base: {"name": "alias/a", "target_key_id": "k"},
    changes: [
      ["name", "alias/a", "alias/b"],
      ["name_prefix", "alias/a", "alias/b", ["name"]],
      ["target_key_id", "target-key-id-1", "target-key-id-2"],
    ],
  },
  aws_kms_key: {
    base: {"customer_master_key_spec": "SYMMETRIC_DEFAULT", "key_usage": "ENCRYPT_DECRYPT"},
    changes: [
      ["bypass_policy_lockout_safety_check", false, true],
      ["custom_key_store_id", "custom-key-store-id-1", "custom-key-store-id-2"],
      ["customer_master_key_spec", "SYMMETRIC_DEFAULT", "RSA_2048"],
      ["deletion_window_in_days", 7, 30],
      ["description", "description-1", "description-2"],
      ["enable_key_rotation", false, true],
      ["is_enabled", false, true],
      ["key_usage", "ENCRYPT_DECRYPT", "SIGN_VERIFY"],
      ["multi_region", false, true],
      ["policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
    ],
  },
  aws_launch_template: {
    base: {"name": "aaa"},
    changes: [
      ["default_version", 1, 2],
      ["description", "description-1", "description-2"],
      ["disable_api_stop", false, true],
      ["disable_api_termination", false, true],
      ["ebs_optimized", "true", "false"],
      ["image_id", "image-id-1", "image-id-2"],
      ["instance_initiated_shutdown_behavior", "stop", "terminate"],
      ["instance_type", "instance-type-1", "instance-type-2"],
      ["kernel_id", "kernel-id-1", "kernel-id-2"],
      ["key_name", "key-name-1", "key-name-2"],
      ["name", "name-1", "name-2"],
      ["name_prefix", "name-prefix-1", "name-prefix-2", ["name"]],
      ["ram_disk_id", "ram-disk-id-1", "ram-disk-id-2"],
      ["security_group_names", ["x-1"], ["x-2"]],
      ["update_default_version", true, false],
      ["user_data", "YQ==", "Yg=="],
      ["vpc_security_group_ids", ["x-1"], ["x-2"]],
      ["metadata_options.http_tokens", [{"http_tokens": "optional"}], [{"http_tokens": "required"}]],
      ["network_interfaces.interface_type", [{"interface_type": "efa"}], [{"interface_type": "interface"}]],
      ["placement.group_name", [{"group_name": "a"}], [{"group_name": "b"}]],
      ["block_device_mappings.device_name", [{"device_name": "a", "ebs": [{"volume_size": 1}]}], [{"device_name": "a", "ebs": [{"volume_size": 2}]}]],
      ["capacity_reservation_specification.capacity_reservation_preference", [{"capacity_reservation_preference": "open"}], [{"capacity_reservation_preference": "none"}]],
      ["instance_market_options.market_type", [{"market_type": "spot"}], [{"market_type": "capacity-block"}]],
      ["tag_specifications.resource_type", [{"resource_type": "instance", "tags": {"a": "b"}}], [{"resource_type": "instance", "tags": {"a": "c"}}]],
    ],
  },
  aws_nat_gateway: {
    base: {"subnet_id": "subnet-1", "allocation_id": "eipalloc-1"},
    prior: {"connectivity_type": "public"},
    changes: [
      ["allocation_id", "allocation-id-1", "allocation-id-2"],
      ["private_ip", "10.0.0.4", "10.0.0.5"],
      ["secondary_allocation_ids", ["x-1"], ["x-2"]],
      ["secondary_private_ip_addresses", ["10.0.0.6"], ["10.0.0.7"]],
      ["subnet_id", "subnet-id-1", "subnet-id-2"],
    ],
  },
  aws_placement_group: {
    base: {"name": "a", "strategy": "cluster"},
    changes: [
      ["name", "name-1", "name-2"],
      ["strategy", "cluster", "spread"],
    ],
  },
  aws_route: {
    base: {"route_table_id": "rtb-1", "destination_cidr_block": "10.0.0.0/16", "gateway_id": "igw-1"},
    changes: [
      ["carrier_gateway_id", "carrier-gateway-id-1", "carrier-gateway-id-2", ["gateway_id"]],
      ["core_network_arn", "arn:aws:networkmanager::123456789012:core-network/core-network-1", "arn:aws:networkmanager::123456789012:core-network/core-network-2", ["gateway_id"]],
      ["destination_cidr_block", "10.0.0.0/24", "10.0.1.0/24"],
      ["destination_ipv6_cidr_block", "::/0", "2001:db8::/64", ["destination_cidr_block"]],
      ["destination_prefix_list_id", "destination-prefix-list-id-1", "destination-prefix-list-id-2", ["destination_cidr_block"]],
      ["gateway_id", "gateway-id-1", "gateway-id-2"],
      ["local_gateway_id", "local-gateway-id-1", "local-gateway-id-2", ["gateway_id"]],
      ["nat_gateway_id", "nat-gateway-id-1", "nat-gateway-id-2", ["gateway_id"]],
      ["network_interface_id", "network-interface-id-1", "network-interface-id-2", ["gateway_id"]],
      ["route_table_id", "route-table-id-1", "route-table-id-2"],
      ["transit_gateway_id", "transit-gateway-id-1", "transit-gateway-id-2", ["gateway_id"]],
      ["vpc_endpoint_id", "vpc-endpoint-id-1", "vpc-endpoint-id-2", ["gateway_id"]],
      ["vpc_peering_connection_id", "vpc-peering-connection-id-1", "vpc-peering-connection-id-2", ["gateway_id"]],
    ],
  },
  aws_route_table: {
    base: {"vpc_id": "vpc-1"},
    changes: [
      ["propagating_vgws", ["x-1"], ["x-2"]],
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
    ],
  },
  aws_route_table_association: {
    base: {"route_table_id": "rtb-1", "subnet_id": "subnet-1"},
    changes: [
      ["gateway_id", "gateway-id-1", "gateway-id-2", ["subnet_id"]],
      ["route_table_id", "route-table-id-1", "route-table-id-2"],
      ["subnet_id", "subnet-id-1", "subnet-id-2"],
    ],
  },
  aws_security_group: {
    base: {"name": "a", "vpc_id": "vpc-1", "description": "d"},
    changes: [
      ["description", "description-1", "description-2"],
      ["name", "name-1", "name-2"],
      ["name_prefix", "name-prefix-1", "name-prefix-2", ["name"]],
      ["revoke_rules_on_delete", false, true],
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
    ],
  },
  aws_sqs_queue: {
    base: {"name": "a"},
    prior: {"fifo_queue": false},
    changes: [
      ["deduplication_scope", "queue", "messageGroup"],
      ["delay_seconds", 1, 2],
      ["fifo_throughput_limit", "perQueue", "perMessageGroupId"],
      ["kms_data_key_reuse_period_seconds", 60, 61],
      ["kms_master_key_id", "kms-master-key-id-1", "kms-master-key-id-2"],
      ["max_message_size", 2048, 4096],
      ["message_retention_seconds", 60, 120],
      ["name", "name-1", "name-2"],
      ["name_prefix", "name-prefix-1", "name-prefix-2", ["name"]],
      ["policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
      ["receive_wait_time_seconds", 1, 2],
      ["redrive_allow_policy", "{\"a\":1}", "{\"a\":2}"],
      ["redrive_policy", "{\"a\":1}", "{\"a\":2}"],
      ["sqs_managed_sse_enabled", false, true],
      ["visibility_timeout_seconds", 1, 2],
    ],
  },
  aws_sqs_queue_policy: {
    base: {"queue_url": "https://a", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"},
    changes: [
      ["policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
      ["queue_url", "queue-url-1", "queue-url-2"],
    ],
  },
  aws_subnet: {
    base: {"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"},
    prior: {"ipv6_native": false},
    changes: [
      ["assign_ipv6_address_on_creation", false, true],
      ["availability_zone", "availability-zone-1", "availability-zone-2"],
      ["availability_zone_id", "availability-zone-id-1", "availability-zone-id-2"],
      ["cidr_block", "10.0.0.0/24", "10.0.1.0/24"],
      ["enable_dns64", false, true],
      ["enable_lni_at_device_index", 1, 2],
      ["enable_resource_name_dns_a_record_on_launch", false, true],
      ["enable_resource_name_dns_aaaa_record_on_launch", false, true],
      ["ipv6_cidr_block", "2001:db8::/64", "2001:db8:1::/64"],
      ["ipv6_native", false, true],
      ["map_public_ip_on_launch", false, true],
      ["outpost_arn", "arn:aws:outposts:eu-central-1:123456789012:outpost/op-1", "arn:aws:outposts:eu-central-1:123456789012:outpost/op-2"],
      ["private_dns_hostname_type_on_launch", "ip-name", "resource-name"],
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
    ],
  },
  aws_vpc: {
    base: {"cidr_block": "10.0.0.0/16"},
    prior: {"instance_tenancy": "default"},
    changes: [
      ["assign_generated_ipv6_cidr_block", false, true],
      ["cidr_block", "10.0.0.0/24", "10.0.1.0/24"],
      ["enable_dns_hostnames", false, true],
      ["enable_dns_support", false, true],
      ["enable_network_address_usage_metrics", false, true],
      ["instance_tenancy", "default", "dedicated"],
      ["ipv4_ipam_pool_id", "ipv4-ipam-pool-id-1", "ipv4-ipam-pool-id-2"],
      ["ipv6_ipam_pool_id", "ipv6-ipam-pool-id-1", "ipv6-ipam-pool-id-2"],
    ],
  },
  aws_vpc_endpoint: {
    base: {"vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-central-1.s3", "vpc_endpoint_type": "Interface"},
    changes: [
      ["auto_accept", false, true],
      ["ip_address_type", "ipv4", "dualstack"],
      ["policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
      ["private_dns_enabled", false, true],
      ["resource_configuration_arn", "arn:aws:vpc-lattice:eu-central-1:123456789012:resourceconfiguration/a", "arn:aws:vpc-lattice:eu-central-1:123456789012:resourceconfiguration/b", ["service_name", "vpc_endpoint_type"]],
      ["route_table_ids", ["x-1"], ["x-2"]],
      ["security_group_ids", ["x-1"], ["x-2"]],
      ["service_name", "service-name-1", "service-name-2"],
      ["service_network_arn", "arn:aws:vpc-lattice:eu-central-1:123456789012:servicenetwork/a", "arn:aws:vpc-lattice:eu-central-1:123456789012:servicenetwork/b", ["service_name", "vpc_endpoint_type"]],
      ["service_region", "us-east-1", "us-east-2"],
      ["subnet_ids", ["x-1"], ["x-2"]],
      ["vpc_endpoint_type", "Interface", "Gateway"],
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
      ["dns_options.dns_record_ip_type", [{"dns_record_ip_type": "ipv4"}], [{"dns_record_ip_type": "ipv6"}]],
      ["subnet_configuration.ipv4", [{"ipv4": "10.0.0.4", "subnet_id": "s-1"}], [{"ipv4": "10.0.0.5", "subnet_id": "s-1"}]],
    ],
  },
  aws_vpc_ipv4_cidr_block_association: {
    base: {"vpc_id": "vpc-1", "cidr_block": "10.1.0.0/16"},
    changes: [
      ["cidr_block", "10.0.0.0/24", "10.0.1.0/24"],
      ["ipv4_ipam_pool_id", "ipv4-ipam-pool-id-1", "ipv4-ipam-pool-id-2"],
      ["ipv4_netmask_length", 20, 21, ["cidr_block"]],
      ["vpc_id", "vpc-id-1", "vpc-id-2"],
    ],
  },
  aws_vpc_security_group_egress_rule: {
    base: {"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 1, "to_port": 2, "cidr_ipv4": "10.0.0.0/16"},
    changes: [
      ["cidr_ipv4", "10.0.0.0/24", "10.0.1.0/24"],
      ["cidr_ipv6", "::/0", "2001:db8::/64", ["cidr_ipv4"]],
      ["description", "description-1", "description-2"],
      ["from_port", 1, 2],
      ["ip_protocol", "tcp", "udp"],
      ["prefix_list_id", "prefix-list-id-1", "prefix-list-id-2", ["cidr_ipv4"]],
      ["referenced_security_group_id", "referenced-security-group-id-1", "referenced-security-group-id-2", ["cidr_ipv4"]],
      ["security_group_id", "security-group-id-1", "security-group-id-2"],
      ["to_port", 2, 3],
    ],
  },
  aws_vpc_security_group_ingress_rule: {
    base: {"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 1, "to_port": 2, "cidr_ipv4": "10.0.0.0/16"},
    changes: [
      ["cidr_ipv4", "10.0.0.0/24", "10.0.1.0/24"],
      ["cidr_ipv6", "::/0", "2001:db8::/64", ["cidr_ipv4"]],
      ["description", "description-1", "description-2"],
      ["from_port", 1, 2],
      ["ip_protocol", "tcp", "udp"],
      ["prefix_list_id", "prefix-list-id-1", "prefix-list-id-2", ["cidr_ipv4"]],
      ["referenced_security_group_id", "referenced-security-group-id-1", "referenced-security-group-id-2", ["cidr_ipv4"]],
      ["security_group_id", "security-group-id-1", "security-group-id-2"],
      ["to_port", 2, 3],
    ],
  },
  aws_accessanalyzer_analyzer: {
    base: {"analyzer_name": "acme-ml-dev", "type": "ACCOUNT"},
    changes: [
      ["analyzer_name", "acme-ml-dev", "acme-ml-devb"],
      ["type", "ACCOUNT", "ORGANIZATION"],
    ],
  },
  aws_acm_certificate_validation: {
    base: {"certificate_arn": "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000", "validation_record_fqdns": ["x-1"]},
    changes: [
      ["certificate_arn", "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000", "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-0000000000002"],
      ["validation_record_fqdns", ["x-1"], ["x-1b"]],
    ],
  },
  aws_backup_plan: {
    base: {"name": "acme-ml-prod", "rule": [{"completion_window": 480, "copy_action": [{"destination_vault_arn": "arn:aws:sns:eu-central-1:123456789012:t", "lifecycle": [{"delete_after": 35}]}], "lifecycle": [{"delete_after": 35}], "rule_name": "night", "schedule": "cron(0 2 * * ? *)", "start_window": 60, "target_vault_name": "x-1"}]},
    changes: [
      ["name", "acme-ml-prod", "acme-ml-prodb"],
    ],
  },
  aws_backup_restore_testing_plan: {
    base: {"name": "acme_ml_prod_monthly", "recovery_point_selection": [{"algorithm": "LATEST_WITHIN_WINDOW", "include_vaults": ["*"], "recovery_point_types": ["SNAPSHOT"], "selection_window_days": 7}], "schedule_expression": "cron(0 6 1 * ? *)"},
    changes: [
      ["name", "acme_ml_prod_monthly", "acme_ml_prod_monthlyb"],
      ["schedule_expression", "cron(0 6 1 * ? *)", "rate(2 hours)"],
    ],
  },
  aws_backup_restore_testing_selection: {
    base: {"iam_role_arn": "arn:aws:iam::123456789012:role/r", "name": "pictures", "protected_resource_arns": ["arn:aws:sns:eu-central-1:123456789012:t"], "protected_resource_type": "S3", "restore_testing_plan_name": "x-1"},
    changes: [
      ["iam_role_arn", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:role/s"],
      ["name", "pictures", "picturesb"],
      ["protected_resource_arns", ["arn:aws:sns:eu-central-1:123456789012:t"], ["arn:aws:sns:eu-central-1:123456789012:t2"]],
      ["protected_resource_type", "S3", "S3b"],
      ["restore_testing_plan_name", "x-1", "x-1b"],
    ],
  },
  aws_backup_vault: {
    base: {"kms_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "name": "acme-ml-prod-copies"},
    changes: [
      ["kms_key_arn", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-0000000000002"],
      ["name", "acme-ml-prod-copies", "acme-ml-prod-copiesb"],
    ],
  },
  aws_backup_vault_lock_configuration: {
    base: {"backup_vault_name": "x-1", "max_retention_days": 400, "min_retention_days": 35},
    changes: [
      ["backup_vault_name", "x-1", "x-1b"],
      ["max_retention_days", 400, 401],
      ["min_retention_days", 35, 36],
    ],
  },
  aws_backup_vault_notifications: {
    base: {"backup_vault_events": ["BACKUP_JOB_FAILED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"], "backup_vault_name": "x-1", "sns_topic_arn": "arn:aws:sns:eu-central-1:123456789012:t"},
    changes: [
      ["backup_vault_events", ["BACKUP_JOB_FAILED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"], ["BACKUP_JOB_STARTED"]],
      ["backup_vault_name", "x-1", "x-1b"],
      ["sns_topic_arn", "arn:aws:sns:eu-central-1:123456789012:t", "arn:aws:sns:eu-central-1:123456789012:t2"],
    ],
  },
  aws_budgets_budget: {
    base: {"budget_type": "COST", "limit_amount": "8000", "limit_unit": "USD", "name": "acme-ml-dev", "notification": [{"comparison_operator": "GREATER_THAN", "notification_type": "ACTUAL", "subscriber_sns_topic_arns": ["arn:aws:sns:eu-central-1:123456789012:t"], "threshold": 80, "threshold_type": "PERCENTAGE"}, {"comparison_operator": "GREATER_THAN", "notification_type": "FORECASTED", "subscriber_sns_topic_arns": ["arn:aws:sns:eu-central-1:123456789012:t"], "threshold": 100, "threshold_type": "PERCENTAGE"}], "time_unit": "MONTHLY"},
    changes: [
      ["budget_type", "COST", "USAGE"],
      ["limit_amount", "8000", "8000b"],
      ["limit_unit", "USD", "USDb"],
      ["name", "acme-ml-dev", "acme-ml-devb"],
      ["time_unit", "MONTHLY", "DAILY"],
    ],
  },
  aws_ce_anomaly_monitor: {
    base: {"monitor_dimension": "SERVICE", "monitor_type": "DIMENSIONAL", "name": "acme-ml-dev"},
    changes: [
      ["name", "acme-ml-dev", "acme-ml-devb"],
    ],
  },
  aws_ce_anomaly_subscription: {
    base: {"frequency": "IMMEDIATE", "monitor_arn_list": ["arn:aws:sns:eu-central-1:123456789012:t"], "name": "acme-ml-dev", "subscriber": [{"address": "x-1", "type": "SNS"}], "threshold_expression": [{"dimension": [{"key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "match_options": ["GREATER_THAN_OR_EQUAL"], "values": ["80"]}]}]},
    changes: [
      ["frequency", "IMMEDIATE", "DAILY"],
      ["monitor_arn_list", ["arn:aws:sns:eu-central-1:123456789012:t"], ["arn:aws:sns:eu-central-1:123456789012:t2"]],
      ["name", "acme-ml-dev", "acme-ml-devb"],
    ],
  },
  aws_cloudtrail: {
    base: {"advanced_event_selector": [{"field_selector": [{"equals": ["Management"], "field": "eventCategory"}], "name": "Management"}, {"field_selector": [{"equals": ["Data"], "field": "eventCategory"}, {"equals": ["AWS::S3::Object"], "field": "resources.type"}, {"field": "resources.ARN", "starts_with": ["x-1"]}], "name": "Objects"}], "cloud_watch_logs_group_arn": "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a", "cloud_watch_logs_role_arn": "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a", "enable_log_file_validation": true, "is_multi_region_trail": true, "kms_key_id": "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "name": "acme-ml-dev", "s3_bucket_name": "x-1"},
    changes: [
      ["cloud_watch_logs_group_arn", "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a", "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a2"],
      ["cloud_watch_logs_role_arn", "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a", "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a2"],
      ["enable_log_file_validation", true, false],
      ["is_multi_region_trail", true, false],
      ["kms_key_id", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0001-4000-8000-000000000000"],
      ["name", "acme-ml-dev", "acme-ml-devb"],
      ["s3_bucket_name", "x-1", "x-1b"],
    ],
  },
  aws_cloudwatch_log_metric_filter: {
    base: {"log_group_name": "/aws/eks/acme-ml-dev-main/cluster", "metric_transformation": [{"default_value": "0", "name": "anonymous-requests", "namespace": "acme-ml/dev", "value": "1"}], "name": "anonymous-requests", "pattern": "{ $.user.username = \"system:anonymous\" && $.responseStatus.code < 400 }"},
    changes: [
      ["log_group_name", "/aws/eks/acme-ml-dev-main/cluster", "/aws/eks/acme-ml-dev-main/clusterb"],
      ["name", "anonymous-requests", "anonymous-requestsb"],
      ["pattern", "{ $.user.username = \"system:anonymous\" && $.responseStatus.code < 400 }", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
    ],
  },
  aws_cloudwatch_log_resource_policy: {
    base: {"policy_document": "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "policy_name": "acme-ml-dev-route53"},
    changes: [
      ["policy_document", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
      ["policy_name", "acme-ml-dev-route53", "acme-ml-dev-route53b"],
    ],
  },
  aws_cloudwatch_metric_alarm: {
    base: {"alarm_actions": ["arn:aws:sns:eu-central-1:123456789012:t"], "alarm_description": "Somebody without a name was let in", "alarm_name": "dev-anonymous-requests", "comparison_operator": "GreaterThanThreshold", "evaluation_periods": 1, "metric_name": "anonymous-requests", "namespace": "acme-ml/dev", "ok_actions": ["arn:aws:sns:eu-central-1:123456789012:t"], "period": 300, "statistic": "Sum", "threshold": 0, "treat_missing_data": "notBreaching"},
    changes: [
      ["alarm_actions", ["arn:aws:sns:eu-central-1:123456789012:t"], ["arn:aws:sns:eu-central-1:123456789012:t2"]],
      ["alarm_description", "Somebody without a name was let in", "Somebody without a name was let inb"],
      ["alarm_name", "dev-anonymous-requests", "dev-anonymous-requestsb"],
      ["comparison_operator", "GreaterThanThreshold", "LessThanThreshold"],
      ["evaluation_periods", 1, 2],
      ["metric_name", "anonymous-requests", "anonymous-requestsb"],
      ["namespace", "acme-ml/dev", "acme-ml/devb"],
      ["ok_actions", ["arn:aws:sns:eu-central-1:123456789012:t"], ["arn:aws:sns:eu-central-1:123456789012:t2"]],
      ["period", 300, 60],
      ["statistic", "Sum", "Maximum"],
      ["threshold", 0, 1],
      ["treat_missing_data", "notBreaching", "missing"],
    ],
  },
  aws_ebs_default_kms_key: {
    base: {"key_arn": "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000"},
    changes: [
      ["key_arn", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-0000000000002"],
    ],
  },
  aws_ebs_encryption_by_default: {
    base: {"enabled": true},
    changes: [
      ["enabled", true, false],
    ],
  },
  aws_ebs_snapshot_block_public_access: {
    base: {"state": "block-all-sharing"},
    changes: [
      ["state", "block-all-sharing", "block-new-sharing"],
    ],
  },
  aws_ec2_instance_metadata_defaults: {
    base: {"http_put_response_hop_limit": 1, "http_tokens": "required"},
    changes: [
      ["http_put_response_hop_limit", 1, 2],
      ["http_tokens", "required", "optional"],
    ],
  },
  aws_ecr_lifecycle_policy: {
    base: {"policy": "{\"rules\":[{\"rulePriority\":1,\"description\":\"Builds that nobody tagged\",\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":7},\"action\":{\"type\":\"expire\"}},{\"rulePriority\":2,\"description\":\"Two hundred to go back to\",\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":200},\"action\":{\"type\":\"expire\"}}]}", "repository": "x-1"},
    changes: [
      ["policy", "{\"rules\":[{\"rulePriority\":1,\"description\":\"Builds that nobody tagged\",\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":7},\"action\":{\"type\":\"expire\"}},{\"rulePriority\":2,\"description\":\"Two hundred to go back to\",\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":200},\"action\":{\"type\":\"expire\"}}]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
      ["repository", "x-1", "x-1b"],
    ],
  },
  aws_ecr_pull_through_cache_rule: {
    base: {"credential_arn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecr-pullthroughcache/a-abcdef", "ecr_repository_prefix": "docker-hub", "upstream_registry_url": "registry-1.docker.io"},
    changes: [
      ["credential_arn", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecr-pullthroughcache/a-abcdef", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecr-pullthroughcache/a-abcdef2"],
      ["ecr_repository_prefix", "docker-hub", "docker-hubb"],
      ["upstream_registry_url", "registry-1.docker.io", "registry-1.docker.iob"],
    ],
  },
  aws_ecr_registry_policy: {
    base: {"policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"FirstPull\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::222222222222:root\"},\"Action\":[\"ecr:BatchImportUpstreamImage\",\"ecr:CreateRepository\"],\"Resource\":[\"arn:aws:ecr:eu-north-1:222222222222:repository/docker-hub/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/quay/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/kubernetes/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/ecr-public/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/acme/*\"]}]}"},
    changes: [
      ["policy", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"FirstPull\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::222222222222:root\"},\"Action\":[\"ecr:BatchImportUpstreamImage\",\"ecr:CreateRepository\"],\"Resource\":[\"arn:aws:ecr:eu-north-1:222222222222:repository/docker-hub/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/quay/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/kubernetes/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/ecr-public/*\",\"arn:aws:ecr:eu-north-1:222222222222:repository/acme/*\"]}]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
    ],
  },
  aws_ecr_registry_scanning_configuration: {
    base: {"rule": [{"repository_filter": [{"filter": "*", "filter_type": "WILDCARD"}], "scan_frequency": "CONTINUOUS_SCAN"}], "scan_type": "ENHANCED"},
    changes: [
      ["scan_type", "ENHANCED", "BASIC"],
    ],
  },
  aws_ecr_repository: {
    base: {"encryption_configuration": [{"encryption_type": "KMS", "kms_key": "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000"}], "image_tag_mutability": "IMMUTABLE", "name": "assistant"},
    changes: [
      ["image_tag_mutability", "IMMUTABLE", "MUTABLE"],
      ["name", "assistant", "assistantb"],
    ],
  },
  aws_ecr_repository_creation_template: {
    base: {"applied_for": ["PULL_THROUGH_CACHE"], "description": "Copies of public images", "encryption_configuration": [{"encryption_type": "AES256"}], "image_tag_mutability": "MUTABLE", "lifecycle_policy": "{\"rules\":[{\"rulePriority\":1,\"description\":\"What was not pushed again for a quarter\",\"selection\":{\"tagStatus\":\"any\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":90},\"action\":{\"type\":\"expire\"}}]}", "prefix": "ROOT"},
    changes: [
      ["applied_for", ["PULL_THROUGH_CACHE"], ["REPLICATION"]],
      ["description", "Copies of public images", "Copies of public imagesb"],
      ["image_tag_mutability", "MUTABLE", "IMMUTABLE"],
      ["lifecycle_policy", "{\"rules\":[{\"rulePriority\":1,\"description\":\"What was not pushed again for a quarter\",\"selection\":{\"tagStatus\":\"any\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":90},\"action\":{\"type\":\"expire\"}}]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
      ["prefix", "ROOT", "ROOTb"],
    ],
  },
  aws_ecr_repository_policy: {
    base: {"policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"StagesPull\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::222222222222:root\",\"arn:aws:iam::333333333333:root\",\"arn:aws:iam::444444444444:root\"]},\"Action\":[\"ecr:BatchCheckLayerAvailability\",\"ecr:BatchGetImage\",\"ecr:BatchImportUpstreamImage\",\"ecr:GetDownloadUrlForLayer\",\"ecr:GetImageCopyStatus\"]}]}", "repository": "x-1"},
    changes: [
      ["policy", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"StagesPull\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::222222222222:root\",\"arn:aws:iam::333333333333:root\",\"arn:aws:iam::444444444444:root\"]},\"Action\":[\"ecr:BatchCheckLayerAvailability\",\"ecr:BatchGetImage\",\"ecr:BatchImportUpstreamImage\",\"ecr:GetDownloadUrlForLayer\",\"ecr:GetImageCopyStatus\"]}]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
      ["repository", "x-1", "x-1b"],
    ],
  },
  aws_guardduty_detector: {
    base: {"enable": true, "finding_publishing_frequency": "FIFTEEN_MINUTES"},
    changes: [
      ["enable", true, false],
      ["finding_publishing_frequency", "FIFTEEN_MINUTES", "FIFTEEN_MINUTESb"],
    ],
  },
  aws_guardduty_detector_feature: {
    base: {"detector_id": "x-1", "name": "EBS_MALWARE_PROTECTION", "status": "ENABLED"},
    changes: [
      ["detector_id", "x-1", "x-1b"],
      ["name", "EBS_MALWARE_PROTECTION", "EKS_AUDIT_LOGS"],
      ["status", "ENABLED", "DISABLED"],
    ],
  },
  aws_iam_account_password_policy: {
    base: {"max_password_age": 90, "minimum_password_length": 14, "password_reuse_prevention": 24, "require_lowercase_characters": true, "require_numbers": true, "require_symbols": true, "require_uppercase_characters": true},
    changes: [
      ["max_password_age", 90, 91],
      ["minimum_password_length", 14, 15],
      ["password_reuse_prevention", 24, 25],
      ["require_lowercase_characters", true, false],
      ["require_numbers", true, false],
      ["require_symbols", true, false],
      ["require_uppercase_characters", true, false],
    ],
  },
  aws_iam_service_linked_role: {
    base: {"aws_service_name": "spot.amazonaws.com"},
    changes: [
      ["aws_service_name", "spot.amazonaws.com", "spot.amazonaws.comb"],
    ],
  },
  aws_route53_hosted_zone_dnssec: {
    base: {"hosted_zone_id": "x-1"},
    changes: [
      ["hosted_zone_id", "x-1", "x-1b"],
    ],
  },
  aws_route53_key_signing_key: {
    base: {"hosted_zone_id": "x-1", "key_management_service_arn": "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000", "name": "prod1"},
    changes: [
      ["hosted_zone_id", "x-1", "x-1b"],
      ["key_management_service_arn", "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000", "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-0000000000002"],
      ["name", "prod1", "prod1b"],
    ],
  },
  aws_route53_query_log: {
    base: {"cloudwatch_log_group_arn": "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a", "zone_id": "x-1"},
    changes: [
      ["cloudwatch_log_group_arn", "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a", "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a2"],
      ["zone_id", "x-1", "x-1b"],
    ],
  },
  aws_route53_record: {
    base: {"name": "dev.acme.example", "records": ["0 issue \"amazon.com\"", "0 iodef \"mailto:security@acme.example\""], "ttl": 3600, "type": "CAA", "zone_id": "x-1"},
    changes: [
      ["name", "dev.acme.example", "dev.acme.exampleb"],
      ["records", ["0 issue \"amazon.com\"", "0 iodef \"mailto:security@acme.example\""], ["0 issue \"amazon.com\"b"]],
      ["ttl", 3600, 3601],
      ["zone_id", "x-1", "x-1b"],
    ],
  },
  aws_route53_zone: {
    base: {"force_destroy": false, "name": "dev.acme.example"},
    changes: [
      ["force_destroy", false, true],
      ["name", "dev.acme.example", "dev.acme.exampleb"],
    ],
  },
  aws_s3_account_public_access_block: {
    base: {"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true},
    changes: [
      ["block_public_acls", true, false],
      ["block_public_policy", true, false],
      ["ignore_public_acls", true, false],
      ["restrict_public_buckets", true, false],
    ],
  },
  aws_s3_bucket_intelligent_tiering_configuration: {
    base: {"bucket": "x-1", "name": "unread", "tiering": [{"access_tier": "ARCHIVE_ACCESS", "days": 180}]},
    changes: [
      ["bucket", "x-1", "x-1b"],
      ["name", "unread", "unreadb"],
    ],
  },
  aws_s3_bucket_logging: {
    base: {"bucket": "x-1", "target_bucket": "x-1", "target_prefix": "access/checkpoints/"},
    changes: [
      ["bucket", "x-1", "x-1b"],
      ["target_bucket", "x-1", "x-1b"],
      ["target_prefix", "access/checkpoints/", "access/checkpoints/b"],
    ],
  },
  aws_servicequotas_service_quota: {
    base: {"quota_code": "L-DB2E81BA", "service_code": "ec2", "value": 96},
    changes: [
      ["quota_code", "L-DB2E81BA", "L-DB2E81BAb"],
      ["service_code", "ec2", "ec2b"],
      ["value", 96, 97],
    ],
  },
  aws_sns_topic: {
    base: {"kms_master_key_id": "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "name": "acme-ml-dev-alarms"},
    prior: {"fifo_topic": false},
    changes: [
      ["kms_master_key_id", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-0000000000002"],
      ["name", "acme-ml-dev-alarms", "acme-ml-dev-alarmsb"],
    ],
  },
  aws_sns_topic_policy: {
    base: {"arn": "arn:aws:sns:eu-central-1:123456789012:t", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"},
    changes: [
      ["arn", "arn:aws:sns:eu-central-1:123456789012:t", "arn:aws:sqs:eu-central-1:123456789012:q2"],
      ["policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"],
    ],
  },
  aws_sns_topic_subscription: {
    base: {"endpoint": "ml-platform@acme.example", "protocol": "email", "topic_arn": "arn:aws:sns:eu-central-1:123456789012:t"},
    changes: [
      ["endpoint", "ml-platform@acme.example", "ml-platform@acme.exampleb"],
      ["protocol", "email", "sqs"],
      ["topic_arn", "arn:aws:sns:eu-central-1:123456789012:t", "arn:aws:sns:eu-central-1:123456789012:t2"],
    ],
  },
  aws_wafv2_web_acl: {
    base: {"default_action": [{"allow": [{}]}], "name": "acme-ml-dev", "rule": [{"action": [{"block": [{}]}], "name": "rate", "priority": 0, "statement": [{"rate_based_statement": [{"aggregate_key_type": "IP", "limit": 2000}]}], "visibility_config": [{"cloudwatch_metrics_enabled": true, "metric_name": "rate", "sampled_requests_enabled": true}]}, {"name": "AWSManagedRulesAmazonIpReputationList", "override_action": [{"none": [{}]}], "priority": 1, "statement": [{"managed_rule_group_statement": [{"name": "AWSManagedRulesAmazonIpReputationList", "vendor_name": "AWS"}]}], "visibility_config": [{"cloudwatch_metrics_enabled": true, "metric_name": "AWSManagedRulesAmazonIpReputationList", "sampled_requests_enabled": true}]}, {"name": "AWSManagedRulesCommonRuleSet", "override_action": [{"none": [{}]}], "priority": 2, "statement": [{"managed_rule_group_statement": [{"name": "AWSManagedRulesCommonRuleSet", "vendor_name": "AWS"}]}], "visibility_config": [{"cloudwatch_metrics_enabled": true, "metric_name": "AWSManagedRulesCommonRuleSet", "sampled_requests_enabled": true}]}, {"name": "AWSManagedRulesKnownBadInputsRuleSet", "override_action": [{"none": [{}]}], "priority": 3, "statement": [{"managed_rule_group_statement": [{"name": "AWSManagedRulesKnownBadInputsRuleSet", "vendor_name": "AWS"}]}], "visibility_config": [{"cloudwatch_metrics_enabled": true, "metric_name": "AWSManagedRulesKnownBadInputsRuleSet", "sampled_requests_enabled": true}]}], "scope": "REGIONAL", "visibility_config": [{"cloudwatch_metrics_enabled": true, "metric_name": "acme-ml-dev", "sampled_requests_enabled": true}]},
    changes: [
      ["name", "acme-ml-dev", "acme-ml-devb"],
      ["scope", "REGIONAL", "CLOUDFRONT"],
    ],
  },
  aws_wafv2_web_acl_logging_configuration: {
    base: {"log_destination_configs": ["arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a"], "logging_filter": [{"default_behavior": "DROP", "filter": [{"behavior": "KEEP", "condition": [{"action_condition": [{"action": "BLOCK"}]}], "requirement": "MEETS_ANY"}]}], "redacted_fields": [{"single_header": [{"name": "authorization"}]}, {"single_header": [{"name": "cookie"}]}], "resource_arn": "arn:aws:sns:eu-central-1:123456789012:t"},
    changes: [
      ["log_destination_configs", ["arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a"], ["arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-a2"]],
      ["resource_arn", "arn:aws:sns:eu-central-1:123456789012:t", "arn:aws:sns:eu-central-1:123456789012:t2"],
    ],
  },
};
