import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first cluster that needs it.
const require = createRequire(import.meta.url);

/** The control plane, its key, its logs and its role. */
export function loadControlPlane() {
  return {
    EksCluster: (require('@cdktf/provider-aws/lib/eks-cluster/index.js') as typeof import('@cdktf/provider-aws/lib/eks-cluster/index.js'))
      .EksCluster,
    KmsKey: (require('@cdktf/provider-aws/lib/kms-key/index.js') as typeof import('@cdktf/provider-aws/lib/kms-key/index.js')).KmsKey,
    KmsAlias: (require('@cdktf/provider-aws/lib/kms-alias/index.js') as typeof import('@cdktf/provider-aws/lib/kms-alias/index.js'))
      .KmsAlias,
    CloudwatchLogGroup: (
      require('@cdktf/provider-aws/lib/cloudwatch-log-group/index.js') as typeof import('@cdktf/provider-aws/lib/cloudwatch-log-group/index.js')
    ).CloudwatchLogGroup,
    IamRole: (require('@cdktf/provider-aws/lib/iam-role/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role/index.js')).IamRole,
    IamRolePolicyAttachment: (
      require('@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js')
    ).IamRolePolicyAttachment,
  };
}

/** Who may use the cluster. */
export function loadAccess() {
  return {
    EksAccessEntry: (
      require('@cdktf/provider-aws/lib/eks-access-entry/index.js') as typeof import('@cdktf/provider-aws/lib/eks-access-entry/index.js')
    ).EksAccessEntry,
    EksAccessPolicyAssociation: (
      require('@cdktf/provider-aws/lib/eks-access-policy-association/index.js') as typeof import('@cdktf/provider-aws/lib/eks-access-policy-association/index.js')
    ).EksAccessPolicyAssociation,
    EksIdentityProviderConfig: (
      require('@cdktf/provider-aws/lib/eks-identity-provider-config/index.js') as typeof import('@cdktf/provider-aws/lib/eks-identity-provider-config/index.js')
    ).EksIdentityProviderConfig,
  };
}
