import type { IConstruct } from 'constructs';
import { ClusterScope } from './cluster-scope.ts';

const NAMESPACE = Symbol.for('keelson.namespace');
type Holder = IConstruct & { [NAMESPACE]?: string };

/** Makes a construct give its namespace to the objects under it. */
export function markNamespace(construct: IConstruct, name: string): void {
  Object.defineProperty(construct, NAMESPACE, { value: name });
}

/** The namespace that objects under a construct are in: that of the nearest Namespace construct, else the platform's name. */
export function namespaceOf(construct: IConstruct): string {
  for (let scope: IConstruct | undefined = construct; scope && !ClusterScope.is(scope); scope = scope.node.scope) {
    const name = (scope as Holder)[NAMESPACE];
    if (name !== undefined) return name;
  }
  return (construct.node.root as unknown as { readonly name?: string }).name ?? 'default';
}
