import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first pool that needs it.
const require = createRequire(import.meta.url);

/** The role of nodes. */
export function loadNodeRole() {
  return {
    IamRole: (require('@cdktf/provider-aws/lib/iam-role/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role/index.js')).IamRole,
    IamRolePolicyAttachment: (
      require('@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js')
    ).IamRolePolicyAttachment,
    /** For nodes that Karpenter starts. */
    loadInstanceProfile: () =>
      (
        require('@cdktf/provider-aws/lib/iam-instance-profile/index.js') as typeof import('@cdktf/provider-aws/lib/iam-instance-profile/index.js')
      ).IamInstanceProfile,
  };
}

/** A managed node group. */
export function loadNodeGroup() {
  return {
    EksNodeGroup: (
      require('@cdktf/provider-aws/lib/eks-node-group/index.js') as typeof import('@cdktf/provider-aws/lib/eks-node-group/index.js')
    ).EksNodeGroup,
    LaunchTemplate: (
      require('@cdktf/provider-aws/lib/launch-template/index.js') as typeof import('@cdktf/provider-aws/lib/launch-template/index.js')
    ).LaunchTemplate,
  };
}

/** What nodes with EFA have beside others: a security group that allows itself, and a place near each other. */
export function loadEfa() {
  return {
    SecurityGroup: (
      require('@cdktf/provider-aws/lib/security-group/index.js') as typeof import('@cdktf/provider-aws/lib/security-group/index.js')
    ).SecurityGroup,
    VpcSecurityGroupIngressRule: (
      require('@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js') as typeof import('@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js')
    ).VpcSecurityGroupIngressRule,
    VpcSecurityGroupEgressRule: (
      require('@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js') as typeof import('@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js')
    ).VpcSecurityGroupEgressRule,
    loadPlacementGroup: () =>
      (require('@cdktf/provider-aws/lib/placement-group/index.js') as typeof import('@cdktf/provider-aws/lib/placement-group/index.js'))
        .PlacementGroup,
  };
}
