import { Construct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from './aliases.ts';
import { Environment } from './environment.ts';
import { someRoles, type UnitRoles } from './environment-props.ts';
import { markUnit, RESERVED_UNITS } from './placement.ts';
import { parseProps } from './props.ts';
import { markRoles } from './roles.ts';
import { errorAt, reportError } from './state.ts';

/** Props of a {@link Unit}. */
export interface UnitProps {
  /** Paths that this unit had before. @default - none */
  readonly aliases?: readonly Alias[];
  /** IAM roles that the applier takes for the unit's Terraform state; one that is not given is the environment's. @default - the environment's roles */
  readonly roles?: Partial<UnitRoles>;
}

const schema = z.strictObject({ aliases: z.array(z.unknown()).optional(), roles: someRoles.optional() });

/**
 * Makes what is created under it one unit: one Terraform state, and one inventory of Kubernetes objects in its cluster.
 * Without one, units form by default. Its id is the unit's name.
 */
export class Unit extends Construct {
  /** Name of the unit: its id. */
  readonly name: string;

  /** Throws KS1003 outside an Environment; reports KS1001 for a wrong prop, KS1009 for a bad id, KS1012 for a name that default units have. */
  constructor(scope: Construct, id: string, props: UnitProps = {}) {
    super(scope, id);
    this.name = id;
    if (!Environment.tryOf(scope)) throw errorAt(this, 'KS1003', `the unit ${id} is outside an environment`);
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(id)) reportError(this, 'KS1009', `${JSON.stringify(id)} is no name for a unit`);
    if (RESERVED_UNITS.includes(id)) reportError(this, 'KS1012', `${id} is the name of a default unit`);
    markUnit(this, id);
    if (!parseProps(this, schema, props)) return;
    if (props.roles) markRoles(this, props.roles);
    if (props.aliases) addAliases(this, ...props.aliases);
  }
}
