import type { IConstruct } from 'constructs';
import type { SynthContext } from './assemble/context.ts';
import type { UnitDraft } from './assemble/draft.ts';
import type { UnitRoles } from './environment-props.ts';

const ROLES = Symbol.for('keelson.roles');

/** Gives an explicit unit roles of its own. */
export function markRoles(unit: IConstruct, roles: Partial<UnitRoles>): void {
  Object.defineProperty(unit, ROLES, { value: roles });
}

/** Roles of a Terraform unit: its own, else those of its environment. Undefined when neither has both. */
export function rolesOf(unit: UnitDraft): UnitRoles | undefined {
  const { environment, base, explicit, name } = unit.placement;
  const own = explicit ? (base as IConstruct & { readonly [ROLES]?: Partial<UnitRoles> })[ROLES] : environment.unitRoles[name];
  const plan = own?.plan ?? environment.roles?.plan;
  const apply = own?.apply ?? environment.roles?.apply;
  return plan === undefined || apply === undefined ? undefined : { plan, apply };
}

/** Reports roles that no unit takes, and units that have only one of the two. */
export function checkRoles(context: SynthContext): void {
  const units = [...context.units.values()].filter(({ placement }) => placement.plane === 'terraform');
  for (const environment of new Set([...context.units.values()].map(({ placement }) => placement.environment))) {
    const names = units
      .filter(({ placement }) => placement.environment === environment && !placement.explicit)
      .map(({ placement }) => placement.name);
    for (const name of Object.keys(environment.unitRoles))
      if (!names.includes(name))
        context.error(
          environment,
          'KS1001',
          `prop unitRoles names ${JSON.stringify(name)}, which is no default Terraform unit of ${environment.name}`,
          {
            fix: names.length === 0 ? 'remove it' : `name one of ${names.sort().join(', ')}`,
          },
        );
  }
  for (const unit of units) {
    const { base, explicit, environment, name } = unit.placement;
    const own = explicit ? (base as IConstruct & { readonly [ROLES]?: Partial<UnitRoles> })[ROLES] : environment.unitRoles[name];
    if (own && (own.plan ?? own.apply) !== undefined && !rolesOf(unit))
      context.error(base, 'KS1001', `the unit ${unit.key} has the role ${own.plan ?? own.apply} for ${own.plan ? 'plan' : 'apply'} only`, {
        fix: 'give both, or roles to the environment',
      });
  }
}
