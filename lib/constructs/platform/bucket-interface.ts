import type { Construct } from 'constructs';
import type { Referable, Reference } from '../../synth/reference/reference.ts';

const BUCKET = Symbol.for('keelson.bucket');

/** An S3 bucket: of the program, or one that exists. */
export interface IBucket extends Construct {
  /** Name of the bucket, known when the applier runs. */
  readonly name: Reference<string>;
  /** ARN of the bucket, known when the applier runs. */
  readonly arn: Reference<string>;
  /** ARN of the KMS key that encrypts the objects; undefined for S3's own. */
  readonly kmsKeyArn: Referable<string> | undefined;
}

/** Marks a construct as a bucket. */
export function markBucket(construct: IBucket): void {
  Object.defineProperty(construct, BUCKET, { value: true });
}

/** Brand check. */
export function isBucket(value: unknown): value is IBucket {
  return typeof value === 'object' && value !== null && BUCKET in value;
}
