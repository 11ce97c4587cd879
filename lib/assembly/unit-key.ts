/** The environment of a unit's key, `<env>/<unit id>`. */
export function environmentOf(unit: string): string {
  return unit.slice(0, unit.indexOf('/'));
}
