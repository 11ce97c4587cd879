import { describe, expect, test } from 'vitest';
import { container, deployment, issuesOf } from './objects.ts';

describe('what contradicts', () => {
  test('a selector that misses its own pods', () => {
    const object = deployment((_, whole) => Object.assign(whole['spec'] as object, { selector: { matchLabels: { app: 'other' } } }));
    expect(issuesOf(object)[0]).toContain(
      'KS5009 /spec/selector/matchLabels/app: the selector wants the label app=other, and the pod template has chat',
    );
  });

  test('a mount without a volume', () => {
    expect(issuesOf(container({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }))[0]).toContain('the volume "data" is mounted');
  });

  test('a request above its limit, and a GPU with unequal ones', () => {
    const resources = (requests: object, limits: object) => issuesOf(container({ resources: { requests, limits } }));
    expect(resources({ memory: '1Gi' }, { memory: '1000Mi' })[0]).toContain('the request memory is "1Gi", above its limit "1000Mi"');
    expect(resources({ cpu: '1' }, { cpu: '1000m' })).toEqual([]);
    expect(resources({ 'nvidia.com/gpu': 1 }, {})[0]).toContain('the limit is missing');
    expect(resources({ 'nvidia.com/gpu': '1' }, { 'nvidia.com/gpu': 1 })).toEqual([]);
  });

  test('a definition under another name, or without a schema', () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widget.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Widget', plural: 'widgets' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    };
    expect(issuesOf(definition).map((issue) => issue.slice(0, 6))).toEqual(['KS5012', 'KS5012']);
  });
});
