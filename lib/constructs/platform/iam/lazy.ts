import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first role that needs it.
const require = createRequire(import.meta.url);

/** A role that exists. */
export function loadDataIamRole() {
  return (
    require('@cdktf/provider-aws/lib/data-aws-iam-role/index.js') as typeof import('@cdktf/provider-aws/lib/data-aws-iam-role/index.js')
  ).DataAwsIamRole;
}
