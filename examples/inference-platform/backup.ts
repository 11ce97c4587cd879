import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan/index.js';
import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan/index.js';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection/index.js';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection/index.js';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault/index.js';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration/index.js';
import { BackupVaultNotifications } from '@cdktf/provider-aws/lib/backup-vault-notifications/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js';
import { type Environment, KmsKey, Platform, Region, Unit } from 'keelson';
import type { Alarms } from './alarms.ts';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';
import type { Storage } from './storage.ts';

/** Another region, for the day on which the first one is gone. */
export const OTHER_REGION = 'eu-west-1';
/** Days that a backup is kept; nobody can delete one before. */
const DAYS = 35;
const POLICIES = [
  'service-role/AWSBackupServiceRolePolicyForBackup',
  'service-role/AWSBackupServiceRolePolicyForRestores',
  'AWSBackupServiceRolePolicyForS3Backup',
  'AWSBackupServiceRolePolicyForS3Restore',
];

/** A backup each night of the shop's pictures and of the volumes that ask for it, a copy far away, and a restore each month. */
export function addBackup(
  environment: Environment,
  stage: Stage,
  { keys, storage, alarms }: { keys: Keys; storage: Storage; alarms: Alarms },
): void {
  const backup = new Unit(environment, 'backup');
  const name = `${Platform.of(environment).name}-${stage.name}`;
  const vault = new BackupVault(backup, 'vault', { name, kmsKeyArn: `${keys.data.arn}` });
  new BackupVaultLockConfiguration(backup, 'lock', { backupVaultName: vault.name, minRetentionDays: DAYS, maxRetentionDays: 400 });
  new BackupVaultNotifications(backup, 'failures', {
    backupVaultName: vault.name,
    snsTopicArn: alarms.topicArn,
    backupVaultEvents: ['BACKUP_JOB_FAILED', 'COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'],
  });
  const away = new Region(backup, OTHER_REGION);
  const awayKey = new KmsKey(away, 'backup-key', { description: 'Copies of backups', aliasName: `${name}-backup` });
  const copies = new BackupVault(away, 'copies', { name: `${name}-copies`, kmsKeyArn: `${awayKey.arn}` });
  const plan = new BackupPlan(backup, 'plan', {
    name,
    rule: [
      {
        ruleName: 'night',
        targetVaultName: vault.name,
        schedule: 'cron(0 2 * * ? *)',
        startWindow: 60,
        completionWindow: 480,
        lifecycle: { deleteAfter: DAYS },
        copyAction: [{ destinationVaultArn: copies.arn, lifecycle: { deleteAfter: DAYS } }],
      },
    ],
  });
  const role = new IamRole(backup, 'role', {
    name: `${name}-backup`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  for (const policy of POLICIES)
    new IamRolePolicyAttachment(backup, `role-${policy.split('/').at(-1)}`, {
      role: role.name,
      policyArn: `arn:aws:iam::aws:policy/${policy}`,
    });
  new BackupSelection(backup, 'pictures', {
    name: 'pictures',
    planId: plan.id,
    iamRoleArn: role.arn,
    resources: [`${storage.pictures.arn}`],
  });
  new BackupSelection(backup, 'volumes', {
    name: 'volumes',
    planId: plan.id,
    iamRoleArn: role.arn,
    selectionTag: [{ type: 'STRINGEQUALS', key: 'acme.example/backup', value: 'nightly' }],
  });
  const test = new BackupRestoreTestingPlan(backup, 'restore', {
    name: `${name}-monthly`.replaceAll('-', '_'),
    scheduleExpression: 'cron(0 6 1 * ? *)',
    recoveryPointSelection: [
      { algorithm: 'LATEST_WITHIN_WINDOW', includeVaults: [vault.arn], recoveryPointTypes: ['SNAPSHOT'], selectionWindowDays: 7 },
    ],
  });
  new BackupRestoreTestingSelection(backup, 'restore-pictures', {
    name: 'pictures',
    restoreTestingPlanName: test.name,
    iamRoleArn: role.arn,
    protectedResourceType: 'S3',
    protectedResourceArns: [`${storage.pictures.arn}`],
  });
}
