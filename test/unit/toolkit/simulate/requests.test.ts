import { describe, expect, it } from 'vitest';
import { runsOn } from '../../../../lib/toolkit/simulate/daemon-nodes.ts';
import { amounts, podRequests } from '../../../../lib/toolkit/simulate/requests.ts';

const asks = (cpu: string, more: object = {}) => ({ resources: { requests: { cpu } }, ...more });

describe('what a pod takes of its node', () => {
  it.each<[string, object, string]>([
    ['all containers together', { containers: [asks('1'), asks('500m')] }, '1500m'],
    ['an init container that asks for more', { initContainers: [asks('4')], containers: [asks('1'), asks('1')] }, '4'],
    ['sidecars beside the containers', { initContainers: [asks('1', { restartPolicy: 'Always' })], containers: [asks('1')] }, '2'],
    [
      'sidecars beside init containers after them',
      { initContainers: [asks('1', { restartPolicy: 'Always' }), asks('3')], containers: [asks('1')] },
      '4',
    ],
    ['the overhead of its runtime class', { overhead: { cpu: '250m' }, containers: [asks('1')] }, '1250m'],
    ['what the whole pod asks for', { resources: { requests: { cpu: '8' } }, containers: [asks('1')] }, '8'],
  ])('is %s', (_, spec, cpu) => {
    expect(podRequests(spec as never)).toEqual(amounts({ cpu }));
  });
});

describe('a DaemonSet', () => {
  const node = { name: 'n', labels: { zone: 'a', size: '8' }, taints: [{ key: 'gpu', effect: 'NoSchedule' }] };
  const tolerations = [{ key: 'gpu', operator: 'Exists' }];
  const affinity = (expression: object) => ({
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } },
  });
  it.each<[object, boolean]>([
    [{}, false],
    [{ tolerations }, true],
    [{ tolerations: [{ operator: 'Exists' }] }, true],
    [{ tolerations: [{ key: 'gpu', value: 'other' }] }, false],
    [{ tolerations, nodeSelector: { zone: 'a' } }, true],
    [{ tolerations, nodeSelector: { zone: 'b' } }, false],
    [{ tolerations, affinity: affinity({ key: 'zone', operator: 'In', values: ['a', 'b'] }) }, true],
    [{ tolerations, affinity: affinity({ key: 'zone', operator: 'NotIn', values: ['a'] }) }, false],
    [{ tolerations, affinity: affinity({ key: 'none', operator: 'DoesNotExist' }) }, true],
    [{ tolerations, affinity: affinity({ key: 'size', operator: 'Gt', values: ['7'] }) }, true],
    [{ tolerations, affinity: affinity({ key: 'size', operator: 'Lt', values: ['7'] }) }, false],
  ])('%j makes a pod for a node, or not: %s', (spec, expected) => {
    expect(runsOn(spec as never, node)).toBe(expected);
  });
});
