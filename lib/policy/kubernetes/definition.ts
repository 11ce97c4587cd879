import type { CustomResourceDefinition } from '../../facts/crds/load.ts';

/** An object as a custom resource definition; undefined when it is none, or lacks what a schema needs. */
export function definitionOf(object: unknown): CustomResourceDefinition | undefined {
  const { apiVersion, kind, spec } = fieldsOf(object);
  if (apiVersion !== 'apiextensions.k8s.io/v1' || kind !== 'CustomResourceDefinition') return undefined;
  const { group, names, versions, scope } = fieldsOf(spec);
  const complete = typeof group === 'string' && typeof fieldsOf(names)['kind'] === 'string' && Array.isArray(versions);
  return complete && (scope === 'Namespaced' || scope === 'Cluster') ? (object as CustomResourceDefinition) : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
