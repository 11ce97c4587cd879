import { Construct } from 'constructs';
import { type Alias, addAliases } from './aliases.ts';
import { Environment } from './environment.ts';
import { markUnit, RESERVED_UNITS } from './placement.ts';
import { errorAt, reportError } from './state.ts';

/** Props of a {@link Unit}. */
export interface UnitProps {
  /** Paths that this unit had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/**
 * Makes what is created under it one unit: one Terraform state, and one inventory of Kubernetes objects in its cluster.
 * Without one, units form by default. Its id is the unit's name.
 */
export class Unit extends Construct {
  /** Name of the unit: its id. */
  readonly name: string;

  /** Throws KS1003 outside an Environment; reports KS1009 for a bad id, KS1012 for a name that default units have. */
  constructor(scope: Construct, id: string, props: UnitProps = {}) {
    super(scope, id);
    this.name = id;
    if (!Environment.tryOf(scope)) throw errorAt(this, 'KS1003', `the unit ${id} is outside an environment`);
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(id)) reportError(this, 'KS1009', `${JSON.stringify(id)} is no name for a unit`);
    if (RESERVED_UNITS.includes(id)) reportError(this, 'KS1012', `${id} is the name of a default unit`);
    markUnit(this, id);
    if (props.aliases) addAliases(this, ...props.aliases);
  }
}
