import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Namespace, type NamespaceProps } from '../../../../lib/constructs/platform/namespace.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { Unit } from '../../../../lib/synth/unit.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { validateContent } from '../../../../lib/toolkit/validate/index.ts';
import { problems } from '../../../support/app.ts';
import { configMap, devCluster } from '../../../support/tree.ts';

expect.extend(matchers);

const namespace = (props?: NamespaceProps) =>
  synthTree((platform) => {
    configMap(new Namespace(devCluster(platform).cluster, 'shop', props), 'map');
  });

describe('a Namespace', () => {
  test('has what is created under it, in a unit of its own', () => {
    const result = namespace();
    expect(result.object('ConfigMap').metadata.namespace).toBe('shop');
    expect([...result.content.units.keys()].sort()).toEqual(['dev/kubernetes.main.namespaces', 'dev/kubernetes.main.shop']);
    expect(result.content.units.get('dev/kubernetes.main.shop')?.dependsOn).toEqual([
      { unit: 'dev/kubernetes.main.namespaces', reasons: ['namespace'] },
    ]);
  });

  test('admits only restricted pods, unless it is asked for more', () => {
    const labels = (result: ReturnType<typeof namespace>) => result.object('Namespace').metadata.labels;
    expect(labels(namespace())).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(labels(namespace({ podSecurity: 'privileged', labels: { team: 'a' } }))).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      team: 'a',
    });
  });

  test('may be named, limited and bounded', () => {
    const result = namespace({
      name: 'shop-eu',
      annotations: { owner: 'team-a' },
      quota: { cpu: '20', memory: '64Gi', gpus: 4, pods: 100 },
      limits: { cpu: '100m', memory: '128Mi', memoryLimit: '512Mi' },
    });
    expect(validateContent(result.content).findings).toEqual([]);
    expect(result.object('Namespace').metadata).toMatchObject({ name: 'shop-eu', annotations: { owner: 'team-a' } });
    expect(result.object('ConfigMap').metadata.namespace).toBe('shop-eu');
    expect(result.object('ResourceQuota', 'quota', 'shop-eu')['spec']).toEqual({
      hard: { 'requests.cpu': '20', 'requests.memory': '64Gi', 'requests.nvidia.com/gpu': '4', pods: '100' },
    });
    expect(result.object('LimitRange', 'limits', 'shop-eu')['spec']).toEqual({
      limits: [{ type: 'Container', defaultRequest: { cpu: '100m', memory: '128Mi' }, default: { memory: '512Mi' } }],
    });
  });

  test.each([
    [{ podSecurity: 'strict' }, 'prop podSecurity is "strict"; it must be one of restricted, baseline, privileged'],
    [{ quota: { memory: '64' } }, 'prop quota.memory is "64"; it must be a size with its unit'],
    [{ quota: { gpus: -1 } }, 'prop quota.gpus is -1; it must be at least 0'],
    [{ limits: { memory: '2Gi', memoryLimit: '1Gi' } }, 'it must be at most memoryLimit, which is 1Gi'],
    [{ labels: { team: 'a b' } }, 'prop labels.team is "a b"; it must be a label value'],
    [{ labels: { 'a b': 'team' } }, 'prop labels has the name "a b"; a name must be a label key'],
    [{ name: 'Shop' }, 'prop name is "Shop"'],
    [{ qouta: {} }, 'unknown prop qouta; did you mean quota?'],
  ])('refuses %j', (props, message) => {
    expect(problems(namespace(props as NamespaceProps))).toContainEqual(expect.stringContaining(message));
  });

  test('is in a cluster', () => {
    expect(() => synthTree((platform) => void new Namespace(new Environment(platform, 'dev'), 'shop'))).toThrow(
      'a namespace is outside a cluster',
    );
  });
});

describe('a namespace that exists', () => {
  test('is not created', () => {
    const result = synthTree((platform) => {
      configMap(Namespace.existing(devCluster(platform).cluster, 'legacy', { name: 'old-shop' }), 'map');
    });
    expect(result.object('ConfigMap').metadata.namespace).toBe('old-shop');
    expect(result.find('Namespace')).toEqual([]);
  });

  test('is waited for where the program itself creates it, also by what does not name it', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      configMap(new Namespace(cluster, 'shop'), 'map');
      configMap(Namespace.existing(new Unit(cluster, 'more'), 'shop'), 'other');
    });
    for (const unit of ['shop', 'more'])
      expect(result.content.units.get(`dev/kubernetes.main.${unit}`)?.dependsOn).toEqual([
        { unit: 'dev/kubernetes.main.namespaces', reasons: ['namespace'] },
      ]);
  });

  test('and one of a plain object count as declared, any other does not', () => {
    const run = (namespace: string) =>
      synthTree((platform) => {
        const { cluster } = devCluster(platform);
        new ApiObject(cluster, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'plain' } });
        configMap(cluster, 'map', {}, { namespace });
      });
    expect(run('plain')).toSynthesise();
    expect(run('plane')).toFailWith('KS1011', 'is in the namespace plane, which nothing creates');
  });
});

test('a Unit around a Namespace takes its objects, and not the Namespace itself', () => {
  const result = synthTree((platform) => {
    configMap(new Namespace(new Unit(devCluster(platform).cluster, 'team'), 'shop'), 'map');
  });
  expect([...result.content.units.keys()].sort()).toEqual(['dev/kubernetes.main.namespaces', 'dev/kubernetes.main.team']);
});
