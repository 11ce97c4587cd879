import { createHash } from 'node:crypto';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { compareText } from '../../core/compare.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { markPrerequisite } from '../../synth/depends-on.ts';
import { Environment } from '../../synth/environment.ts';
import { placeIn } from '../../synth/placement.ts';
import { Platform } from '../../synth/platform.ts';
import { errorAt } from '../../synth/state.ts';
import { Cluster } from '../platform/cluster.ts';
import { loadPodIdentity } from '../platform/lazy.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';

/** A statement of an IAM policy. */
export interface PolicyStatement {
  /** Name of the statement, letters and digits, unique within the role: the statements are sorted by it. */
  readonly Sid: string;
  /** Statements only allow. */
  readonly Effect: 'Allow';
  /** Actions, such as `s3:GetObject`. */
  readonly Action: readonly string[];
  /** ARNs of what they are allowed on; a reference may be among them. */
  readonly Resource: readonly unknown[];
  /** Under which conditions. @default - none */
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const ID = 'pod-identity';
/** Longest name of a role. Source: AWS IAM, CreateRole. */
const ROLE_NAME_LENGTH = 64;

/**
 * The IAM role of a workload on EKS, by Pod Identity: a role that only pods of that ServiceAccount can take, its policy, and
 * the association of the two. There is one per workload, in the unit `access-<cluster>` of its environment, which is applied
 * before the workload: a pod gets its credentials when it is created, and never later.
 * Source: Amazon EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity".
 */
export class PodIdentity extends Construct {
  readonly #policy: IamRolePolicy;
  readonly #statements = new Map<string, PolicyStatement>();

  private constructor(workload: Construct & IServiceAccountUser) {
    super(workload, ID);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the workload ${workload.node.path} is outside a cluster`);
    placeIn(this, 'terraform', `access-${cluster.name}`, cluster);
    markPrerequisite(this);
    const { IamRole, IamRolePolicy, EksPodIdentityAssociation } = loadPodIdentity();
    const { namespace, serviceAccountName } = workload;
    const role = new IamRole(this, 'role', {
      name: roleName(Platform.of(this).name, Environment.of(this).name, cluster.name, namespace, serviceAccountName),
      assumeRolePolicy: JSON.stringify(trustPolicy(namespace, serviceAccountName)),
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
    return this.#statements.has(sid);
  }

  /** Adds statements to the role's policy. Throws KS1001 for a bad name of one, or a name that is taken. */
  allow(...statements: PolicyStatement[]): void {
    for (const statement of statements) {
      const sid = statement?.Sid;
      if (typeof sid !== 'string' || !/^[A-Za-z0-9]+$/.test(sid))
        throw errorAt(this, 'KS1001', `the Sid ${JSON.stringify(sid)} is not letters and digits`, {
          fix: "give a name, such as 'ReadPictures'",
        });
      if (this.#statements.has(sid))
        throw errorAt(this, 'KS1001', `the policy has a statement ${sid} already`, { fix: 'give each statement a Sid of its own' });
      // References become their texts here, once: a text that is made and then not used would count as lost.
      this.#statements.set(sid, JSON.parse(JSON.stringify(statement)) as PolicyStatement);
    }
    const sorted = [...this.#statements].sort(([a], [b]) => compareText(a, b)).map(([, statement]) => statement);
    this.#policy.policy = JSON.stringify({ Version: '2012-10-17', Statement: sorted });
  }
}

/** EKS tells AWS STS which pod asks; whoever else may associate the role with another ServiceAccount gets nothing by it. */
function trustPolicy(namespace: string, serviceAccount: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': serviceAccount,
          },
        },
      },
    ],
  };
}

/** Joined by `_`, which none of the names has, so that no two workloads share one; a long one is cut and hashed. */
function roleName(...names: string[]): string {
  const name = names.join('_');
  if (name.length <= ROLE_NAME_LENGTH) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, ROLE_NAME_LENGTH - hash.length - 1)}_${hash}`;
}
