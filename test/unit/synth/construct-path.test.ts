import { ApiObject } from 'cdk8s';
import { Deployment, type DeploymentProps } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { addAliases } from '../../../lib/synth/aliases.ts';
import { patch } from '../../../lib/synth/patch.ts';
import { statusOf } from '../../../lib/synth/reference/reference.ts';
import { matchers, synthTree } from '../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../support/tree.ts';

expect.extend(matchers);

const props: DeploymentProps = { containers: [{ image: 'example.com/web:1', portNumber: 8080 }] };

describe('an object of cdk8s-plus', () => {
  test('has the path of its construct, in the unit, in aliases and in errors', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      addAliases(new Deployment(cluster, 'web', props), 'dev/main/old');
    });
    const [entry] = [...result.content.units.values()]
      .flatMap((unit) => (unit.plane === 'kubernetes' ? unit.objects : []))
      .filter(({ kind }) => kind === 'Deployment');
    expect(entry).toMatchObject({ path: 'dev/main/web', aliases: ['dev/main/old'] });
    const twice = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      for (const id of ['a', 'b']) new Deployment(cluster, id, { ...props, metadata: { name: 'web' } });
    });
    expect(twice).toFailWith('KS1002', 'dev/main/b and dev/main/a are both the Deployment web');
  });

  test('is patched and referred to by its construct, however deep it stands for it', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const outer = new Construct(cluster, 'outer');
      const deployment = new Deployment(outer, 'web', props);
      outer.node.defaultChild = deployment;
      patch(outer, { op: 'add', path: '/spec/paused', value: true });
      configMap(cluster, 'map', { replicas: statusOf(deployment, '/status/replicas') });
    });
    expect(result).toSynthesise();
    expect(result.object('Deployment')).toMatchObject({ spec: { paused: true } });
    expect(result.bindings).toMatchObject([{ pointer: '/data/replicas', parts: [{ unit: 'dev/kubernetes.main.outer' }] }]);
  });

  test('gives what is made under it its name, also when that was given', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const web = new Deployment(cluster, 'web', { ...props, metadata: { name: 'shop-web' } });
      web.exposeViaService();
      new ApiObject(web, 'own', { apiVersion: 'v1', kind: 'ConfigMap' });
    });
    expect(result.find('Service').map(({ metadata }) => metadata.name)).toEqual(['shop-web-service']);
    expect(result.find('ConfigMap').map(({ metadata }) => metadata.name)).toEqual(['own']);
  });
});

test('a construct without an object has no status', () => {
  expect(() => synthTree((platform) => void statusOf(new Construct(devCluster(platform).cluster, 'empty'), '/status/x'))).toThrow(
    /KS1001 dev\/main\/empty.*there is no object of Kubernetes/,
  );
});
