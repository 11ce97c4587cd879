import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Cluster, type ExistingClusterProps } from '../../../../lib/constructs/platform/cluster.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { problems } from '../../../support/app.ts';
import { configMap } from '../../../support/tree.ts';

expect.extend(matchers);

const withCluster = (props: unknown, use: (cluster: Cluster) => void = () => {}, id = 'main') =>
  synthTree((platform) => use(Cluster.existing(new Environment(platform, 'dev'), id, props as ExistingClusterProps)));

describe('Cluster.existing', () => {
  test('gives the cluster its id, its version and the name that the provider has for it', () => {
    withCluster({ version: '1.36' }, (cluster) =>
      expect([cluster.name, cluster.clusterName, cluster.version]).toEqual(['main', 'main', '1.36']),
    );
    withCluster({ version: '1.36', name: 'acme-dev' }, (cluster) =>
      expect([cluster.name, cluster.clusterName]).toEqual(['main', 'acme-dev']),
    );
  });

  test('puts the id into paths and units', () => {
    const result = withCluster({ version: '1.36' }, (cluster) => void configMap(cluster, 'map'), 'eu');
    expect([...result.files.keys()]).toContain('dev/kubernetes/eu/map/test/ConfigMap/map.yaml');
  });

  test('takes kinds that something else installs', () => {
    const widget = (cluster: Cluster) => void new ApiObject(cluster, 'w', { apiVersion: 'example.com/v1', kind: 'Widget' });
    expect(withCluster({ version: '1.36', external: ['example.com/v1/Widget'] }, widget)).toSynthesise();
    expect(withCluster({ version: '1.36' }, widget)).toFailWith('KS1006', 'Widget');
  });

  test.each([
    [{}, 'prop version is missing'],
    [undefined, 'the props are missing'],
    [{ version: 1.36 }, 'prop version is 1.36; it must be a text'],
    [{ version: '1.36.2' }, 'prop version is "1.36.2"; it must be major.minor, such as \'1.36\''],
    [{ version: '1.36', verison: '1' }, 'unknown prop verison; did you mean version?'],
  ])('refuses %j', (props, message) => {
    expect(problems(withCluster(props))).toEqual([expect.stringContaining(message)]);
  });

  test('refuses an id that can be no name, and a kind that is none', () => {
    expect(withCluster({ version: '1.36' }, () => {}, 'Main')).toFailWith('KS1009', '"Main" is no name for a cluster');
    expect(withCluster({ version: '1.36' }, () => {}, 'terraform')).toFailWith('KS1009', 'no cluster can be named terraform');
    expect(() => withCluster({ version: '1.36', external: ['Widget'] })).toThrow('"Widget" is no kind');
  });
});
