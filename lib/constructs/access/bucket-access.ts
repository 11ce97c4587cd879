import type { Construct } from 'constructs';
import { errorAt } from '../../synth/state.ts';
import type { Bucket } from '../platform/bucket.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';
import { PodIdentity } from './pod-identity.ts';

/**
 * Lets the pods of a workload read a bucket, by EKS Pod Identity: list it, and get its objects.
 * @param prefix only objects whose keys begin with it; `@default - all`
 */
export function grantRead(bucket: Bucket, workload: Construct & IServiceAccountUser, prefix = ''): void {
  if (/[*?$]/.test(prefix))
    throw errorAt(workload, 'KS1001', `the prefix ${JSON.stringify(prefix)} holds *, ? or $`, {
      fix: 'give a plain text, such as pictures/',
    });
  const sid = bucket.node.id.replace(/[^A-Za-z0-9]/g, '');
  PodIdentity.of(workload).allow(
    {
      Sid: `List${sid}`,
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucket.arn],
      ...(prefix !== '' && { Condition: { StringLike: { 's3:prefix': [`${prefix}*`] } } }),
    },
    { Sid: `Read${sid}`, Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${bucket.arn}/${prefix}*`] },
  );
}
