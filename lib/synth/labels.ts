import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import { ClusterScope } from './cluster-scope.ts';
import { Environment } from './environment.ts';

const COMPONENT = Symbol.for('keelson.component');
type Holder = IConstruct & { [COMPONENT]?: string };

/** Names the workload that objects under a construct belong to. @default - the construct just under the cluster or its namespace */
export function markComponent(construct: IConstruct, name: string): void {
  Object.defineProperty(construct, COMPONENT, { value: name });
}

/** Name of the workload that an object belongs to. */
export function componentOf(construct: IConstruct): string {
  let last = construct.node.id;
  for (let scope: IConstruct | undefined = construct; scope && !ClusterScope.is(scope); scope = scope.node.scope) {
    const name = (scope as Holder)[COMPONENT];
    if (name !== undefined) return name;
    last = scope.node.id;
  }
  return last;
}

/**
 * The two labels that selectors use, the same for every object of a workload: they depend on its name and environment only,
 * so moving a construct never replaces a workload.
 */
export function selectorLabels(construct: IConstruct): Record<string, string> {
  const name = componentOf(construct);
  return {
    'app.kubernetes.io/name': labelValue(name),
    'app.kubernetes.io/instance': labelValue(`${name}-${Environment.of(construct).name}`),
  };
}

/** Labels that every object carries. */
export function commonLabels(construct: IConstruct, platform: string): Record<string, string> {
  return { ...selectorLabels(construct), 'app.kubernetes.io/part-of': labelValue(platform), 'app.kubernetes.io/managed-by': 'keelson' };
}

/** A text made to fit a label value: at most 63 characters, a longer one is cut and hashed. */
export function labelValue(text: string): string {
  if (/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(text)) return text;
  const clean = text.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  if (clean.length <= 63) return clean;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${clean.slice(0, 54).replace(/[^A-Za-z0-9]+$/, '')}-${hash}`;
}
