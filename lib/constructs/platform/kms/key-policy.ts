/** Services of AWS that use a key by a policy of the key, and not by an IAM policy of whoever calls them. */
export type KeyService = 'logs' | 'autoscaling' | 'cloudtrail' | 'notifications';

/** Services that publish to topics of SNS; one that is encrypted needs their rights to its key. */
const PUBLISHERS = ['backup', 'budgets', 'cloudwatch', 'costalerts', 'events'].map((service) => `${service}.amazonaws.com`);

const USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/**
 * The policy of a key. Sources: AWS KMS Developer Guide, "Default key policy"; CloudWatch Logs User Guide, "Encrypt log data
 * using AWS KMS"; Amazon EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes"; AWS
 * CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail"; Amazon SNS Developer Guide, "Enable compatibility
 * between event sources from AWS services and encrypted topics".
 */
export function keyPolicy(place: {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly services: readonly KeyService[];
}): string {
  const { account, region, partition, services } = place;
  const statements: object[] = [
    {
      Sid: 'Account',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ];
  if (services.includes('logs'))
    statements.push({
      Sid: 'CloudWatchLogs',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: USE,
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` } },
    });
  if (services.includes('cloudtrail'))
    statements.push({
      Sid: 'CloudTrail',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['kms:DescribeKey', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    });
  if (services.includes('notifications'))
    statements.push({
      Sid: 'Notifications',
      Effect: 'Allow',
      Principal: { Service: PUBLISHERS },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    });
  if (services.includes('autoscaling')) {
    const Principal = {
      AWS: `arn:${partition}:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    };
    statements.push(
      { Sid: 'AutoScaling', Effect: 'Allow', Principal, Action: USE, Resource: '*' },
      {
        Sid: 'AutoScalingGrants',
        Effect: 'Allow',
        Principal,
        Action: 'kms:CreateGrant',
        Resource: '*',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    );
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
