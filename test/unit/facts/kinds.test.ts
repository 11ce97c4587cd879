import { describe, expect, test } from 'vitest';
import { builtinKinds, findBuiltinKind, isClusterScoped } from '../../../lib/facts/kubernetes/kinds.ts';
import { loadKubernetesSchemas } from '../../../lib/facts/kubernetes/openapi/load.ts';

describe('built-in kinds', () => {
  test('are those that the OpenAPI document has, without lists and the types of the machinery', () => {
    const machinery = new Set(['DeleteOptions', 'Status', 'WatchEvent']);
    const documented = Object.values(loadKubernetesSchemas().schemas)
      .flatMap((schema) => schema['x-kubernetes-group-version-kind'] ?? [])
      .filter(({ kind }) => !kind.endsWith('List') && !machinery.has(kind))
      .map(({ group, version, kind }) => `${group === '' ? '' : `${group}/`}${version}/${kind}`);
    expect(builtinKinds.map((kind) => `${kind.apiVersion}/${kind.kind}`).sort()).toEqual([...new Set(documented)].sort());
  });

  test.each([
    ['v1', 'Namespace', 'namespaces', 'Cluster'],
    ['v1', 'Endpoints', 'endpoints', 'Namespaced'],
    ['networking.k8s.io/v1', 'Ingress', 'ingresses', 'Namespaced'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', 'Namespaced'],
    ['storage.k8s.io/v1', 'CSIStorageCapacity', 'csistoragecapacities', 'Namespaced'],
    ['storage.k8s.io/v1', 'StorageClass', 'storageclasses', 'Cluster'],
    ['networking.k8s.io/v1', 'IPAddress', 'ipaddresses', 'Cluster'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', 'Cluster'],
  ])('%s %s is %s, %s', (apiVersion, kind, plural, scope) => {
    expect(findBuiltinKind(apiVersion, kind)).toMatchObject({ plural, scope, stored: true });
  });

  test('a request that the server does not keep is marked', () => {
    expect(findBuiltinKind('authentication.k8s.io/v1', 'TokenReview')?.stored).toBe(false);
  });

  test('an unknown kind or version is none', () => {
    expect(findBuiltinKind('apps/v1beta1', 'Deployment')).toBeUndefined();
    expect(isClusterScoped('example.com/v1', 'Widget')).toBeUndefined();
    expect(isClusterScoped('v1', 'Node')).toBe(true);
    expect(isClusterScoped('v1', 'Pod')).toBe(false);
  });
});
