import { describe, expect, test } from 'vitest';
import { matchers } from '../../../../lib/testing/index.ts';
import { deploymentOf, problems, synthApp } from '../../../support/app.ts';

expect.extend(matchers);

const selector = { matchLabels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'web-dev' } };

describe('several replicas', () => {
  test('are spread softly, and nodes drain one at a time', () => {
    const result = synthApp({ replicas: 3 });
    const { spec, pod } = deploymentOf(result);
    expect(spec['replicas']).toBe(3);
    expect(pod['topologySpreadConstraints']).toEqual(
      ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: selector,
        matchLabelKeys: ['pod-template-hash'],
      })),
    );
    expect(result.object('PodDisruptionBudget')['spec']).toEqual({
      maxUnavailable: 1,
      selector,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('are spread as it is asked for', () => {
    expect(deploymentOf(synthApp({ replicas: 3, spread: 'none' })).pod).not.toHaveProperty('topologySpreadConstraints');
    expect(deploymentOf(synthApp({ replicas: 3, spread: 'hard' })).pod['topologySpreadConstraints']).toMatchObject([
      { whenUnsatisfiable: 'DoNotSchedule' },
      { whenUnsatisfiable: 'DoNotSchedule' },
    ]);
    expect(synthApp({ replicas: 4, maxUnavailable: '50%' })).toHaveObject('PodDisruptionBudget', 'web', {
      spec: { maxUnavailable: '50%' },
    });
  });

  test('are replaced as it is asked for', () => {
    expect(deploymentOf(synthApp({ rollout: { maxSurge: 1, maxUnavailable: 0 } })).spec['strategy']).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    expect(deploymentOf(synthApp({ recreate: true })).spec['strategy']).toEqual({ type: 'Recreate' });
  });

  test('one or none has no budget and no constraints', () => {
    for (const replicas of [0, 1]) {
      const result = synthApp({ replicas });
      expect(deploymentOf(result).spec['replicas']).toBe(replicas);
      expect(deploymentOf(result).pod).not.toHaveProperty('topologySpreadConstraints');
      expect(result.find('PodDisruptionBudget')).toEqual([]);
    }
  });
});

describe('an autoscaler', () => {
  test('owns the number of replicas', () => {
    const result = synthApp({ autoscale: { min: 2, max: 6 }, resources: { cpu: '100m' } });
    expect(deploymentOf(result).spec).not.toHaveProperty('replicas');
    expect(result.object('HorizontalPodAutoscaler')['spec']).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
    });
    expect(result).toHaveObject('PodDisruptionBudget', 'web', { spec: { maxUnavailable: 1 } });
    expect(deploymentOf(result).pod).toHaveProperty('topologySpreadConstraints');
  });

  test('follows memory alone, or both', () => {
    const metricsOf = (autoscale: { cpuPercent?: number; memoryPercent?: number }) => {
      const result = synthApp({ autoscale: { min: 1, max: 2, ...autoscale }, resources: { cpu: '1', memory: '1Gi' } });
      const { metrics } = result.object('HorizontalPodAutoscaler')['spec'] as { metrics: { resource: { name: string } }[] };
      return metrics.map(({ resource }) => resource.name);
    };
    expect(metricsOf({ memoryPercent: 80 })).toEqual(['memory']);
    expect(metricsOf({ cpuPercent: 50, memoryPercent: 80 })).toEqual(['cpu', 'memory']);
  });
});

test.each([
  [{ autoscale: { min: 5, max: 2 }, resources: { cpu: '1' } }, 'prop autoscale.min is 5; it must be at most max, which is 2'],
  [{ autoscale: { min: 0, max: 2 }, resources: { cpu: '1' } }, 'prop autoscale.min is 0; it must be at least 1'],
  [
    { autoscale: { min: 1, max: 2 }, replicas: 2, resources: { cpu: '1' } },
    'prop replicas is 2; it must be absent when autoscale is given',
  ],
  [{ autoscale: { min: 1, max: 2 } }, 'it must be a share of resources.cpu, which is missing'],
  [{ autoscale: { min: 1, max: 2, memoryPercent: 70 } }, 'prop autoscale.memoryPercent is 70; it must be a share of resources.memory'],
  [{ replicas: 1.5 }, 'prop replicas is 1.5; it must be a whole number'],
  [{ replicas: -1 }, 'prop replicas is -1; it must be at least 0'],
  [{ rollout: { maxSurge: 0, maxUnavailable: '0%' } }, 'prop rollout.maxSurge is 0; it must be more than 0 when maxUnavailable is 0'],
  [{ rollout: { maxSurge: 1 }, recreate: true }, 'it must be absent when recreate is true'],
  [{ maxUnavailable: 'half' }, 'prop maxUnavailable is "half"; it must be'],
])('%j is refused', (props, message) => {
  expect(problems(synthApp(props as Record<string, unknown>))).toEqual([expect.stringContaining(message)]);
});
