import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { Environment } from '../../synth/environment.ts';
import { placeIn } from '../../synth/placement.ts';
import { Platform } from '../../synth/platform.ts';
import { errorAt } from '../../synth/state.ts';
import { Cluster } from '../platform/cluster.ts';
import { loadPodIdentity } from '../platform/lazy.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';

/** A statement of an IAM policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const ID = 'pod-identity';

/**
 * The IAM role of a workload on EKS, by Pod Identity: a role that only pods of EKS can take, its policy, and the association
 * with the workload's ServiceAccount. There is one per workload, in the unit `access-<cluster>` of its environment.
 * Source: Amazon EKS User Guide, "EKS Pod Identities", trust policy.
 */
export class PodIdentity extends Construct {
  readonly #policy: IamRolePolicy;
  readonly #statements: PolicyStatement[] = [];

  private constructor(workload: Construct & IServiceAccountUser) {
    super(workload, ID);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the workload ${workload.node.path} is outside a cluster`);
    placeIn(this, 'terraform', `access-${cluster.name}`, cluster);
    const { IamRole, IamRolePolicy, EksPodIdentityAssociation } = loadPodIdentity();
    const role = new IamRole(this, 'role', {
      name: roleName(Platform.of(this).name, Environment.of(this).name, cluster.name, workload),
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] }],
      }),
    });
    this.#policy = new IamRolePolicy(this, 'policy', { role: role.name, policy: '' });
    new EksPodIdentityAssociation(this, 'association', {
      clusterName: cluster instanceof Cluster ? cluster.clusterName : cluster.name,
      namespace: workload.namespace,
      serviceAccount: workload.serviceAccountName,
      roleArn: role.arn,
    });
  }

  /** The role of a workload; made at the first use. */
  static of(workload: Construct & IServiceAccountUser): PodIdentity {
    return (workload.node.tryFindChild(ID) as PodIdentity | undefined) ?? new PodIdentity(workload);
  }

  /** Adds statements to the role's policy. */
  allow(...statements: PolicyStatement[]): void {
    this.#statements.push(...statements);
    this.#policy.policy = JSON.stringify({ Version: '2012-10-17', Statement: this.#statements });
  }
}

/** At most 64 characters, as IAM takes them. */
function roleName(platform: string, environment: string, cluster: string, workload: IServiceAccountUser): string {
  return `${platform}-${environment}-${cluster}-${workload.namespace}-${workload.serviceAccountName}`.slice(0, 64);
}
