import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { markPrerequisite } from '../../synth/depends-on.ts';
import { placeIn } from '../../synth/placement.ts';
import { errorAt } from '../../synth/state.ts';
import { Cluster } from '../platform/cluster.ts';
import { podRoleName, podTrustPolicy } from '../platform/iam/pod-role.ts';
import { PolicyDocument, type PolicyStatement } from '../platform/iam/policy.ts';
import { loadPodIdentity } from '../platform/lazy.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';

const ID = 'pod-identity';

/**
 * The IAM role of a workload on EKS, by Pod Identity: a role that only pods of that ServiceAccount can take, its policy, and
 * the association of the two. There is one per workload, in the unit `access-<cluster>` of its environment, which is applied
 * before the workload: a pod gets its credentials when it is created, and never later.
 * Source: Amazon EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity".
 */
export class PodIdentity extends Construct {
  readonly #policy: IamRolePolicy;
  readonly #document = new PolicyDocument(this);

  private constructor(workload: Construct & IServiceAccountUser) {
    super(workload, ID);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the workload ${workload.node.path} is outside a cluster`);
    placeIn(this, 'terraform', `access-${cluster.name}`, cluster);
    markPrerequisite(this);
    const { IamRole, IamRolePolicy, EksPodIdentityAssociation } = loadPodIdentity();
    const { namespace, serviceAccountName } = workload;
    const role = new IamRole(this, 'role', {
      name: podRoleName(this, cluster, namespace, serviceAccountName),
      assumeRolePolicy: podTrustPolicy(namespace, serviceAccountName),
    });
    this.#policy = new IamRolePolicy(this, 'policy', { role: role.name, policy: '' });
    new EksPodIdentityAssociation(this, 'association', {
      clusterName: cluster instanceof Cluster ? cluster.clusterName : cluster.name,
      namespace,
      serviceAccount: serviceAccountName,
      roleArn: role.arn,
    });
    for (const object of workload.node.findAll()) if (ApiObject.isApiObject(object)) object.node.addDependency(this);
  }

  /** The role of a workload; made at the first use. Throws KS1003 outside a cluster. */
  static of(workload: Construct & IServiceAccountUser): PodIdentity {
    return (workload.node.tryFindChild(ID) as PodIdentity | undefined) ?? new PodIdentity(workload);
  }

  /** Whether the policy has a statement of this name. */
  has(sid: string): boolean {
    return this.#document.has(sid);
  }

  /** Adds statements to the role's policy. Throws KS1001 for a bad name of one, or a name that is taken. */
  allow(...statements: PolicyStatement[]): void {
    this.#document.add(...statements);
    this.#policy.policy = this.#document.json;
  }
}
