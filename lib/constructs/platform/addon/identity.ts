import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import { z } from 'zod';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { markPrerequisite } from '../../../synth/depends-on.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { partitionOf } from '../iam/partition.ts';
import { podRoleName, podTrustPolicy } from '../iam/pod-role.ts';
import { PolicyDocument, type PolicyStatement } from '../iam/policy.ts';
import { loadPodIdentity } from '../lazy.ts';
import { dnsLabel, objectName, type Shape } from '../schemas.ts';
import { clusterName, dependOnCluster } from './cluster-resource.ts';

/** The AWS role of one ServiceAccount of an add-on, by EKS Pod Identity. */
export interface AddonIdentity {
  /** Name of the ServiceAccount. */
  readonly serviceAccount: string;
  /** Namespace of the ServiceAccount. @default - the add-on's, and kube-system for an EKS add-on that gives none */
  readonly namespace?: string;
  /** What the role may do. @default - nothing beside `managedPolicies` */
  readonly statements?: readonly PolicyStatement[];
  /** Policies of AWS's own, by name and path, such as `service-role/AmazonEBSCSIDriverPolicy`. @default - none */
  readonly managedPolicies?: readonly string[];
}

/** Checks a {@link PolicyStatement}. */
export const statementSchema = () =>
  z.strictObject({
    Sid: z.string().regex(/^[A-Za-z0-9]+$/, 'must be letters and digits'),
    Effect: z.literal('Allow'),
    Action: z.array(z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9*]+$/, 'must be an action, such as s3:GetObject')).min(1),
    Resource: z.array(z.unknown()).min(1),
    Condition: z.record(z.string(), z.unknown()).optional(),
  } satisfies Shape<PolicyStatement>);

/** Checks {@link AddonIdentity}. */
export const identitySchema = () =>
  z.strictObject({
    serviceAccount: objectName,
    namespace: dnsLabel.optional(),
    statements: z.array(statementSchema()).optional(),
    managedPolicies: z
      .array(z.string().regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]+$/, "must be the name of a policy of AWS's own, such as AmazonEKS_CNI_Policy"))
      .optional(),
  } satisfies Shape<AddonIdentity>);

/** A role that only pods of one ServiceAccount of an add-on can take, in the Terraform unit `cluster-<name>`. */
export class AddonRole extends Construct {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** ARN of the role, as Terraform has it. */
  readonly arn: string;
  readonly #cluster: ClusterScope;
  readonly #roleName: string;
  readonly #document = new PolicyDocument(this);
  #policy: IamRolePolicy | undefined;

  constructor(scope: Construct, cluster: ClusterScope, identity: AddonIdentity, namespace: string) {
    super(scope, `identity-${identity.serviceAccount}`);
    this.#cluster = cluster;
    this.namespace = identity.namespace ?? namespace;
    this.serviceAccount = identity.serviceAccount;
    placeByDefault(this, 'terraform', `cluster-${cluster.name}`, cluster);
    markPrerequisite(this);
    const { IamRole, loadAttachment } = loadPodIdentity();
    const role = new IamRole(this, 'role', {
      name: podRoleName(this, cluster, this.namespace, this.serviceAccount),
      assumeRolePolicy: podTrustPolicy(this.namespace, this.serviceAccount),
    });
    this.arn = role.arn;
    this.#roleName = role.name;
    if (identity.statements && identity.statements.length > 0) this.allow(...identity.statements);
    for (const policy of identity.managedPolicies ?? []) {
      const name = policy.slice(policy.lastIndexOf('/') + 1);
      const policyArn = `arn:${partitionOf(Environment.of(this).region)}:iam::aws:policy/${policy}`;
      new (loadAttachment())(this, name, { role: role.name, policyArn });
    }
  }

  /** Adds statements to the role's policy. Throws KS1001 for a bad name of one, or a name that is taken. */
  allow(...statements: readonly PolicyStatement[]): void {
    this.#document.add(...statements);
    this.#policy ??= new (loadPodIdentity().IamRolePolicy)(this, 'policy', { role: this.#roleName, policy: '' });
    this.#policy.policy = this.#document.json;
  }

  /** Associates the role with its ServiceAccount; an EKS add-on does that itself. */
  associate(): void {
    const { EksPodIdentityAssociation } = loadPodIdentity();
    const association = new EksPodIdentityAssociation(this, 'association', {
      clusterName: clusterName(this.#cluster),
      namespace: this.namespace,
      serviceAccount: this.serviceAccount,
      roleArn: this.arn,
    });
    dependOnCluster(association, this.#cluster);
  }
}
