import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first key that needs it.
const require = createRequire(import.meta.url);

/** Resources of a key. */
export function loadKms() {
  return {
    KmsKey: (require('@cdktf/provider-aws/lib/kms-key/index.js') as typeof import('@cdktf/provider-aws/lib/kms-key/index.js')).KmsKey,
    KmsAlias: (require('@cdktf/provider-aws/lib/kms-alias/index.js') as typeof import('@cdktf/provider-aws/lib/kms-alias/index.js'))
      .KmsAlias,
  };
}

/** A key that exists. */
export function loadDataKmsKey() {
  return (
    require('@cdktf/provider-aws/lib/data-aws-kms-key/index.js') as typeof import('@cdktf/provider-aws/lib/data-aws-kms-key/index.js')
  ).DataAwsKmsKey;
}

/** The account that the credentials are of. */
export function loadCallerIdentity() {
  return (
    require('@cdktf/provider-aws/lib/data-aws-caller-identity/index.js') as typeof import('@cdktf/provider-aws/lib/data-aws-caller-identity/index.js')
  ).DataAwsCallerIdentity;
}
