import { describe, expect, test } from 'vitest';
import { configMap, findingsOf } from './fixture.ts';

describe('identities', () => {
  test('one object in two units, with both constructs', () => {
    const units = {
      'dev/kubernetes.main.a': { objects: [configMap('x')] },
      'dev/kubernetes.main.b': { objects: [{ manifest: configMap('x'), path: 'dev/main/other/x' }] },
    };
    expect(findingsOf(units)).toEqual([
      'KS1002 ConfigMap acme/x: dev/main/other/x of dev/kubernetes.main.b and dev/main/x of dev/kubernetes.main.a are both the ConfigMap acme/x; rename one of the two, or give it a name',
    ]);
  });

  test('the same name in two clusters or environments is two objects', () => {
    const units = {
      'dev/kubernetes.main.a': { objects: [configMap('x')] },
      'dev/kubernetes.b.a': { objects: [configMap('x')] },
      'prod/kubernetes.main.a': { objects: [configMap('x')] },
    };
    expect(findingsOf(units)).toEqual([]);
  });

  test('objects inside a List are found', () => {
    const list = { apiVersion: 'v1', kind: 'List', metadata: { name: 'all' }, items: [configMap('x')] };
    expect(findingsOf({ 'dev/kubernetes.main.a': { objects: [list] } })[0]).toContain(
      'KS5011 List all /items: the manifest is a List of 1 objects',
    );
  });

  test('a manifest that is not what its unit lists', () => {
    const units = { 'dev/kubernetes.main.a': { objects: [{ manifest: configMap('x'), entry: { name: 'y' } }] } };
    expect(findingsOf(units)[0]).toContain(
      'KS5020 ConfigMap acme/y: the manifest is v1 ConfigMap acme/x, and its unit lists v1 ConfigMap acme/y',
    );
  });
});
