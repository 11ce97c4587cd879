import type { IConstruct } from 'constructs';
import { ClusterScope } from '../cluster-scope.ts';

/** Ids that libraries give to the one object of a construct; they are no part of its name. */
const HIDDEN_IDS: ReadonlySet<string> = new Set(['Resource', 'Default']);

/**
 * The name of an object without an explicit one: the id of its construct. An id that begins with a capital letter is a
 * library's own (`Service` under a Deployment of cdk8s-plus), so its parent's name goes before it.
 */
export function objectName(object: IConstruct): string {
  let scope: IConstruct | undefined = object;
  while (scope?.node.scope && HIDDEN_IDS.has(scope.node.id)) scope = scope.node.scope;
  if (!scope) return object.node.id;
  const id = scope.node.id;
  const parent = scope.node.scope;
  if (/^[A-Z][A-Za-z0-9]*$/.test(id) && parent && !ClusterScope.is(parent) && parent.node.scope)
    return `${objectName(parent)}-${id.toLowerCase()}`;
  return id;
}
