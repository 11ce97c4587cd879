import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail/index.js';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { type Environment, Platform, Unit } from 'keelson';
import type { Alarms } from './alarms.ts';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';
import type { Storage } from './storage.ts';

/** Who did what in the account, in all regions: kept in the bucket for logs, and read by alarms. */
export function addTrail(
  environment: Environment,
  stage: Stage,
  { keys, storage, alarms }: { keys: Keys; storage: Storage; alarms: Alarms },
): void {
  const trail = new Unit(environment, 'trail');
  const name = `${Platform.of(environment).name}-${stage.name}`;
  const group = new CloudwatchLogGroup(trail, 'events', {
    name: `/acme/${name}/trail`,
    retentionInDays: stage.logDays,
    kmsKeyId: `${keys.logs.arn}`,
  });
  const role = new IamRole(trail, 'delivery', {
    name: `${name}-trail`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': stage.place.account } },
        },
      ],
    }),
  });
  const rights = new IamRolePolicy(trail, 'delivery-policy', {
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${group.arn}:*` }],
    }),
  });
  new Cloudtrail(trail, 'trail', {
    name,
    s3BucketName: `${storage.logs.name}`,
    kmsKeyId: `${keys.logs.arn}`,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    cloudWatchLogsGroupArn: `${group.arn}:*`,
    cloudWatchLogsRoleArn: role.arn,
    // Who read which weights, pictures and datasets.
    advancedEventSelector: [
      { name: 'Management', fieldSelector: [{ field: 'eventCategory', equalTo: ['Management'] }] },
      {
        name: 'Objects',
        fieldSelector: [
          { field: 'eventCategory', equalTo: ['Data'] },
          { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWith: [`${storage.datasets.arn}/`] },
        ],
      },
    ],
    dependsOn: [rights],
  });
  alarms.onLines(
    'root-user',
    group.name,
    '{ $.userIdentity.type = "Root" && $.eventType != "AwsServiceEvent" }',
    'Somebody used the root user',
  );
  alarms.onLines(
    'keys-disabled',
    group.name,
    '{ $.eventSource = "kms.amazonaws.com" && ($.eventName = "DisableKey" || $.eventName = "ScheduleKeyDeletion") }',
    'A key is about to be lost',
  );
}
