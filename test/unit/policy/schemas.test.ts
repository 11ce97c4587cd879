import { describe, expect, test } from 'vitest';
import { configMap, findingsOf } from './fixture.ts';

describe('schemas', () => {
  test('name object, construct and file', () => {
    const units = { 'dev/kubernetes.main.shop': { objects: [{ ...configMap('shop'), dta: {} }] } };
    expect(findingsOf(units)).toEqual(['KS5002 ConfigMap acme/shop /dta: there is no field dta; did you mean data?']);
  });

  test('take definitions of the same cluster, and of no other', () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'robots.acme.io' },
      spec: {
        group: 'acme.io',
        scope: 'Namespaced',
        names: { kind: 'Robot', plural: 'robots' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
          },
        ],
      },
    };
    const robot = { apiVersion: 'acme.io/v1', kind: 'Robot', metadata: { name: 'r2', namespace: 'acme' }, spec: { arms: 2 } };
    const units = (cluster: string) => ({
      'dev/kubernetes.main.crds': { objects: [definition] },
      [`dev/kubernetes.${cluster}.robots`]: { objects: [robot] },
    });
    expect(findingsOf(units('main'))[0]).toContain('KS5002 Robot acme/r2 /spec/arms: there is no field arms');
    expect(findingsOf(units('other'))[0]).toContain('KS5010 Robot acme/r2 /kind: no schema of acme.io/v1/Robot is known');
  });
});
