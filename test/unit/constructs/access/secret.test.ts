import { describe, expect, test } from 'vitest';
import { Secret, type SecretsManagerProps } from '../../../../lib/constructs/access/secret.ts';
import { App } from '../../../../lib/constructs/app/app.ts';
import { Namespace } from '../../../../lib/constructs/platform/namespace.ts';
import { ClusterScope } from '../../../../lib/synth/cluster-scope.ts';
import { external } from '../../../../lib/synth/external.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { deploymentOf, IMAGE, inShop, problems } from '../../../support/app.ts';
import { configMap, devCluster } from '../../../support/tree.ts';

expect.extend(matchers);

const declare = (shop: Namespace) => external(ClusterScope.tryOf(shop) as ClusterScope, 'external-secrets.io/v1/ExternalSecret');
const managed = (props: SecretsManagerProps) =>
  inShop((shop) => {
    declare(shop);
    Secret.fromSecretsManager(shop, 'hf-token', props);
  });

describe('a secret that exists', () => {
  test('is read by variables and volumes, and its value is nowhere', () => {
    const result = inShop((shop) => {
      const token = Secret.existing(shop, 'hf-token', { key: 'token' });
      const password = Secret.existing(shop, 'password', { name: 'db', key: 'password' });
      new App(shop, 'web', {
        image: IMAGE,
        env: { HF_TOKEN: token },
        volumes: { db: { mountPath: '/db', secret: password, readOnly: true } },
      });
    });
    const { pod, container } = deploymentOf(result);
    expect(container['env']).toEqual([{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hf-token', key: 'token' } } }]);
    expect(pod['volumes']).toEqual([{ name: 'db', secret: { secretName: 'db', items: [{ key: 'password', path: 'password' }] } }]);
    expect(result.find('Secret')).toEqual([]);
  });

  test('is no value', () => {
    const use = (text: (handle: unknown) => string) => () => inShop((shop) => void text(Secret.existing(shop, 'db', { key: 'password' })));
    expect(use((handle) => `${handle}`)).toThrow('KS4009 dev/main/shop/db');
    expect(use((handle) => JSON.stringify({ handle }))).toThrow('the secret db (key password) was used as a value');
    expect(inShop((shop) => void configMap(shop, 'map', { a: Secret.existing(shop, 'db', { key: 'k' }) }))).toFailWith('KS4009', 'data');
  });

  test.each([
    [{}, 'prop key is missing; give key: a text'],
    [{ key: 'a/b' }, 'prop key is "a/b"; it must be letters, digits, -, _ and .'],
    [{ key: 'a', name: 'DB' }, 'prop name is "DB"'],
  ])('%j is refused', (props, message) => {
    expect(problems(inShop((shop) => void Secret.existing(shop, 'db', props as { key: string })))).toEqual([
      expect.stringContaining(message),
    ]);
  });
});

describe('a secret of Secrets Manager', () => {
  test('is brought by External Secrets', () => {
    expect(managed({ secretId: 'acme/hf', property: 'token', key: 'hf' }).object('ExternalSecret')).toMatchObject({
      apiVersion: 'external-secrets.io/v1',
      metadata: { name: 'hf-token', namespace: 'shop' },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'aws-secrets-manager' },
        target: { name: 'hf-token' },
        data: [{ secretKey: 'hf', remoteRef: { key: 'acme/hf', property: 'token' } }],
      },
    });
    expect(managed({ secretId: 'acme/hf', namespacedStore: 'team' }).object('ExternalSecret')).toMatchObject({
      spec: { secretStoreRef: { kind: 'SecretStore', name: 'team' }, data: [{ secretKey: 'value', remoteRef: { key: 'acme/hf' } }] },
    });
  });

  test('is there before the workload that reads it', () => {
    const result = inShop((shop) => {
      declare(shop);
      const env = { TOKEN: Secret.fromSecretsManager(shop, 'hf-token', { secretId: 'acme/hf' }) };
      new App(shop, 'web', { image: IMAGE, initContainers: [{ name: 'load', image: IMAGE, env }] });
    });
    const unit = result.content.units.get('dev/kubernetes.main.shop');
    const entry = unit?.plane === 'kubernetes' ? unit.objects.find(({ kind }) => kind === 'Deployment') : undefined;
    expect(entry?.dependsOn).toEqual(['external-secrets.io/ExternalSecret/shop/hf-token']);
  });

  test('needs its kind', () => {
    const result = inShop((shop) => void Secret.fromSecretsManager(shop, 'hf-token', { secretId: 'acme/hf' }));
    expect(result).toFailWith('KS1006', "external(cluster, 'external-secrets.io/v1/ExternalSecret')");
  });

  test.each([
    [{ secretId: '' }, 'prop secretId is ""; it must be a text of at least 1 characters'],
    [{ secretId: 'a', refreshInterval: 'hourly' }, 'prop refreshInterval is "hourly"; it must be a duration, such as \'1h\''],
    [{ secretId: 'a', store: 'x', namespacedStore: 'y' }, 'prop store is "x"; it must be absent when namespacedStore is given'],
  ])('%j is refused', (props, message) => {
    expect(problems(managed(props))).toEqual([expect.stringContaining(message)]);
  });
});

test('a secret of another namespace is told', () => {
  const result = synthTree((platform) => {
    const { cluster } = devCluster(platform);
    const secret = Secret.existing(new Namespace(cluster, 'vault'), 'db', { key: 'password' });
    new App(new Namespace(cluster, 'shop'), 'web', { image: IMAGE, env: { PASSWORD: secret } });
  });
  expect(result.errors.map(({ code }) => code)).toEqual(['KS1003']);
  expect(problems(result)).toEqual(['the secret db of dev/main/vault is used in dev/main/shop; declare the secret in the same namespace']);
});
