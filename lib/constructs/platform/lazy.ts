import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first construct that needs it.
const require = createRequire(import.meta.url);

/** Resources of an S3 bucket. */
export function loadS3() {
  return {
    S3Bucket: (require('@cdktf/provider-aws/lib/s3-bucket/index.js') as typeof import('@cdktf/provider-aws/lib/s3-bucket/index.js'))
      .S3Bucket,
    S3BucketPublicAccessBlock: (
      require('@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js') as typeof import('@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js')
    ).S3BucketPublicAccessBlock,
    S3BucketServerSideEncryptionConfigurationA: (
      require('@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js') as typeof import('@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js')
    ).S3BucketServerSideEncryptionConfigurationA,
    S3BucketOwnershipControls: (
      require('@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js') as typeof import('@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js')
    ).S3BucketOwnershipControls,
    S3BucketVersioningA: (
      require('@cdktf/provider-aws/lib/s3-bucket-versioning/index.js') as typeof import('@cdktf/provider-aws/lib/s3-bucket-versioning/index.js')
    ).S3BucketVersioningA,
    S3BucketPolicy: (
      require('@cdktf/provider-aws/lib/s3-bucket-policy/index.js') as typeof import('@cdktf/provider-aws/lib/s3-bucket-policy/index.js')
    ).S3BucketPolicy,
    /** For the few buckets whose objects expire. */
    loadLifecycle: () =>
      (
        require('@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js') as typeof import('@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js')
      ).S3BucketLifecycleConfiguration,
  };
}

/** A bucket that exists. */
export function loadDataS3Bucket() {
  return (
    require('@cdktf/provider-aws/lib/data-aws-s3-bucket/index.js') as typeof import('@cdktf/provider-aws/lib/data-aws-s3-bucket/index.js')
  ).DataAwsS3Bucket;
}

/** Resources of a role that pods of EKS can take. */
export function loadPodIdentity() {
  return {
    IamRole: (require('@cdktf/provider-aws/lib/iam-role/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role/index.js')).IamRole,
    IamRolePolicy: (
      require('@cdktf/provider-aws/lib/iam-role-policy/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role-policy/index.js')
    ).IamRolePolicy,
    EksPodIdentityAssociation: (
      require('@cdktf/provider-aws/lib/eks-pod-identity-association/index.js') as typeof import('@cdktf/provider-aws/lib/eks-pod-identity-association/index.js')
    ).EksPodIdentityAssociation,
    /** For the few roles with a policy of AWS's own. */
    loadAttachment: () =>
      (
        require('@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js')
      ).IamRolePolicyAttachment,
  };
}
