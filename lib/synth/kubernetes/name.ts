import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ClusterScope } from '../cluster-scope.ts';
import { ownerOf } from '../construct-path.ts';

/** Ids that cdk8s-plus gives to what it makes under a construct of the user's: `Service`, `AllowIngress<namespace><hash>`. */
const LIBRARY_ID = /^(?:[A-Z][A-Za-z0-9]*|Allow(?:Ing|Eg)ress[-a-z0-9]+)$/;

/**
 * The name of an object without an explicit one: the id of its construct. An id that a library gave (`Service` under a
 * Deployment of cdk8s-plus) has the name of its parent before it.
 */
export function objectName(object: IConstruct): string {
  const construct = ownerOf(object);
  const { id, scope } = construct.node;
  if (LIBRARY_ID.test(id) && scope?.node.scope && !ClusterScope.is(scope)) return `${nameOf(scope)}-${id.toLowerCase()}`;
  return id;
}

/** The name of a construct's own object, else the one that it would have. */
function nameOf(construct: IConstruct): string {
  const own = ApiObject.isApiObject(construct) ? construct : construct.node.tryFindChild('Resource');
  return own && ApiObject.isApiObject(own) ? own.name : objectName(construct);
}
