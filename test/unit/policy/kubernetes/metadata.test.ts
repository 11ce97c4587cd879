import { describe, expect, test } from 'vitest';
import { deployment, issuesOf } from './objects.ts';

describe('names, labels and scope', () => {
  const named = (apiVersion: string, kind: string, name: string, more: object = {}) =>
    issuesOf({ apiVersion, kind, metadata: { name, ...more } }).filter((issue) => issue.startsWith('KS5007') || issue.startsWith('KS5008'));

  test('follow the rule of the kind', () => {
    expect(named('v1', 'ConfigMap', 'a.b', { namespace: 'n' })).toEqual([]);
    expect(named('v1', 'ConfigMap', 'A_b', { namespace: 'n' })[0]).toContain('the name "A_b" must be lower case letters');
    expect(named('v1', 'Namespace', 'a.b')[0]).toContain('the name "a.b" must be lower case letters, digits and -,');
    expect(named('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:node')).toEqual([]);
    expect(named('v1', 'Namespace', 'a'.repeat(64))[0]).toContain('has 64 characters, and 63 are allowed');
    expect(named('batch/v1', 'CronJob', 'a'.repeat(53), { namespace: 'n' })[0]).toContain('has 53 characters, and 52 are allowed');
  });

  test('a namespace is there exactly when the kind has one', () => {
    expect(named('v1', 'Namespace', 'a', { namespace: 'b' })).toEqual([
      'KS5008 /metadata/namespace: a Namespace has no namespace, and this one is in "b"; remove metadata.namespace',
    ]);
    expect(named('v1', 'ConfigMap', 'a')).toEqual([
      'KS5008 /metadata: a ConfigMap lives in a namespace, and this one has none; give metadata.namespace',
    ]);
  });

  test('labels and annotations, also of pods and selectors', () => {
    const object = deployment((_, whole) => {
      Object.assign(whole['metadata'] as object, {
        labels: { 'a/b/c': 'x', ok: '-bad' },
        annotations: { 'Example.com/ok': 'any text!', 'bad key': '' },
      });
      const spec = whole['spec'] as { template: { metadata: { labels: object } } };
      Object.assign(spec.template.metadata.labels, { version: 'a b' });
    });
    expect(issuesOf(object).map((issue) => issue.slice(0, issue.indexOf(':')))).toEqual([
      'KS5007 /metadata/labels/a~1b~1c',
      'KS5007 /metadata/labels/ok',
      'KS5007 /metadata/annotations/bad key',
      'KS5007 /spec/template/metadata/labels/version',
    ]);
  });

  test('fields of the server', () => {
    const object = deployment((_, whole) => Object.assign(whole['metadata'] as object, { uid: 'x', creationTimestamp: null }));
    expect(issuesOf(object)).toEqual(['KS5005 /metadata/uid: uid is set by the API server; remove it']);
  });

  test('no name', () => {
    expect(issuesOf(deployment((_, whole) => Object.assign(whole, { metadata: { namespace: 'a' } })))[0]).toContain(
      'the object has no name',
    );
    expect(issuesOf(deployment((_, whole) => Object.assign(whole, { metadata: { namespace: 'a', generateName: 'x-' } })))[0]).toContain(
      'generateName',
    );
  });
});
