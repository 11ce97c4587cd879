import type { IConstruct } from 'constructs';

const HIDDEN_IDS: ReadonlySet<string> = new Set(['Resource', 'Default']);

/**
 * The id of a Terraform element: the construct path below `base`, joined by `_`. Ids that libraries give to the one resource
 * of a construct are left out.
 */
export function logicalId(element: IConstruct, base: IConstruct): string {
  const ids: string[] = [];
  for (let scope: IConstruct | undefined = element; scope && scope !== base; scope = scope.node.scope) ids.unshift(scope.node.id);
  return idOfPath(ids);
}

/** The id of an element with these construct ids between its stack's base and itself. */
export function idOfPath(ids: readonly string[]): string {
  const shown = ids.filter((id) => !HIDDEN_IDS.has(id));
  const id = (shown.length > 0 ? shown : ids).join('_').replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(id) ? id : `_${id}`;
}
