import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { Alias } from '../../../synth/aliases.ts';
import type { IIamRole } from '../../platform/iam/iam-role.ts';
import type { PolicyStatement } from '../../platform/iam/policy.ts';
import type { INamespace } from '../../platform/namespace.ts';
import { aliasList, passed, type Shape } from '../../platform/schemas.ts';

/**
 * What a group may do.
 * - `platform` administers the cluster.
 * - `ml-engineer` runs workloads and ML jobs in its namespaces, may not read their Secrets, and sees nodes, queues and runtimes.
 * - `viewer` sees everything but Secrets, of the cluster or of its namespaces.
 * - `ci` applies what is in its namespaces, as Kubernetes' own role `admin`; CI that applies whole clusters is `platform`.
 * - `ci-plan` sees what a plan of the cluster reads, also definitions and roles, but no Secrets.
 */
export type AccessRole = 'platform' | 'ml-engineer' | 'viewer' | 'ci' | 'ci-plan';

/** A role or user of IAM, of any account. */
export interface PrincipalAssumer {
  /** ARN of it. */
  readonly principal: string;
}

/** People with a permission set of IAM Identity Center in the cluster's account; AWS makes up the name of its role. */
export interface PermissionSetAssumer {
  /** Name of the permission set. */
  readonly permissionSet: string;
}

/** People who sign in with a SAML provider of the account. */
export interface SamlAssumer {
  /** ARN of the provider. */
  readonly saml: string;
}

/** Holders of tokens of an OIDC provider of the account, such as that of a CI system. */
export interface OidcAssumer {
  /** ARN of the provider. */
  readonly oidc: string;
  /** Subjects of the tokens, such as `repo:acme/platform:ref:refs/heads/main`. A `*` stands for any characters, after an owner's whole name. */
  readonly subjects: readonly string[];
  /** Audience of the tokens. @default 'sts.amazonaws.com' */
  readonly audience?: string;
}

/** Who may take the role of IAM that is made for a group. */
export type Assumer = PrincipalAssumer | PermissionSetAssumer | SamlAssumer | OidcAssumer;

/** Props of an {@link AccessGroup}. */
export interface AccessGroupProps {
  /** What the group may do. */
  readonly role: AccessRole;
  /** Roles and users of IAM that are in the group, by ARN. One is in one group of a cluster only. @default - none */
  readonly iam?: readonly (string | IIamRole)[];
  /** Other accounts whose roles and users may be in `iam`. @default - none: only the environment's */
  readonly accounts?: readonly string[];
  /**
   * Groups of the cluster's identity provider. An `EksCluster` puts the prefix of its `oidc` before each, so that they are as the group
   * claim has them; for a cluster that exists they are as its API server sees them, with the prefix.
   * @default - none
   */
  readonly groups?: readonly string[];
  /** Makes a role of IAM for the group, which these may take; it finds the cluster, and is in the group. @default - no role */
  readonly assumedBy?: readonly Assumer[];
  /** What the role that is made may do on AWS besides. @default - nothing */
  readonly statements?: readonly PolicyStatement[];
  /** Namespaces that the rights hold in. `ml-engineer` and `ci` need one or more; `platform` and `ci-plan` take none. @default - the whole cluster */
  readonly namespaces?: readonly INamespace[];
  /** Whether `ml-engineer` may run commands in containers, which shows the Secrets that are mounted there. @default false */
  readonly exec?: boolean;
  /** Paths that this group had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const PRINCIPAL = /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;
const principal = z.string().regex(PRINCIPAL, 'must be the ARN of one IAM role or user, arn:aws:iam::<account>:role/<name>');
const provider = (kind: 'saml' | 'oidc') =>
  z
    .string()
    .regex(
      new RegExp(`^arn:aws[a-z-]*:iam::\\d{12}:${kind}-provider/.+$`),
      `must be the ARN of a provider, arn:aws:iam::<account>:${kind}-provider/<name>`,
    );
// Anyone can have a repository whose name begins like yours: a pattern begins after an owner that is named whole.
const subject = z
  .string()
  .regex(/^[^*?]+$|^[^*?:/]+[:/][^*?:/]+[:/]/, 'must be a subject that names its owner whole, as repo:acme/platform:*, and not any');

const assumer = z.union([
  z.strictObject({ principal } satisfies Shape<PrincipalAssumer>),
  z.strictObject({
    permissionSet: z.string().regex(/^[\w+=,.@-]{1,32}$/, 'must be the name of a permission set'),
  } satisfies Shape<PermissionSetAssumer>),
  z.strictObject({ saml: provider('saml') } satisfies Shape<SamlAssumer>),
  z.strictObject({
    oidc: provider('oidc'),
    subjects: z.array(subject).min(1),
    audience: z.string().min(1).optional(),
  } satisfies Shape<OidcAssumer>),
]);
const iamRole = passed<IIamRole>(
  (value) => typeof value === 'object' && value !== null && 'arn' in value && 'roleName' in value,
  'an IamRole',
);
const namespace = passed<INamespace>(
  (value) => typeof value === 'object' && value !== null && 'node' in value && 'name' in value,
  'a Namespace',
);
const group = z
  .string()
  .min(1)
  .refine((name) => !/^(system|eks|aws|amazon|iam):/.test(name), 'must be a group of your own, not one of the system');

/** Checks {@link AccessGroupProps}. */
export const accessGroupSchema = once(() =>
  z
    .strictObject({
      role: z.enum(['platform', 'ml-engineer', 'viewer', 'ci', 'ci-plan']),
      iam: z.array(z.union([principal, iamRole])).optional(),
      accounts: z.array(z.string().regex(/^\d{12}$/, 'must be an account id of 12 digits')).optional(),
      groups: z.array(group).optional(),
      assumedBy: z.array(assumer).min(1).optional(),
      statements: z.array(z.custom<PolicyStatement>((value) => typeof value === 'object' && value !== null)).optional(),
      namespaces: z.array(namespace).min(1).optional(),
      exec: z.boolean().optional(),
      aliases: aliasList.optional(),
    } satisfies Shape<AccessGroupProps>)
    .superRefine(({ role, namespaces, exec, statements, assumedBy }, context) => {
      const report = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if ((role === 'ml-engineer' || role === 'ci') && !namespaces)
        report('namespaces', `one or more: a group of ${role} has rights in chosen ones`);
      if ((role === 'platform' || role === 'ci-plan') && namespaces)
        report('namespaces', `left out: a group of ${role} has the whole cluster`);
      if (exec && role !== 'ml-engineer') report('exec', 'left out: it is for ml-engineer');
      if (statements && !assumedBy) report('statements', 'left out without assumedBy: they are of the role that it makes');
    }),
);
