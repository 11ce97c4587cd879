import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first add-on that needs it.
const require = createRequire(import.meta.url);

/** An add-on of EKS. */
export function loadEksAddon() {
  return (require('@cdktf/provider-aws/lib/eks-addon/index.js') as typeof import('@cdktf/provider-aws/lib/eks-addon/index.js')).EksAddon;
}

/** A cluster that exists, looked up by Terraform. */
export function loadDataEksCluster() {
  return (
    require('@cdktf/provider-aws/lib/data-aws-eks-cluster/index.js') as typeof import('@cdktf/provider-aws/lib/data-aws-eks-cluster/index.js')
  ).DataAwsEksCluster;
}
