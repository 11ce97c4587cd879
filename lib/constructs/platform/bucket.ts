import { Construct } from 'constructs';
import { addAliases } from '../../synth/aliases.ts';
import { Environment } from '../../synth/environment.ts';
import { importExisting } from '../../synth/imports.ts';
import { Platform } from '../../synth/platform.ts';
import { parseProps } from '../../synth/props.ts';
import { type Referable, type Reference, terraformReference } from '../../synth/reference/reference.ts';
import { reportError } from '../../synth/state.ts';
import { type IBucket, markBucket } from './bucket-interface.ts';
import { bucketNameProblem } from './bucket-name.ts';
import { type BucketProps, bucketSchema } from './bucket-props.ts';
import { serviceStatements } from './bucket-services.ts';
import { ExistingBucket, type ExistingBucketProps } from './existing-bucket.ts';
import { loadS3 } from './lazy.ts';

export type { IBucket } from './bucket-interface.ts';
export type { BucketProps } from './bucket-props.ts';
export type { BucketService } from './bucket-services.ts';
export type { ExistingBucketProps } from './existing-bucket.ts';

/**
 * An S3 bucket: encrypted, closed to the public, without ACLs, refusing requests that are not over TLS. It is in the unit
 * `data` of its environment.
 */
export class Bucket extends Construct implements IBucket {
  readonly name: Reference<string>;
  readonly arn: Reference<string>;
  readonly kmsKeyArn: Referable<string> | undefined;

  /** Reports KS1001 for a wrong prop, or an id that makes no name of a bucket. Throws KS1003 outside an environment. */
  constructor(scope: Construct, id: string, props: BucketProps = {}) {
    super(scope, id);
    markBucket(this);
    const environment = Environment.of(this);
    const parsed = (parseProps(this, bucketSchema, props) ?? {}) as BucketProps;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    const bucketName = parsed.bucketName ?? parsed.importId ?? `${Platform.of(this).name}-${environment.name}-${id}`;
    const problem = parsed.bucketName === undefined && parsed.importId === undefined ? bucketNameProblem(bucketName) : undefined;
    if (problem !== undefined)
      reportError(this, 'KS1001', `the name ${JSON.stringify(bucketName)} of the bucket ${problem}`, {
        fix: 'give bucketName, or another id',
      });
    const { S3Bucket } = loadS3();
    const bucket = new S3Bucket(this, 'Resource', { bucket: bucketName, forceDestroy: parsed.forceDestroy ?? false });
    if (parsed.importId !== undefined) importExisting(bucket, parsed.importId);
    this.name = terraformReference(this, bucket.bucket);
    this.arn = terraformReference(this, bucket.arn);
    this.kmsKeyArn = parsed.kmsKeyArn;
    this.#close(bucket.id, bucket.arn, parsed);
    this.#encrypt(bucket.id);
    this.#keep(bucket.id, parsed);
  }

  /** A bucket that something else creates. Reports KS1001 for a wrong prop. Throws KS1003 outside an environment. */
  static existing(scope: Construct, id: string, props: ExistingBucketProps = {}): IBucket {
    return new ExistingBucket(scope, id, props);
  }

  #close(bucket: string, arn: string, { services = [] }: BucketProps): void {
    const { S3BucketOwnershipControls, S3BucketPolicy, S3BucketPublicAccessBlock } = loadS3();
    const publicAccess = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    const policy = new S3BucketPolicy(this, 'tls-only', {
      bucket,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          ...serviceStatements(this, arn, services),
        ],
      }),
    });
    // S3 refuses the one while it works on the other (409 OperationAborted).
    policy.node.addDependency(publicAccess);
  }

  #encrypt(bucket: string): void {
    const { S3BucketServerSideEncryptionConfigurationA } = loadS3();
    const { kmsKeyArn } = this;
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            kmsKeyArn === undefined ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: String(kmsKeyArn) },
          ...(kmsKeyArn !== undefined && { bucketKeyEnabled: true }),
        },
      ],
    });
  }

  #keep(bucket: string, { versioned, expireDays, expireOldVersionsDays }: BucketProps): void {
    const { loadLifecycle, S3BucketVersioningA } = loadS3();
    const versioning = versioned
      ? new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } })
      : undefined;
    if (expireDays === undefined && expireOldVersionsDays === undefined) return;
    const lifecycle = new (loadLifecycle())(this, 'lifecycle', {
      bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...(expireDays !== undefined && { expiration: [{ days: expireDays }] }),
          ...(expireOldVersionsDays !== undefined && { noncurrentVersionExpiration: [{ noncurrentDays: expireOldVersionsDays }] }),
        },
      ],
    });
    if (versioning) lifecycle.node.addDependency(versioning);
  }
}
