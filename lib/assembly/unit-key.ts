import { nearestWord } from '../core/nearest.ts';

/** The environment of a unit's key, `<env>/<unit id>`. */
export function environmentOf(unit: string): string {
  return unit.slice(0, unit.indexOf('/'));
}

/** `<env>/<unit id>` of the unit with a key, `platform/env/cluster/unit` or `platform/env/terraform/stack`. */
export function unitOfKey(key: string): string {
  const [, environment, scope, name] = key.split('/');
  return scope === 'terraform' ? `${environment}/terraform.${name}` : `${environment}/kubernetes.${scope}.${name}`;
}

/**
 * A unit as somebody names it, with or without its environment.
 * @param known `<env>/<unit id>` of all units of the environment
 * @returns the unit, or the ids that there are, sorted, and the one that was probably meant
 */
export function lookUpUnit(
  environment: string,
  known: readonly string[],
  name: string,
): { readonly unit: string } | { readonly ids: readonly string[]; readonly near: string | undefined } {
  const unit = name.startsWith(`${environment}/`) ? name : `${environment}/${name}`;
  if (known.includes(unit)) return { unit };
  const ids = known.map((one) => one.slice(environment.length + 1)).sort();
  return { ids, near: ids.find((id) => id.endsWith(`.${name}`)) ?? nearestWord(name, ids) };
}
