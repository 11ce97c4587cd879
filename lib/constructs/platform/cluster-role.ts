import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { z } from 'zod';
import { addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { namespaceOf } from '../../synth/namespace-scope.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt } from '../../synth/state.ts';
import type { RoleProps } from './role.ts';
import { bindRole, RBAC_GROUP, requireCluster, roleName } from './role-binding.ts';
import { kubeRules, ruleListSchema } from './role-rules.ts';
import { type KubeSubject, kubeSubject, type Subject } from './role-subject.ts';
import { aliasList, labels, type Shape } from './schemas.ts';

/** Props of a {@link ClusterRole}. */
export interface ClusterRoleProps extends RoleProps {
  /** Labels, such as `rbac.authorization.k8s.io/aggregate-to-view: 'true'`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Props of a ClusterRole that exists. */
export interface ExistingClusterRoleProps {
  /** Name of the role. @default - the construct id */
  readonly name?: string;
}

const schema = z.strictObject({
  rules: ruleListSchema(false),
  name: roleName.optional(),
  labels: labels.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<ClusterRoleProps>);
const existingSchema = z.strictObject({ name: roleName.optional() } satisfies Shape<ExistingClusterRoleProps>);

/** What can be granted in a whole cluster: a {@link ClusterRole}, created by the program or existing. */
export interface IClusterRole extends Construct {
  /** Name of the role. */
  readonly name: string;
  /** Gives the role to subjects, in all namespaces and for what has none. Throws KS1001 for what is no subject. */
  grant(...subjects: Subject[]): void;
  /**
   * Gives the role to subjects in one namespace only. Throws KS1001 for what is no subject, KS1003 for another cluster.
   * @param scope a Namespace, or any construct in it
   */
  grantIn(scope: Construct, ...subjects: Subject[]): void;
}

abstract class GrantableRole extends Construct implements IClusterRole {
  abstract readonly name: string;
  readonly #subjects: KubeSubject[] = [];
  readonly #byNamespace = new Map<string, KubeSubject[]>();

  grant(...subjects: Subject[]): void {
    this.#subjects.push(...subjects.map((subject) => kubeSubject(this, this, subject)));
    bindRole(this, 'binding', 'ClusterRoleBinding', { kind: 'ClusterRole', name: this.name }, this.#subjects);
  }

  grantIn(scope: Construct, ...subjects: Subject[]): void {
    if (ClusterScope.tryOf(scope) !== ClusterScope.tryOf(this))
      throw errorAt(this, 'KS1003', `the role ${this.name} is granted in another cluster: ${scope.node.path}`, {
        fix: 'create it there too',
      });
    const namespace = namespaceOf(scope);
    const list = this.#byNamespace.get(namespace) ?? [];
    list.push(...subjects.map((subject) => kubeSubject(this, scope, subject)));
    if (this.#byNamespace.has(namespace)) return;
    this.#byNamespace.set(namespace, list);
    bindRole(scope, `${this.name.replaceAll(':', '-')}-binding`, 'RoleBinding', { kind: 'ClusterRole', name: this.name }, list);
  }
}

/**
 * Rights in a whole cluster or, by `grantIn`, in chosen namespaces, and who has them. Reports KS1001 for a wrong prop; throws
 * KS1003 outside a cluster.
 */
export class ClusterRole extends GrantableRole {
  /** Name of the role. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: ClusterRoleProps) {
    super(scope, id);
    requireCluster(this);
    this.name = props?.name ?? id;
    if (!parseProps(this, schema, props)) return;
    if (props.aliases) addAliases(this, ...props.aliases);
    const metadata = { name: this.name, ...(props.labels && { labels: props.labels }) };
    new ApiObject(this, 'role', { apiVersion: `${RBAC_GROUP}/v1`, kind: 'ClusterRole', metadata, rules: kubeRules(props.rules) });
  }

  /**
   * A ClusterRole that something else creates; `view`, `edit` and `admin` are in every cluster. Reports KS1001 for a wrong
   * prop; throws KS1003 outside a cluster.
   */
  static existing(scope: Construct, id: string, props: ExistingClusterRoleProps = {}): IClusterRole {
    return new ExistingClusterRole(scope, id, props);
  }
}

class ExistingClusterRole extends GrantableRole {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ExistingClusterRoleProps) {
    super(scope, id);
    requireCluster(this);
    this.name = props?.name ?? id;
    parseProps(this, existingSchema, props);
  }
}
