import type { Construct } from 'constructs';
import { Environment } from '../../synth/environment.ts';
import { loadCallerIdentity } from './kms/lazy.ts';

/** Services of AWS that write logs into a bucket by a policy of the bucket: of other buckets' use, of the account's, of a VPC's traffic. */
export type BucketService = 'access-logs' | 'cloudtrail' | 'flow-logs';

interface Delivery {
  readonly sid: string;
  readonly principal: string;
  /** What the service reads first. */
  readonly check: boolean;
  /** Where it writes, in a bucket of this account. */
  readonly keys: (account: string) => string;
  readonly ownerControls: boolean;
}

/**
 * Sources: Amazon S3 User Guide, "Enabling Amazon S3 server access logging"; AWS CloudTrail User Guide, "Amazon S3 bucket policy for
 * CloudTrail"; Amazon VPC User Guide, "Publish flow logs to Amazon S3".
 */
const DELIVERIES: Readonly<Record<BucketService, Delivery>> = {
  'access-logs': { sid: 'AccessLogs', principal: 'logging.s3.amazonaws.com', check: false, keys: () => '*', ownerControls: false },
  cloudtrail: {
    sid: 'CloudTrail',
    principal: 'cloudtrail.amazonaws.com',
    check: true,
    keys: (account) => `AWSLogs/${account}/*`,
    ownerControls: true,
  },
  'flow-logs': {
    sid: 'FlowLogs',
    principal: 'delivery.logs.amazonaws.com',
    check: true,
    keys: (account) => `AWSLogs/${account}/*`,
    ownerControls: true,
  },
};

/** Statements of a bucket's policy that let services write, for this account only. */
export function serviceStatements(bucket: Construct, arn: string, services: readonly BucketService[]): object[] {
  if (services.length === 0) return [];
  const account = Environment.of(bucket).account ?? new (loadCallerIdentity())(bucket, 'account', {}).accountId;
  return [...new Set(services)].sort().flatMap((service) => {
    const { sid, principal, check, keys, ownerControls } = DELIVERIES[service];
    const own = { 'aws:SourceAccount': account };
    const shared = { Effect: 'Allow', Principal: { Service: principal } };
    return [
      ...(check ? [{ Sid: `${sid}Check`, ...shared, Action: 's3:GetBucketAcl', Resource: arn, Condition: { StringEquals: own } }] : []),
      {
        Sid: sid,
        ...shared,
        Action: 's3:PutObject',
        Resource: `${arn}/${keys(account)}`,
        Condition: { StringEquals: { ...own, ...(ownerControls && { 's3:x-amz-acl': 'bucket-owner-full-control' }) } },
      },
    ];
  });
}
