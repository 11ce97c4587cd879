import { type Estate, each, has, type Purposes, type Resource, statements, trusts } from './estate.ts';

const trail = (estate: Estate): Resource | undefined => estate.of('aws_cloudtrail')[0];
const topic = (estate: Estate): Resource | undefined =>
  estate.of('aws_sns_topic').find((one) => estate.target(one, one.body['kms_master_key_id'], 'aws_kms_key') !== undefined);
const tells = (estate: Estate, one: Resource, value: unknown): boolean =>
  topic(estate) !== undefined && estate.target(one, value, 'aws_sns_topic') === topic(estate);
/** The alarm on a metric. */
const alarm = (estate: Estate, metric: string): Resource | undefined =>
  estate
    .of('aws_cloudwatch_metric_alarm')
    .find((one) => one.body['metric_name'] === metric && tells(estate, one, one.body['alarm_actions']));
const zone = (estate: Estate): Resource | undefined => estate.of('aws_route53_zone')[0];
const ofZone = (estate: Estate, type: string, field: string): Resource | undefined =>
  estate.of(type).find((one) => zone(estate) !== undefined && estate.target(one, one.body[field], 'aws_route53_zone') === zone(estate));
const gateways = (estate: Estate) => estate.kind('LoadBalancerConfiguration').map(({ metadata }) => String(metadata.name));
const detector = (estate: Estate): Resource | undefined => estate.of('aws_guardduty_detector').find(({ body }) => body['enable'] === true);
const hasGpus = (estate: Estate): boolean => estate.kind('NodePool').some(({ spec }) => spec.limits?.['nvidia.com/gpu'] !== undefined);

