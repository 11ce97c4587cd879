import { describe, expect, test } from 'vitest';
import { validateObject } from '../../../../lib/policy/kubernetes/validate-object.ts';
import { deployment, issuesOf, schemas, widget, widgets } from './objects.ts';

describe('a valid object', () => {
  test('has no findings', () => {
    expect(issuesOf(deployment())).toEqual([]);
    expect(issuesOf(widget({ size: 3, port: 'http', free: { a: 1 }, maybe: null }))).toEqual([]);
  });

  test('may hold free content where the schema allows it', () => {
    const definition = { ...widgets, metadata: { name: 'widgets.example.com', creationTimestamp: null } };
    const names = { ...definition.spec.names, singular: 'widget', listKind: 'WidgetList' };
    const versions = definition.spec.versions.map((version) => ({ ...version, storage: true }));
    expect(issuesOf({ ...definition, spec: { ...definition.spec, names, versions } } as unknown as Record<string, unknown>)).toEqual([]);
  });
});

describe('kinds', () => {
  test('a misspelt kind', () => {
    expect(issuesOf({ ...deployment(), kind: 'Deploymnet' })).toEqual([
      'KS5001 /kind: there is no Deploymnet in apps/v1; did you mean apps/v1/Deployment?',
    ]);
  });

  test('a version that was removed', () => {
    expect(issuesOf({ apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'a', namespace: 'b' } })).toEqual([
      'KS5001 /apiVersion: there is no PodDisruptionBudget in policy/v1beta1; use policy/v1',
    ]);
  });

  test('a kind in a group that has another one', () => {
    expect(issuesOf({ apiVersion: 'extensions/v1beta1', kind: 'Ingress', metadata: { name: 'a', namespace: 'b' } })).toEqual([
      'KS5001 /kind: there is no Ingress in extensions/v1beta1; did you mean networking.k8s.io/v1/Ingress?',
    ]);
  });

  test('a custom resource without a definition is a warning', () => {
    const issues = validateObject({ apiVersion: 'acme.io/v1', kind: 'Robot', metadata: { name: 'r', labels: { a: '?' } } }, schemas);
    expect(issues.map((issue) => [issue.code, issue.severity])).toEqual([
      ['KS5010', 'warning'],
      ['KS5007', undefined],
    ]);
  });

  test('a request that is not kept', () => {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', metadata: { name: 'a' }, spec: {} };
    expect(issuesOf(review)[0]).toContain('KS5001 /kind: a TokenReview is a request');
  });

  test('a list in one manifest', () => {
    expect(issuesOf({ apiVersion: 'v1', kind: 'List', items: [deployment()] })[0]).toContain(
      'KS5011 /items: the manifest is a List of 1 objects',
    );
  });

  test('neither kind nor version', () => {
    expect(issuesOf({})).toEqual(['KS5004 : apiVersion is undefined; give apiVersion', 'KS5004 : kind is undefined; give kind']);
  });
});
