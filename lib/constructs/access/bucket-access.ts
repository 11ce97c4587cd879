import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';
import { Environment } from '../../synth/environment.ts';
import { errorAt } from '../../synth/state.ts';
import { type IBucket, isBucket } from '../platform/bucket-interface.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';
import { PodIdentity } from './pod-identity.ts';

/**
 * Lets the pods of a workload read a bucket, by EKS Pod Identity: list it, get its objects and, when a KMS key encrypts them,
 * decrypt with it. The same grant twice is one. Throws KS1001 for a wrong argument, KS1003 outside a cluster.
 * @param prefix only objects whose keys begin with it, such as `pictures/`; `@default - all`
 */
export function grantRead(bucket: IBucket, workload: Construct & IServiceAccountUser, prefix = ''): void {
  checkArguments(bucket, workload, prefix);
  const identity = PodIdentity.of(workload);
  const name = statementName(bucket, prefix);
  if (identity.has(`Read${name}`)) return;
  const arn = bucket.arn.asString();
  identity.allow(
    {
      Sid: `List${name}`,
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [arn],
      ...(prefix !== '' && { Condition: { StringLike: { 's3:prefix': [`${prefix}*`] } } }),
    },
    { Sid: `Read${name}`, Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${arn}/${prefix}*`] },
  );
  const { kmsKeyArn } = bucket;
  if (kmsKeyArn !== undefined && !identity.has(`Decrypt${statementName(bucket, '')}`))
    identity.allow({ Sid: `Decrypt${statementName(bucket, '')}`, Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [kmsKeyArn] });
}

/** Part of a Sid, which takes letters and digits only: the bucket's path, and a hash where that loses something. */
function statementName(bucket: IBucket, prefix: string): string {
  const path = bucket.node.path.slice(Environment.of(bucket).node.path.length + 1);
  const words = path.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const hash = createHash('sha256').update(`${path}\n${prefix}`).digest('hex').slice(0, 8);
  return `${words.join('')}${/^[a-z0-9]+$/.test(path) && prefix === '' ? '' : hash}`;
}

function checkArguments(bucket: IBucket, workload: Construct & IServiceAccountUser, prefix: string): void {
  if (typeof workload?.serviceAccountName !== 'string' || !workload.node)
    throw errorAt(bucket, 'KS1001', 'what may read the bucket is no workload', { fix: 'give an App, a ModelServer or another workload' });
  if (!isBucket(bucket)) throw errorAt(workload, 'KS1001', 'what is to be read is no Bucket', { fix: 'give a Bucket' });
  if (typeof prefix !== 'string' || /[*?$]/.test(prefix))
    throw errorAt(workload, 'KS1001', `the prefix ${JSON.stringify(prefix)} holds *, ? or $`, {
      fix: 'give a plain text, such as pictures/',
    });
}
