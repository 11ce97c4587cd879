import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer/index.js';
import { EbsDefaultKmsKey } from '@cdktf/provider-aws/lib/ebs-default-kms-key/index.js';
import { EbsEncryptionByDefault } from '@cdktf/provider-aws/lib/ebs-encryption-by-default/index.js';
import { EbsSnapshotBlockPublicAccess } from '@cdktf/provider-aws/lib/ebs-snapshot-block-public-access/index.js';
import { Ec2InstanceMetadataDefaults } from '@cdktf/provider-aws/lib/ec2-instance-metadata-defaults/index.js';
import { GuarddutyDetector } from '@cdktf/provider-aws/lib/guardduty-detector/index.js';
import { GuarddutyDetectorFeature } from '@cdktf/provider-aws/lib/guardduty-detector-feature/index.js';
import { IamAccountPasswordPolicy } from '@cdktf/provider-aws/lib/iam-account-password-policy/index.js';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role/index.js';
import { S3AccountPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-account-public-access-block/index.js';
import { ServicequotasServiceQuota } from '@cdktf/provider-aws/lib/servicequotas-service-quota/index.js';
import { type Environment, Platform, Unit } from 'keelson';
import type { Alarms } from './alarms.ts';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';

/** What holds for the whole account, whoever makes something in it. */
export function addAccount(environment: Environment, stage: Stage, keys: Keys, alarms: Alarms): void {
  const account = new Unit(environment, 'account');
  new EbsEncryptionByDefault(account, 'encrypted-disks', { enabled: true });
  new EbsDefaultKmsKey(account, 'key-of-disks', { keyArn: `${keys.nodes.arn}` });
  new EbsSnapshotBlockPublicAccess(account, 'no-public-snapshots', { state: 'block-all-sharing' });
  new Ec2InstanceMetadataDefaults(account, 'imdsv2', { httpTokens: 'required', httpPutResponseHopLimit: 1 });
  new S3AccountPublicAccessBlock(account, 'no-public-buckets', {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new IamAccountPasswordPolicy(account, 'passwords', {
    minimumPasswordLength: 14,
    passwordReusePrevention: 24,
    maxPasswordAge: 90,
    requireLowercaseCharacters: true,
    requireUppercaseCharacters: true,
    requireNumbers: true,
    requireSymbols: true,
  });
  new AccessanalyzerAnalyzer(account, 'open-to-others', {
    analyzerName: `${Platform.of(environment).name}-${stage.name}`,
    type: 'ACCOUNT',
  });
  // Karpenter can not make it, and the first spot node would fail.
  new IamServiceLinkedRole(account, 'spot', { awsServiceName: 'spot.amazonaws.com' });
  addGuard(account);
  addQuotas(account, stage);
  alarms.onEvents('findings', {
    source: ['aws.guardduty'],
    'detail-type': ['GuardDuty Finding'],
    detail: { severity: [{ numeric: ['>=', 4] }] },
  });
  alarms.onEvents('opened', { source: ['aws.access-analyzer'], 'detail-type': ['Access Analyzer Finding'] });
}

/** GuardDuty, also for what happens in the cluster and on its nodes. */
function addGuard(account: Unit): void {
  const detector = new GuarddutyDetector(account, 'guard', { enable: true, findingPublishingFrequency: 'FIFTEEN_MINUTES' });
  for (const name of ['EKS_AUDIT_LOGS', 'S3_DATA_EVENTS', 'EBS_MALWARE_PROTECTION'])
    new GuarddutyDetectorFeature(account, `guard-${name}`, { detectorId: detector.id, name, status: 'ENABLED' });
  new GuarddutyDetectorFeature(account, 'guard-RUNTIME_MONITORING', {
    detectorId: detector.id,
    name: 'RUNTIME_MONITORING',
    status: 'ENABLED',
    additionalConfiguration: [{ name: 'EKS_ADDON_MANAGEMENT', status: 'ENABLED' }],
  });
}

/** vCPUs of GPU instances that AWS lets the account start. Source: Amazon EC2 User Guide, "On-Demand Instance quotas". */
function addQuotas(account: Unit, { pools, training }: Stage): void {
  const eights = (pools.h100?.maxNodes ?? 0) + (pools.h200?.maxNodes ?? 0) + (training?.nodes ?? 0);
  const quota = (id: string, quotaCode: string, value: number) =>
    new ServicequotasServiceQuota(account, id, { serviceCode: 'ec2', quotaCode, value });
  quota('vcpus-g', 'L-DB2E81BA', Math.max(64, (pools.l40s?.maxNodes ?? 0) * 48));
  if (eights > 0) quota('vcpus-p', 'L-417A185B', eights * 192);
}
