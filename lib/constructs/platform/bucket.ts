import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { Environment } from '../../synth/environment.ts';
import { Platform } from '../../synth/platform.ts';
import { parseProps } from '../../synth/props.ts';
import { type Reference, terraformReference } from '../../synth/reference/reference.ts';
import { loadS3 } from './lazy.ts';
import { aliasList, constructs, type Shape } from './schemas.ts';

/** Props of a {@link Bucket}. */
export interface BucketProps {
  /** Name of the bucket, unique in the world: 3 to 63 lower case letters, digits, `-` and `.`. @default - `<platform>-<environment>-<id>` */
  readonly bucketName?: string;
  /** ARN of a KMS key that encrypts the objects. @default - keys of S3 itself (SSE-S3) */
  readonly kmsKeyArn?: string;
  /** Keeps the earlier versions of objects. @default false */
  readonly versioned?: boolean;
  /** Lets Terraform delete the bucket with the objects in it. @default false */
  readonly forceDestroy?: boolean;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = z.strictObject({
  bucketName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 lower case letters, digits, - and .')
    .optional(),
  kmsKeyArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:/, 'must be the ARN of a KMS key')
    .optional(),
  versioned: z.boolean().optional(),
  forceDestroy: z.boolean().optional(),
  dependsOn: constructs.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<BucketProps>);

/**
 * An S3 bucket: encrypted, closed to the public, without ACLs, refusing requests that are not over TLS. It is in the unit
 * `data` of its environment.
 */
export class Bucket extends Construct {
  /** Name of the bucket, known when the applier runs. */
  readonly name: Reference<string>;
  /** ARN of the bucket, known when the applier runs. */
  readonly arn: Reference<string>;

  /** Reports KS1001 for a wrong prop. Throws KS1003 outside an environment. */
  constructor(scope: Construct, id: string, props: BucketProps = {}) {
    super(scope, id);
    const environment = Environment.of(this);
    const parsed = (parseProps(this, schema, props) ?? {}) as BucketProps;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    const { kmsKeyArn } = parsed;
    const s3 = loadS3();
    const bucket = new s3.S3Bucket(this, 'Resource', {
      bucket: parsed.bucketName ?? `${Platform.of(this).name}-${environment.name}-${id}`,
      forceDestroy: parsed.forceDestroy ?? false,
    });
    this.name = terraformReference(this, bucket.bucket);
    this.arn = terraformReference(this, bucket.arn);
    const target = { bucket: bucket.id };
    new s3.S3BucketPublicAccessBlock(this, 'public-access', {
      ...target,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new s3.S3BucketOwnershipControls(this, 'ownership', { ...target, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    new s3.S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...target,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            kmsKeyArn === undefined ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn },
          ...(kmsKeyArn !== undefined && { bucketKeyEnabled: true }),
        },
      ],
    });
    if (parsed.versioned) new s3.S3BucketVersioningA(this, 'versioning', { ...target, versioningConfiguration: { status: 'Enabled' } });
    new s3.S3BucketPolicy(this, 'tls-only', {
      ...target,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [bucket.arn, `${bucket.arn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
    });
  }
}