/** What holds for the account, its costs, its domain and its edge. */
export const account: Purposes = {
  aws_ebs_encryption_by_default: [
    'a disk that nobody thought of is encrypted too',
    (estate) => estate.all('aws_ebs_encryption_by_default').some(({ enabled }) => enabled === true),
  ],
  aws_ebs_default_kms_key: [
    'by the key for nodes, that the account may take away, and that the driver of volumes may use',
    (estate) =>
      estate.of('aws_ebs_default_kms_key').some((one) => {
        const key = estate.target(one, one.body['key_arn'], 'aws_kms_key');
        const drivers = estate
          .of('aws_iam_role_policy')
          .filter(({ address, body }) => address.includes('ebs-csi') && String(body['policy']).includes('kms:CreateGrant'));
        return (
          key?.body['enable_key_rotation'] === true &&
          drivers.some((driver) => estate.target(driver, driver.body['policy'], 'aws_kms_key') === key)
        );
      }),
  ],
  aws_ebs_snapshot_block_public_access: [
    'no snapshot of a disk can be given to everybody',
    (estate) => estate.all('aws_ebs_snapshot_block_public_access').some(({ state }) => state === 'block-all-sharing'),
  ],
  aws_ec2_instance_metadata_defaults: [
    'an instance that somebody starts by hand speaks IMDSv2 only',
    (estate) =>
      estate
        .all('aws_ec2_instance_metadata_defaults')
        .some(({ http_tokens: tokens, http_put_response_hop_limit: hops }) => tokens === 'required' && hops === 1),
  ],
  aws_s3_account_public_access_block: [
    'a bucket that somebody makes by hand is closed too',
    (estate) =>
      estate
        .all('aws_s3_account_public_access_block')
        .some(
          (body) =>
            body['block_public_policy'] && body['restrict_public_buckets'] && body['block_public_acls'] && body['ignore_public_acls'],
        ),
  ],
  aws_iam_account_password_policy: [
    'passwords of users, if there are any, are long and new',
    (estate) =>
      estate
        .all('aws_iam_account_password_policy')
        .some((body) => body['minimum_password_length'] >= 14 && body['password_reuse_prevention'] === 24),
  ],
  aws_accessanalyzer_analyzer: [
    'what is open to other accounts is found',
    (estate) => estate.all('aws_accessanalyzer_analyzer').some(({ type }) => type === 'ACCOUNT'),
  ],
  aws_iam_service_linked_role: [
    'spot nodes can be had, and the key of disks names a role of Auto Scaling that is there',
    (estate) =>
      has(
        estate.all('aws_iam_service_linked_role').map((body) => body['aws_service_name']),
        'spot.amazonaws.com',
        'autoscaling.amazonaws.com',
      ) &&
      each(
        estate.of('aws_kms_key').filter(({ body }) => String(body['policy']).includes('AWSServiceRoleForAutoScaling')),
        (key) =>
          estate.target(key, key.body['depends_on'], 'aws_iam_service_linked_role')?.body['aws_service_name'] ===
          'autoscaling.amazonaws.com',
      ),
  ],
  aws_guardduty_detector: [
    'attacks on the account are found within minutes',
    (estate) =>
      each(
        estate.of('aws_guardduty_detector_feature'),
        (one) =>
          estate.target(one, one.body['detector_id'], 'aws_guardduty_detector')?.body['finding_publishing_frequency'] === 'FIFTEEN_MINUTES',
      ),
  ],
  aws_guardduty_detector_feature: [
    'and attacks in the cluster, on nodes and on buckets',
    (estate) =>
      has(
        estate
          .of('aws_guardduty_detector_feature')
          .filter(
            (one) =>
              one.body['status'] === 'ENABLED' &&
              estate.target(one, one.body['detector_id'], 'aws_guardduty_detector') === detector(estate),
          )
          .map(({ body }) => body['name']),
        'EKS_AUDIT_LOGS',
        'RUNTIME_MONITORING',
        'S3_DATA_EVENTS',
      ),
  ],
  aws_servicequotas_service_quota: [
    'AWS lets the account start the GPUs that its pools may have',
    (estate) =>
      hasGpus(estate) &&
      has(
        estate
          .all('aws_servicequotas_service_quota')
          .filter(({ value }) => value >= 192)
          .map((one) => one['quota_code']),
        'L-DB2E81BA',
        'L-417A185B',
      ),
  ],
  aws_cloudtrail: [
    'who did what is kept in all regions, cannot be changed, and lies in the bucket for logs',
    (estate) => {
      const one = trail(estate);
      return (
        one?.body['is_multi_region_trail'] === true &&
        one.body['enable_log_file_validation'] === true &&
        estate.target(one, one.body['s3_bucket_name'], 'aws_s3_bucket') !== undefined &&
        trusts(estate.target(one, one.body['cloud_watch_logs_role_arn'], 'aws_iam_role'), 'cloudtrail.amazonaws.com')
      );
    },
  ],
  aws_cloudwatch_log_metric_filter: [
    'the root user, disabled keys, and shells in pods are seen',
    (estate) =>
      each(['root-user', 'keys-disabled', 'exec-into-pods', 'anonymous-requests'], (name) =>
        estate.all('aws_cloudwatch_log_metric_filter').some((body) => body['metric_transformation'].name === name),
      ),
  ],
  aws_cloudwatch_metric_alarm: [
    'and told, as are errors of the API server',
    (estate) =>
      each(estate.all('aws_cloudwatch_log_metric_filter'), (body) => alarm(estate, body['metric_transformation'].name) !== undefined) &&
      alarm(estate, 'apiserver_request_total_5XX') !== undefined &&
      alarm(estate, 'BlockedRequests') !== undefined,
  ],
  aws_sns_topic: [
    'alarms go to an encrypted topic',
    (estate) =>
      topic(estate) !== undefined && each(estate.of('aws_cloudwatch_metric_alarm'), (one) => tells(estate, one, one.body['alarm_actions'])),
  ],
  aws_sns_topic_policy: [
    'services of the account alone publish there, over TLS',
    (estate) =>
      estate.of('aws_sns_topic_policy').some((one) => {
        const [allow, deny] = statements(one.body['policy']);
        return (
          tells(estate, one, one.body['arn']) &&
          allow?.['Condition'].StringEquals['aws:SourceAccount'] !== undefined &&
          has(allow['Principal'].Service, 'cloudwatch.amazonaws.com', 'events.amazonaws.com', 'backup.amazonaws.com') &&
          deny?.['Effect'] === 'Deny'
        );
      }),
  ],
  aws_sns_topic_subscription: [
    'somebody reads them',
    (estate) =>
      estate
        .of('aws_sns_topic_subscription')
        .some((one) => tells(estate, one, one.body['topic_arn']) && String(one.body['endpoint']).includes('@')),
  ],
  aws_budgets_budget: [
    'people hear when a month becomes too expensive, before it is over',
    (estate) =>
      estate
        .of('aws_budgets_budget')
        .some(
          (one) =>
            Number(one.body['limit_amount']) > 0 &&
            one.body['notification'].some(
              (told: { notification_type: string; subscriber_sns_topic_arns: string[] }) =>
                told.notification_type === 'FORECASTED' && tells(estate, one, told.subscriber_sns_topic_arns),
            ),
        ),
  ],
  aws_ce_anomaly_monitor: [
    'what suddenly costs more is seen by service',
    (estate) =>
      each(
        estate.of('aws_ce_anomaly_subscription'),
        (one) => estate.target(one, one.body['monitor_arn_list'], 'aws_ce_anomaly_monitor')?.body['monitor_dimension'] === 'SERVICE',
      ),
  ],
  aws_ce_anomaly_subscription: [
    'and told at once',
    (estate) =>
      estate
        .of('aws_ce_anomaly_subscription')
        .some((one) => one.body['frequency'] === 'IMMEDIATE' && tells(estate, one, one.body['subscriber'])),
  ],
  aws_route53_zone: [
    'external-dns and certificates have a zone of the stage',
    (estate) =>
      ofZone(estate, 'aws_route53_record', 'zone_id') !== undefined &&
      estate.all('aws_iam_role_policy').some(({ policy }) => String(policy).includes('route53:ChangeResourceRecordSets')),
  ],
  aws_route53_record: [
    'the certificate is proved, and nobody else may issue one',
    (estate) => {
      const [valid] = estate.of('aws_acm_certificate_validation');
      return (
        valid !== undefined &&
        estate.target(valid, valid.body['validation_record_fqdns'], 'aws_route53_record') !== undefined &&
        estate.all('aws_route53_record').some(({ type, records }) => type === 'CAA' && records.includes('0 issue "amazon.com"'))
      );
    },
  ],
  aws_acm_certificate: [
    'every host of the stage has a certificate',
    (estate) =>
      estate.all('aws_acm_certificate').some((body) => body['domain_name'] === `*.${zone(estate)?.body['name']}`) &&
      each(
        estate.kind('HTTPRoute').flatMap(({ spec }) => spec.hostnames ?? []),
        (host) => String(host).split('.').slice(1).join('.') === zone(estate)?.body['name'],
      ),
  ],
  aws_acm_certificate_validation: [
    'load balancers get a certificate that is valid already',
    (estate) =>
      each(gateways(estate), (name) => {
        const valid = estate.source(
          'LoadBalancerConfiguration',
          name,
          '/spec/listenerConfigurations/0/defaultCertificate',
          'aws_acm_certificate_validation',
        );
        return valid !== undefined && estate.target(valid, valid.body['certificate_arn'], 'aws_acm_certificate') !== undefined;
      }),
  ],
  aws_route53_query_log: [
    'who asks for which name is logged',
    (estate) => {
      const log = ofZone(estate, 'aws_route53_query_log', 'zone_id');
      return (
        log !== undefined &&
        String(estate.target(log, log.body['cloudwatch_log_group_arn'], 'aws_cloudwatch_log_group')?.body['name']).startsWith(
          '/aws/route53/',
        )
      );
    },
  ],
  aws_cloudwatch_log_resource_policy: [
    'Route 53 may write that log',
    (estate) =>
      estate
        .all('aws_cloudwatch_log_resource_policy')
        .some((body) =>
          statements(body['policy_document']).some(
            ({ Principal, Condition }) => Principal.Service === 'route53.amazonaws.com' && Condition !== undefined,
          ),
        ),
  ],
  aws_route53_key_signing_key: [
    'the zone is signed by a key that Route 53 can use',
    (estate) => {
      const key = ofZone(estate, 'aws_route53_key_signing_key', 'hosted_zone_id');
      return (
        key !== undefined &&
        estate.target(key, key.body['key_management_service_arn'], 'aws_kms_key')?.body['customer_master_key_spec'] === 'ECC_NIST_P256'
      );
    },
  ],
  aws_route53_hosted_zone_dnssec: [
    'answers of the zone are signed',
    (estate) => ofZone(estate, 'aws_route53_hosted_zone_dnssec', 'hosted_zone_id') !== undefined,
  ],
  aws_wafv2_web_acl: [
    'the public load balancer is behind a firewall that slows down who asks too often',
    (estate) => {
      const acl = estate.source('LoadBalancerConfiguration', 'public', '/spec/wafV2/webACL', 'aws_wafv2_web_acl');
      return (
        JSON.stringify(acl?.body['rule'] ?? '').includes('rate_based_statement') &&
        JSON.stringify(acl?.body['rule']).includes('AWSManagedRulesCommonRuleSet')
      );
    },
  ],
  aws_wafv2_web_acl_logging_configuration: [
    'what the firewall blocks can be looked at, without the secrets of those who asked',
    (estate) =>
      estate
        .of('aws_wafv2_web_acl_logging_configuration')
        .some(
          (one) =>
            estate.target(one, one.body['resource_arn'], 'aws_wafv2_web_acl') !== undefined &&
            String(estate.target(one, one.body['log_destination_configs'], 'aws_cloudwatch_log_group')?.body['name']).startsWith(
              'aws-waf-logs-',
            ) &&
            JSON.stringify(one.body['redacted_fields']).includes('authorization'),
        ),
  ],
};
