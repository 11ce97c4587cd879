import { Construct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { Environment } from '../../synth/environment.ts';
import { parseProps, referable } from '../../synth/props.ts';
import { type Referable, type Reference, terraformReference } from '../../synth/reference/reference.ts';
import { type IBucket, markBucket } from './bucket-interface.ts';
import { loadDataS3Bucket } from './lazy.ts';
import { aliasList, type Shape } from './schemas.ts';

/** Props of `Bucket.existing`. */
export interface ExistingBucketProps {
  /** Name of the bucket. @default - the construct id */
  readonly bucketName?: string;
  /** ARN of the KMS key that encrypts its objects, which readers must be able to use. @default - keys of S3 itself (SSE-S3) */
  readonly kmsKeyArn?: Referable<string>;
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = z.strictObject({
  bucketName: z.string().min(3).max(63).optional(),
  kmsKeyArn: referable(z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/\S+$/, 'must be the ARN of a KMS key')).optional(),
  aliases: aliasList.optional(),
} satisfies Shape<ExistingBucketProps>);

/** A bucket that something else creates. Terraform looks it up when it runs, and stops when it is not there. */
export class ExistingBucket extends Construct implements IBucket {
  readonly name: Reference<string>;
  readonly arn: Reference<string>;
  readonly kmsKeyArn: Referable<string> | undefined;

  /** Use `Bucket.existing`. @internal */
  constructor(scope: Construct, id: string, props: ExistingBucketProps) {
    super(scope, id);
    markBucket(this);
    Environment.of(this);
    const parsed = (parseProps(this, schema, props) ?? {}) as ExistingBucketProps;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    const bucket = new (loadDataS3Bucket())(this, 'Resource', { bucket: parsed.bucketName ?? id });
    this.name = terraformReference(this, bucket.id);
    this.arn = terraformReference(this, bucket.arn);
    this.kmsKeyArn = parsed.kmsKeyArn;
  }
}
