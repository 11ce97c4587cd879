import type { IConstruct } from 'constructs';
import type { Plane } from '../assembly/schema.ts';
import { ClusterScope } from './cluster-scope.ts';
import { Environment } from './environment.ts';
import { errorAt } from './state.ts';

const UNIT = Symbol.for('keelson.unit');
const PLACES = Symbol.for('keelson.places');

/** Where something goes: a unit of an environment. */
export interface Placement {
  readonly environment: Environment;
  readonly plane: Plane;
  /** The cluster of a Kubernetes unit. */
  readonly cluster?: ClusterScope;
  /** Name of the unit within its cluster, or of the Terraform stack. */
  readonly name: string;
  /** `kubernetes.<cluster>.<name>` or `terraform.<name>`: unique within the environment. */
  readonly unitId: string;
  /** The construct that ids within the unit are relative to. */
  readonly base: IConstruct;
  /** Whether an explicit Unit asked for it. */
  readonly explicit: boolean;
}

interface Place {
  readonly name: string;
  readonly base: IConstruct;
  readonly explicit: boolean;
}
type Places = { readonly [P in Plane]?: Place };
type Holder = IConstruct & { [PLACES]?: Places };

/** Names of the Kubernetes units that form by kind. */
export const RESERVED_UNITS: readonly string[] = ['crds', 'namespaces', 'addons', 'pools', 'gateway-api', 'secret-stores'];

/**
 * Sends what is created under a construct to a unit of the given plane. A construct nearer to the object has precedence.
 * @param base what ids within the unit are relative to
 */
export function placeIn(construct: IConstruct, plane: Plane, name: string, base: IConstruct = construct, explicit = false): void {
  const holder = construct as Holder;
  const places: Places = { ...holder[PLACES], [plane]: { name, base, explicit } };
  Object.defineProperty(holder, PLACES, { value: places, configurable: true });
}

/**
 * Like {@link placeIn} for a unit that forms by default: an explicit Unit around the construct keeps what is in it.
 * @param base what ids within the unit are relative to; the environment, where several constructs share the unit
 */
export function placeByDefault(construct: IConstruct, plane: Plane, name: string, base: IConstruct): void {
  for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope)
    if ((scope as Holder)[PLACES]?.[plane]?.explicit) return;
  placeIn(construct, plane, name, base);
}

/** Marks a construct as an explicit Unit, of both planes. */
export function markUnit(construct: IConstruct, name: string): void {
  Object.defineProperty(construct, UNIT, { value: true });
  placeIn(construct, 'kubernetes', name, construct, true);
  const cluster = ClusterScope.tryOf(construct);
  placeIn(construct, 'terraform', cluster ? `${cluster.name}-${name}` : name, construct, true);
}

/** The Kubernetes unit of an object. Throws KS1003 outside a cluster. */
export function kubernetesPlacement(object: IConstruct, kind: string): Placement {
  const cluster = ClusterScope.tryOf(object);
  const environment = Environment.tryOf(object);
  if (!cluster || !environment)
    throw errorAt(object, 'KS1003', `a Kubernetes object (${kind}) is outside a cluster`, { fix: 'create it under a Cluster' });
  const place =
    kind === 'CustomResourceDefinition'
      ? { name: 'crds', base: cluster, explicit: false }
      : kind === 'Namespace'
        ? { name: 'namespaces', base: cluster, explicit: false }
        : (nearest(object, 'kubernetes', cluster) ?? {
            name: topLevel(object, cluster).node.id,
            base: topLevel(object, cluster),
            explicit: false,
          });
  return { environment, plane: 'kubernetes', cluster, ...place, unitId: `kubernetes.${cluster.name}.${place.name}` };
}

/** The Terraform stack of an element. Throws KS1003 outside an environment. */
export function terraformPlacement(element: IConstruct): Placement {
  const environment = Environment.tryOf(element);
  if (!environment)
    throw errorAt(element, 'KS1003', 'a Terraform element is outside an environment', { fix: 'create it under an Environment' });
  const place = nearest(element, 'terraform', environment) ?? { name: 'data', base: environment, explicit: false };
  return { environment, plane: 'terraform', ...place, unitId: `terraform.${place.name}` };
}

/** Where a construct itself sends what is created under it, if it does. */
export function placeOf(construct: IConstruct, plane: Plane): { readonly base: IConstruct } | undefined {
  return (construct as Holder)[PLACES]?.[plane];
}

function nearest(construct: IConstruct, plane: Plane, until: IConstruct): Place | undefined {
  for (let scope: IConstruct | undefined = construct; scope && scope !== until; scope = scope.node.scope) {
    const place = (scope as Holder)[PLACES]?.[plane];
    if (place) return place;
  }
  return undefined;
}

function topLevel(object: IConstruct, cluster: ClusterScope): IConstruct {
  let scope: IConstruct = object;
  while (scope.node.scope && scope.node.scope !== cluster) scope = scope.node.scope;
  return scope;
}
