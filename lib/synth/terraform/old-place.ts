import type { IConstruct } from 'constructs';
import { ClusterScope } from '../cluster-scope.ts';
import type { Environment } from '../environment.ts';
import { type Placement, placeOf, terraformPlacement } from '../placement.ts';

/** Where a path of earlier was: its unit, and the ids below that unit's base. */
export interface OldPlace {
  readonly placement: Placement;
  readonly ids: readonly string[];
}

/**
 * The place that a path has today: of the nearest construct on it that still exists.
 * @param below the path within the environment
 */
export function placeOfPath(environment: Environment, below: readonly string[]): OldPlace {
  let scope: IConstruct = environment;
  for (const id of below) {
    const next = scope.node.tryFindChild(id);
    if (!next) break;
    scope = next;
  }
  const placement = terraformPlacement(scope);
  return { placement, ids: below.slice(depthBelow(placement.base, environment)) };
}

/**
 * The place that an element had under an earlier path of a scope above it. What says itself which unit it is in, such as a
 * network, did so under that path, too; anything else was where that path is today.
 * @param holder the scope whose path was another
 * @param below the earlier path of the element within the environment
 */
export function placeBefore(element: IConstruct, holder: IConstruct, below: readonly string[], current: Placement): OldPlace {
  const { environment } = current;
  for (let scope: IConstruct | undefined = element; scope; scope = scope.node.scope) {
    const place = placeOf(scope, 'terraform');
    if (place) {
      const name = nameBefore(element, holder, below, current);
      return { placement: { ...current, name, unitId: `terraform.${name}` }, ids: below.slice(depthBelow(place.base, environment)) };
    }
    if (scope === holder) break;
  }
  return placeOfPath(environment, below);
}

/** Names of units hold the ids of an explicit Unit and of a cluster, which were others where those were renamed. */
function nameBefore(
  element: IConstruct,
  holder: IConstruct,
  below: readonly string[],
  { name, base, explicit, environment }: Placement,
): string {
  const idBefore = (construct: IConstruct | undefined): string | undefined =>
    construct && construct !== environment && construct.node.scopes.includes(holder)
      ? below[depthBelow(construct, environment) - 1]
      : undefined;
  const cluster = ClusterScope.tryOf(element);
  const [unitId, clusterId] = [explicit ? idBefore(base) : undefined, idBefore(cluster)];
  let before = name;
  if (unitId !== undefined) before = `${before.slice(0, before.length - base.node.id.length)}${unitId}`;
  if (cluster && clusterId !== undefined) {
    if (before.startsWith(`${cluster.name}-`)) before = `${clusterId}${before.slice(cluster.name.length)}`;
    else if (before.endsWith(`-${cluster.name}`)) before = `${before.slice(0, before.length - cluster.name.length)}${clusterId}`;
  }
  return before;
}

function depthBelow(base: IConstruct, environment: IConstruct): number {
  return base.node.scopes.length - environment.node.scopes.length;
}
