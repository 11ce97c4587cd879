import { describe, expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../../../lib/facts/crds/load.ts';
import { validateContent } from '../../../../lib/toolkit/validate/validate-content.ts';
import { assembly } from '../../../support/assembly.ts';
import { configMap, stackOf } from '../../policy/fixture.ts';

const robots: CustomResourceDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  spec: {
    group: 'acme.io',
    scope: 'Namespaced',
    names: { kind: 'Robot', plural: 'robots' },
    versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } } }],
  },
};
const robot = { apiVersion: 'acme.io/v1', kind: 'Robot', metadata: { name: 'r', namespace: 'acme' }, spec: { arms: 2 } };
const route = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'r', namespace: 'acme' },
  spec: { hostname: 'a' },
};

describe('validating an assembly in memory', () => {
  test('counts what it looked at', () => {
    const content = assembly({
      'dev/terraform.data': { stack: stackOf() },
      'dev/kubernetes.main.shop': { objects: [configMap('a'), configMap('b')] },
    });
    expect(validateContent(content)).toEqual({
      findings: [],
      checked: { units: 2, objects: 2, resources: 1, files: 6, withoutSchema: 0, kubernetesVersion: 'v1.36.2' },
    });
  });

  test('knows the carried definitions of the groups in use', () => {
    const { findings } = validateContent(assembly({ 'dev/kubernetes.main.a': { objects: [route] } }));
    expect(findings.map((finding) => [finding.code, finding.fix])).toEqual([['KS5002', 'did you mean hostnames?']]);
    const misspelt = { ...route, kind: 'HTTPRoutes', spec: {} };
    const other = validateContent(assembly({ 'dev/kubernetes.main.a': { objects: [misspelt] } }));
    expect(other.findings[0]).toMatchObject({ code: 'KS5001', fix: 'did you mean gateway.networking.k8s.io/v1/HTTPRoute?' });
  });

  test("takes a person's own definitions", () => {
    const content = assembly({ 'dev/kubernetes.main.a': { objects: [robot] } });
    const unknown = validateContent(content);
    expect(unknown.findings).toMatchObject([{ code: 'KS5010', severity: 'warning' }]);
    expect(unknown.checked.withoutSchema).toBe(1);
    const known = validateContent(content, [robots]);
    expect(known.findings).toMatchObject([{ code: 'KS5002', pointer: '/spec/arms', path: 'dev/main/r' }]);
    expect(known.checked.withoutSchema).toBe(0);
  });

  test('finds nothing that depends on the order of units', () => {
    const units = { 'dev/kubernetes.main.a': { objects: [robot] }, 'dev/kubernetes.main.b': { objects: [{ ...configMap('x'), dta: 1 }] } };
    const content = assembly(units);
    const reversed = { ...content, units: new Map([...content.units].reverse()) };
    expect(validateContent(reversed).findings).toEqual(validateContent(content).findings);
  });
});
