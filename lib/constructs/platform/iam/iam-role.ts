import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { parseProps } from '../../../synth/props.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { aliasList, type Shape } from '../schemas.ts';
import { loadDataIamRole } from './lazy.ts';

/** An IAM role that others refer to. */
export interface IIamRole extends IConstruct {
  /** ARN of the role. */
  readonly arn: Reference<string>;
  /** Name of the role. */
  readonly roleName: Reference<string>;
}

/** Props of `IamRole.existing`. */
export interface ExistingIamRoleProps {
  /** Name of the role, without its path. @default - the construct id */
  readonly roleName?: string;
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = z.strictObject({
  roleName: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a role: up to 64 letters, digits and _ + = , . @ -')
    .optional(),
  aliases: aliasList.optional(),
} satisfies Shape<ExistingIamRoleProps>);

/** IAM roles that something else creates; a role of the program is a resource of cdktf. Terraform looks one up when it runs. */
export class IamRole extends Construct implements IIamRole {
  readonly arn: Reference<string>;
  readonly roleName: Reference<string>;

  private constructor(scope: Construct, id: string, props: ExistingIamRoleProps) {
    super(scope, id);
    Environment.of(this);
    const parsed = (parseProps(this, schema, props) ?? {}) as ExistingIamRoleProps;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    const role = new (loadDataIamRole())(this, 'Resource', { name: parsed.roleName ?? id });
    this.arn = terraformReference(this, role.arn);
    this.roleName = terraformReference(this, role.name);
  }

  /** A role that exists. Reports KS1001 for a wrong prop. Throws KS1003 outside an environment. */
  static existing(scope: Construct, id: string, props: ExistingIamRoleProps = {}): IIamRole {
    return new IamRole(scope, id, props);
  }
}
