import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { parseProps } from '../../synth/props.ts';
import { bindRole, RBAC_GROUP, requireCluster, roleName } from './role-binding.ts';
import { kubeRules, type RoleRule, ruleListSchema } from './role-rules.ts';
import { type KubeSubject, kubeSubject, type Subject } from './role-subject.ts';
import { aliasList, type Shape } from './schemas.ts';

/** Props of a {@link Role}. */
export interface RoleProps {
  /** What the role allows. */
  readonly rules: readonly RoleRule[];
  /** Name of the role. @default - the construct id */
  readonly name?: string;
  /** Paths that this role had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = z.strictObject({
  rules: ruleListSchema(true),
  name: roleName.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<RoleProps>);

/** Rights in one namespace, and who has them. Reports KS1001 for a wrong prop; throws KS1003 outside a cluster. */
export class Role extends Construct {
  /** Name of the role. */
  readonly name: string;
  readonly #subjects: KubeSubject[] = [];

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    requireCluster(this);
    this.name = props?.name ?? id;
    if (!parseProps(this, schema, props)) return;
    if (props.aliases) addAliases(this, ...props.aliases);
    const metadata = { name: this.name };
    new ApiObject(this, 'role', { apiVersion: `${RBAC_GROUP}/v1`, kind: 'Role', metadata, rules: kubeRules(props.rules) });
  }

  /** Gives the role to subjects, in its own namespace. Throws KS1001 for what is no subject. */
  grant(...subjects: Subject[]): void {
    this.#subjects.push(...subjects.map((subject) => kubeSubject(this, this, subject)));
    bindRole(this, 'binding', 'RoleBinding', { kind: 'Role', name: this.name }, this.#subjects);
  }
}
