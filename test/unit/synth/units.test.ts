import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { Environment } from '../../../lib/synth/environment.ts';
import { external } from '../../../lib/synth/external.ts';
import { markNamespace } from '../../../lib/synth/namespace-scope.ts';
import { placeIn } from '../../../lib/synth/placement.ts';
import { Unit } from '../../../lib/synth/unit.ts';
import { matchers, synthTree } from '../../../lib/testing/index.ts';
import { configMap, devCluster, TestCluster } from '../../support/tree.ts';

expect.extend(matchers);

const unitsOf = (build: Parameters<typeof synthTree>[0]) => [...synthTree(build).content.units.keys()];

describe('units', () => {
  test('form by kind and by the construct directly under the cluster', () => {
    const units = unitsOf((platform) => {
      const { cluster } = devCluster(platform);
      configMap(cluster, 'alone');
      configMap(new Construct(cluster, 'team-a'), 'one');
      new ApiObject(cluster, 'widgets', {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'widgets.example.com' },
        spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Widget' } },
      });
    });
    expect(units).toEqual([
      'dev/kubernetes.main.alone',
      'dev/kubernetes.main.crds',
      'dev/kubernetes.main.namespaces',
      'dev/kubernetes.main.team-a',
    ]);
  });

  test('take an explicit Unit for both planes', () => {
    const units = unitsOf((platform) => {
      const { dev, cluster } = devCluster(platform);
      configMap(new Unit(cluster, 'team-a'), 'one');
      new S3Bucket(new Unit(dev, 'files'), 'logs', {});
      new S3Bucket(dev, 'rest', {});
    });
    expect(units).toEqual(['dev/kubernetes.main.namespaces', 'dev/kubernetes.main.team-a', 'dev/terraform.data', 'dev/terraform.files']);
  });

  test('a place set on a construct is nearer than a Unit around it', () => {
    const units = unitsOf((platform) => {
      const { cluster } = devCluster(platform);
      const unit = new Unit(cluster, 'team-a');
      const access = new Construct(unit, 'access');
      placeIn(access, 'terraform', 'access-main', cluster);
      new S3Bucket(access, 'logs', {});
    });
    expect(units).toEqual(['dev/terraform.access-main']);
  });

  test('two units of one name are an error', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      new S3Bucket(new Unit(dev, 'data'), 'one', {});
      new S3Bucket(dev, 'two', {});
    });
    expect(result).toFailWith('KS1012', 'dev/data');
  });

  test('a dependency between units becomes an edge with its reason', () => {
    const { content } = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const first = configMap(cluster, 'first');
      configMap(cluster, 'second').node.addDependency(first);
    });
    expect(content.units.get('dev/kubernetes.main.second')?.dependsOn).toEqual([
      { unit: 'dev/kubernetes.main.first', reasons: ['dependsOn'] },
      { unit: 'dev/kubernetes.main.namespaces', reasons: ['namespace'] },
    ]);
  });

  test('a dependency inside a unit orders objects, and resources by depends_on', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const team = new Construct(cluster, 'team');
      configMap(team, 'second').node.addDependency(configMap(team, 'first'));
      new S3Bucket(dev, 'b', {}).node.addDependency(new S3Bucket(dev, 'a', {}));
    });
    const unit = result.content.units.get('dev/kubernetes.main.team');
    expect(unit?.plane === 'kubernetes' && unit.objects.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['first', undefined],
      ['second', ['/ConfigMap/test/first']],
    ]);
    expect(result).toHaveResource('aws_s3_bucket.b', { depends_on: ['aws_s3_bucket.a'] });
  });

  test('a cycle of units is an error that prints the path and the reasons', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const a = configMap(cluster, 'a');
      const b = configMap(cluster, 'b');
      a.node.addDependency(b);
      b.node.addDependency(a);
    });
    expect(result).toFailWith('KS1005', 'dev/kubernetes.main.a -> dev/kubernetes.main.b (dependsOn) -> dev/kubernetes.main.a (dependsOn)');
  });
});

describe('namespaces', () => {
  test('default to the platform and are created where they are used', () => {
    const result = synthTree((platform) => void configMap(devCluster(platform).cluster, 'one'));
    expect(result.object('ConfigMap').metadata.namespace).toBe('test');
    expect(result).toHaveObject('Namespace', 'test');
  });

  test('come from the nearest construct that has one', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const team = new Construct(cluster, 'team');
      markNamespace(team, 'team-a');
      cluster.externalNamespaces.add('team-a');
      configMap(new Construct(team, 'deep'), 'one');
    });
    expect(result.object('ConfigMap').metadata.namespace).toBe('team-a');
  });

  test('that nothing creates are an error', () => {
    const result = synthTree((platform) => void configMap(devCluster(platform).cluster, 'one', {}, { namespace: 'nowhere' }));
    expect(result).toFailWith('KS1011', 'nowhere');
  });

  test('are not given to cluster-scoped objects', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      new ApiObject(cluster, 'reader', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules: [] });
      external(cluster, { kind: 'example.com/v1/Widget', scope: 'Cluster' });
      new ApiObject(cluster, 'widget', { apiVersion: 'example.com/v1', kind: 'Widget' });
    });
    expect(result.objects.map((object) => [object.kind, object.metadata.namespace])).toEqual([
      ['ClusterRole', undefined],
      ['Widget', undefined],
    ]);
  });
});

describe('identities', () => {
  test('two objects with one identity name both paths', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      configMap(new Construct(cluster, 'a'), 'same');
      configMap(new Construct(cluster, 'b'), 'same');
    });
    expect(result).toFailWith('KS1002', /dev\/main\/b\/same and dev\/main\/a\/same are both the ConfigMap same in the namespace test/);
  });

  test('constructs that make the same objects are told once', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      for (const id of ['a', 'b']) {
        const maker = new Construct(cluster, id);
        configMap(maker, 'config', {}, { name: 'web' });
        new ApiObject(maker, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } });
      }
    });
    expect(result.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/: dev\/main\/b and dev\/main\/a are both the ConfigMap, Service web in the namespace test; rename/),
    ]);
  });

  test('the same name in two clusters is none', () => {
    const result = synthTree((platform) => {
      const dev = new Environment(platform, 'dev');
      configMap(new TestCluster(dev, 'one'), 'same');
      configMap(new TestCluster(dev, 'two'), 'same');
    });
    expect(result).toSynthesise();
  });

  test('a kind without a provider is an error, with the line to add', () => {
    const result = synthTree((platform) => {
      new ApiObject(devCluster(platform).cluster, 'route', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' });
    });
    expect(result).toFailWith('KS1006', "external(cluster, 'gateway.networking.k8s.io/v1/HTTPRoute')");
  });

  test('a bad name is an error', () => {
    const result = synthTree((platform) => void configMap(devCluster(platform).cluster, 'Bad_Name'));
    expect(result).toFailWith('KS1009', '"Bad_Name"');
  });
});
