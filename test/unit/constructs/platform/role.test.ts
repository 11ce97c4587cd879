import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import { Cluster } from '../../../../lib/constructs/platform/cluster.ts';
import { ClusterRole } from '../../../../lib/constructs/platform/cluster-role.ts';
import { Namespace } from '../../../../lib/constructs/platform/namespace.ts';
import { Role, type RoleProps } from '../../../../lib/constructs/platform/role.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { devCluster } from '../../../support/tree.ts';

expect.extend(matchers);

const GROUP = 'rbac.authorization.k8s.io';
const app = (scope: Construct) => new App(scope, 'operator', { image: 'example.com/operator:1' });
const inShop = (build: (shop: Namespace) => void) =>
  synthTree((platform) => {
    build(new Namespace(devCluster(platform).cluster, 'shop'));
  });

describe('a Role', () => {
  test('is bound to all its subjects by one binding, in its own namespace', () => {
    const result = inShop((shop) => {
      const reader = new Role(shop, 'reader', {
        rules: [
          { resources: ['pods', 'pods/log'], verbs: ['get', 'list'] },
          { group: 'apps', resources: ['deployments'], verbs: ['patch'], names: ['web'] },
        ],
      });
      reader.grant({ group: 'shop-team' });
      reader.grant({ user: 'ann' }, { serviceAccount: 'ci' }, { serviceAccount: 'bot', namespace: 'ci' });
    });
    expect(result.object('Role')['rules']).toEqual([
      { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'], resourceNames: ['web'] },
    ]);
    const binding = result.object('RoleBinding', 'reader', 'shop');
    expect(binding['roleRef']).toEqual({ apiGroup: GROUP, kind: 'Role', name: 'reader' });
    expect(binding['subjects']).toEqual([
      { apiGroup: GROUP, kind: 'Group', name: 'shop-team' },
      { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
      { kind: 'ServiceAccount', name: 'ci', namespace: 'shop' },
      { apiGroup: GROUP, kind: 'User', name: 'ann' },
    ]);
  });

  test('is the same, whatever the order of its grants, and has a subject once', () => {
    const run = (...groups: string[]) =>
      inShop((shop) => {
        const reader = new Role(shop, 'reader', { rules: [{ resources: ['pods'], verbs: ['get'] }] });
        for (const group of groups) reader.grant({ group });
      });
    expect([...run('b', 'a', 'b').files]).toEqual([...run('a', 'b').files]);
    expect(run('b', 'a', 'b').object('RoleBinding')['subjects']).toHaveLength(2);
  });

  test('mounts the token of a workload that it is granted to', () => {
    const rules: RoleProps['rules'] = [{ resources: ['pods'], verbs: ['get'] }];
    const result = inShop((shop) => new Role(shop, 'reader', { rules }).grant(app(shop)));
    expect(result.object('RoleBinding')['subjects']).toEqual([{ kind: 'ServiceAccount', name: 'operator', namespace: 'shop' }]);
    expect(result.object('Deployment')).toMatchObject({ spec: { template: { spec: { automountServiceAccountToken: true } } } });
  });

  test.each([
    [{ resources: ['deployments'], verbs: ['get'] }, 'resources[0] is "deployments"; it must be a resource of the group ""'],
    [{ group: 'apps', resources: ['deploymnets'], verbs: ['get'] }, 'a resource of the group "apps", such as deployments'],
    [{ resources: ['Pods'], verbs: ['get'] }, 'is "Pods"; it must be a resource of the group "", such as pods'],
    [{ group: 'example.com', resources: ['Widget'], verbs: ['get'] }, 'is "Widget"; it must be a plural name in lower case'],
    [{ resources: ['nodes'], verbs: ['get'] }, 'is "nodes"; it must be a resource that is in a namespace; give this one by a ClusterRole'],
    [{ resources: ['pods'], verbs: ['read'] }, 'is "read"; it must be one of get, list'],
    [{ resources: ['pods'], verb: ['get'], verbs: ['get'] }, 'did you mean rules[0].verbs?'],
  ])('refuses %j', (rule, message) => {
    const result = inShop((shop) => new Role(shop, 'reader', { rules: [rule as RoleProps['rules'][number]] }));
    expect(result.errors.map((error) => error.message)).toEqual([expect.stringContaining(message)]);
  });

  test('may name resources of a group that is not built in', () => {
    const rules: RoleProps['rules'] = [{ group: 'metrics.k8s.io', resources: ['pods'], verbs: ['*'] }];
    expect(inShop((shop) => new Role(shop, 'reader', { rules }))).toSynthesise();
  });

  test('is granted to subjects only', () => {
    const grant = (subject: unknown) => () => inShop((shop) => new Role(shop, 'reader', { rules: [] }).grant(subject as { group: string }));
    expect(grant('shop-team')).toThrow('KS1001 dev/main/shop/reader');
    expect(grant({ groups: 'shop-team' })).toThrow("give a workload, { serviceAccount: 'name' }");
  });
});

describe('a ClusterRole', () => {
  test('is granted in the whole cluster, or in a namespace', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const shop = new Namespace(cluster, 'shop');
      const nodes = new ClusterRole(cluster, 'nodes', { rules: [{ resources: ['nodes'], verbs: ['get'] }], labels: { team: 'a' } });
      nodes.grant({ group: 'ops' });
      const view = ClusterRole.existing(cluster, 'view');
      view.grantIn(shop, { group: 'shop-team' });
      view.grantIn(app(shop), { serviceAccount: 'ci' });
    });
    expect(result.object('ClusterRole').metadata).toMatchObject({ name: 'nodes', labels: { team: 'a' } });
    expect(result.object('ClusterRoleBinding')).toMatchObject({
      metadata: { name: 'nodes' },
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'nodes' },
    });
    expect(result.object('ClusterRoleBinding').metadata.namespace).toBeUndefined();
    expect(result.object('RoleBinding', 'view', 'shop')).toMatchObject({
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'view' },
      subjects: [
        { apiGroup: GROUP, kind: 'Group', name: 'shop-team' },
        { kind: 'ServiceAccount', name: 'ci', namespace: 'shop' },
      ],
    });
  });

  test('that exists has all its subjects in one binding, whichever constructs stand for it', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const shop = new Namespace(cluster, 'shop');
      ClusterRole.existing(cluster, 'admin').grantIn(shop, { group: 'b' });
      ClusterRole.existing(shop, 'admin').grantIn(shop, { group: 'a' });
    });
    expect(result.object('RoleBinding', 'admin', 'shop')).toMatchObject({ subjects: [{ name: 'a' }, { name: 'b' }] });
  });

  test("is never granted by the binding that is Kubernetes' own", () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      for (const name of ['cluster-admin', 'system:node', 'view']) ClusterRole.existing(cluster, name).grant({ group: 'ops' });
    });
    const bindings = [...result.content.objects.values()].filter(({ kind }) => kind === 'ClusterRoleBinding');
    expect(bindings.map(({ metadata }) => metadata.name).sort()).toEqual(['keelson:cluster-admin', 'keelson:system:node', 'view']);
  });

  test('of one cluster is not granted in another', () => {
    const run = () =>
      synthTree((platform) => {
        const { dev, cluster } = devCluster(platform);
        const other = Cluster.existing(dev, 'other', { version: '1.36' });
        ClusterRole.existing(cluster, 'view').grantIn(other, { group: 'a' });
      });
    expect(run).toThrow('the role view is granted in another cluster: dev/other');
  });
});
