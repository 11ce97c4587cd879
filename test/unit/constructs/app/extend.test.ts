import {
  Capability,
  ConfigMap,
  Deployment,
  Env,
  EnvValue,
  HorizontalPodAutoscaler,
  IngressBackend,
  Node,
  NodeLabelQuery,
  NodeTaintQuery,
  Role as PlusRole,
  PodConnectionsIsolation,
  Pods,
  Protocol,
  RoleBinding,
  Volume,
} from 'cdk8s-plus-28';
import { describe, expect, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import type { AppProps } from '../../../../lib/constructs/app/app-props.ts';
import { Namespace } from '../../../../lib/constructs/platform/namespace.ts';
import { matchers, type Synthesised, synthTree } from '../../../../lib/testing/index.ts';
import { validateContent } from '../../../../lib/toolkit/validate/index.ts';
import { deploymentOf, IMAGE, inShop } from '../../../support/app.ts';
import { devCluster } from '../../../support/tree.ts';

expect.extend(matchers);

const labels = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'web-dev' };

/** The application `web`, extended; the output is held against the schemas of Kubernetes. */
function extended(extend: (web: App, shop: Namespace) => void, props: Partial<AppProps> = {}): Synthesised {
  const result = inShop((shop) => extend(new App(shop, 'web', { image: IMAGE, port: 8080, ...props }), shop));
  expect(result).toSynthesise();
  expect(validateContent(result.content).findings).toEqual([]);
  return result;
}

const names = (result: Synthesised, kind: string) => result.find(kind).map(({ metadata }) => metadata.name);

describe('the Deployment of an App is one of cdk8s-plus', () => {
  test('that a program extends', () => {
    const image = IMAGE;
    const result = inShop((shop) => {
      const monitor = new App(shop, 'monitor', { image });
      // README: begin
      const web = new App(shop, 'web', { image, port: 8080 });
      const scratch = Volume.fromEmptyDir(web, 'scratch', 'scratch');
      web.deployment.containers[0]?.mount('/scratch', scratch);
      web.deployment.scheduling.attract(Node.labeled(NodeLabelQuery.is('disk', 'ssd')));
      web.deployment.connections.allowFrom(monitor, { isolation: PodConnectionsIsolation.POD });
      web.service?.bind(9090, { name: 'metrics', targetPort: 9090 });
      // README: end
      expect(web.deployment).toBeInstanceOf(Deployment);
    });
    expect(result).toSynthesise();
    const spec = result.object('Deployment', 'web')['spec'] as { template: { spec: Record<string, unknown> } };
    expect(spec.template.spec).toMatchObject({
      containers: [{ name: 'web', volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }] }],
      volumes: [{ name: 'scratch', emptyDir: {} }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
          },
        },
      },
    });
    const [policy] = result.find('NetworkPolicy').filter(({ metadata }) => metadata.name.startsWith('web-allowingress'));
    expect(policy).toMatchObject({
      metadata: { labels },
      spec: {
        podSelector: { matchLabels: labels },
        ingress: [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'monitor' } } }], ports: [{ port: 8080 }] }],
      },
    });
    expect(result.object('Service', 'web')).toMatchObject({
      spec: {
        ports: [
          { name: 'http', port: 8080, targetPort: 'http' },
          { name: 'metrics', port: 9090, targetPort: 9090 },
        ],
      },
    });
  });

  test('and is found by its labels, never by a hash of its path', () => {
    const result = extended((web, shop) => {
      const batch = new App(shop, 'batch', { image: IMAGE });
      batch.deployment.scheduling.colocate(web.deployment);
      batch.deployment.scheduling.spread();
      web.deployment.exposeViaService({ name: 'web-direct' });
    });
    expect([...result.files.values()].join('\n')).not.toContain('cdk8s.io/');
    expect(result.object('Service', 'web-direct')).toMatchObject({ spec: { selector: labels } });
    expect(result.object('Deployment', 'batch')).toMatchObject({
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'batch' } },
        template: {
          spec: {
            affinity: {
              podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: labels } }] },
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [
                  { labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'batch' } }, topologyKey: 'kubernetes.io/hostname' },
                ],
              },
            },
          },
        },
      },
    });
  });

  test('whose additions stand beside what the props give', () => {
    const result = extended(
      (web) => {
        const [main] = web.deployment.containers;
        main?.env.addVariable('ADDED', EnvValue.fromValue('1'));
        main?.env.copyFrom(Env.fromConfigMap(ConfigMap.fromConfigMapName(web, 'more', 'more')));
        main?.addPort({ name: 'metrics', number: 9090 });
        web.deployment.podMetadata.addAnnotation('prometheus.io/scrape', 'true');
        web.deployment.scheduling.tolerate(Node.tainted(NodeTaintQuery.exists('spot')));
        web.deployment.scheduling.attract(Node.labeled(NodeLabelQuery.exists('fast')));
        web.deployment.addHostAlias({ ip: '10.0.0.1', hostnames: ['db'] });
        web.deployment.addContainer({ name: 'helper', image: IMAGE, securityContext: { capabilities: { drop: [Capability.ALL] } } });
      },
      {
        env: { GIVEN: 'yes' },
        podAnnotations: { team: 'a' },
        tolerations: [{ key: 'team', operator: 'Exists' }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }],
            },
          },
        },
      },
    );
    const { pod, container, metadata } = deploymentOf(result);
    expect(container).toMatchObject({
      env: [
        { name: 'GIVEN', value: 'yes' },
        { name: 'ADDED', value: '1' },
      ],
      envFrom: [{ configMapRef: { name: 'more' } }],
      ports: [
        { name: 'http', containerPort: 8080, protocol: 'TCP' },
        { name: 'metrics', containerPort: 9090 },
      ],
    });
    expect(metadata.annotations).toEqual({ team: 'a', 'prometheus.io/scrape': 'true' });
    expect(pod['tolerations']).toEqual([
      { key: 'team', operator: 'Exists' },
      { key: 'spot', operator: 'Exists' },
    ]);
    expect(pod['affinity']).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'zone', operator: 'Exists' }] },
            { matchExpressions: [{ key: 'fast', operator: 'Exists' }] },
          ],
        },
      },
    });
    expect(pod['hostAliases']).toEqual([{ ip: '10.0.0.1', hostnames: ['db'] }]);
    expect(pod.containers[1]).toMatchObject({ name: 'helper', imagePullPolicy: 'Always', securityContext: { runAsNonRoot: true } });
    expect(container).not.toHaveProperty('imagePullPolicy');
  });

  test('that knows the ports, variables, mounts and rights that the props give', () => {
    extended(
      (web) => {
        const [main] = web.deployment.containers;
        expect(main?.ports).toEqual([
          { name: 'http', number: 80, protocol: Protocol.TCP },
          { name: 'dns', number: 53, protocol: Protocol.UDP },
        ]);
        expect(main?.env.variables).toEqual({ A: { value: '1', valueFrom: undefined } });
        expect(main?.mounts.map(({ path, volume }) => [path, volume.name])).toEqual([['/data', 'data']]);
        expect(web.deployment.securityContext).toMatchObject({ user: 5, group: 5, fsGroup: 5, ensureNonRoot: true });
        expect(web.deployment.volumes.map(({ name }) => name)).toEqual(['data']);
        expect(web.deployment.initContainers.map(({ name }) => name)).toEqual(['proxy', 'migrate']);
        expect(web.deployment.serviceAccount).toBe(web.serviceAccount);
      },
      {
        port: undefined,
        ports: [
          { name: 'http', port: 80 },
          { name: 'dns', port: 53, protocol: 'UDP' },
        ],
        env: { A: 1 },
        volumes: { data: { mountPath: '/data', emptyDir: {} } },
        security: { runAsUser: 5 },
        sidecars: [{ name: 'proxy', image: IMAGE }],
        initContainers: [{ name: 'migrate', image: IMAGE }],
      } as Partial<AppProps>,
    );
  });
});

describe('policies between two Apps', () => {
  test('are named after the App, also for a peer in a namespace with a hyphen', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      const [front, back] = ['front-end', 'back'].map((name) => new Namespace(cluster, name)) as [Namespace, Namespace];
      const web = new App(front, 'web', { image: IMAGE, port: 8080 });
      const admin = new App(front, 'admin', { image: IMAGE });
      const api = new App(back, 'api', { image: IMAGE, port: 9000 });
      web.deployment.connections.allowTo(api.deployment);
      admin.deployment.connections.allowTo(api);
    });
    expect(result).toSynthesise();
    const policies = result
      .find('NetworkPolicy')
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name.replace(/c8[0-9a-f]{40}$/, '')}`);
    expect(policies.sort()).toEqual([
      'back/admin-allowingressback',
      'back/api',
      'back/web-allowingressback',
      'front-end/admin',
      'front-end/admin-allowegress',
      'front-end/web',
      'front-end/web-allowegress',
    ]);
    for (const name of ['web', 'admin']) {
      const egress = result.find('NetworkPolicy').find(({ metadata }) => metadata.name.startsWith(`${name}-allowegress`));
      const podSelector = { matchLabels: { 'app.kubernetes.io/name': name } };
      expect(egress).toMatchObject({ spec: { podSelector, egress: [{ ports: [{ port: 9000 }] }] } });
    }
  });
});

describe('what belongs to the Deployment', () => {
  test('is scaled by cdk8s-plus, by the CPU that it asked for', () => {
    const scaled = (props: Partial<AppProps>) =>
      inShop((shop) => {
        const { deployment } = new App(shop, 'web', { image: IMAGE, ...props });
        new HorizontalPodAutoscaler(shop, 'scaler', { target: deployment, maxReplicas: 5 });
      });
    const result = scaled({ resources: { cpu: '250m' } });
    expect(deploymentOf(result).spec).not.toHaveProperty('replicas');
    expect(result.object('HorizontalPodAutoscaler')).toMatchObject({ spec: { scaleTargetRef: { name: 'web' } } });
    expect(scaled({})).toFailWith('KS1013', 'must have a CPU or memory resource constraint');
    expect(scaled({ resources: { cpu: '250m' }, replicas: 3 })).toFailWith('KS1013', 'cannot have a fixed number of replicas (3)');
  });

  test('has a role of cdk8s-plus, and then a token', () => {
    const result = extended(({ deployment }, shop) =>
      new RoleBinding(shop, 'readers', { role: new PlusRole(shop, 'reader') }).addSubjects(deployment),
    );
    expect(result.object('RoleBinding')).toMatchObject({ subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }] });
    expect(deploymentOf(result).pod['automountServiceAccountToken']).toBe(true);
  });

  test('shares its ServiceAccount, Service and Ingress', () => {
    const result = extended(
      (web, shop) => {
        const { service, ingress } = web;
        if (!service || !ingress) throw new Error('the App has a port');
        new Deployment(shop, 'batch', { serviceAccount: web.serviceAccount, containers: [{ image: IMAGE }] });
        ingress.addHostRule('other.example.com', '/', IngressBackend.fromService(service));
        service.select(Pods.select(shop, 'blue', { labels: { colour: 'blue' } }));
      },
      { ingress: { host: 'shop.example.com' } },
    );
    expect(result.object('Deployment', 'batch')).toMatchObject({ spec: { template: { spec: { serviceAccountName: 'web' } } } });
    expect(result.object('Ingress')['spec']).toMatchObject({ rules: [{ host: 'shop.example.com' }, { host: 'other.example.com' }] });
    expect(result.object('Service')).toMatchObject({ spec: { selector: { ...labels, colour: 'blue' } } });
    expect(names(result, 'ServiceAccount')).toEqual(['web']);
  });

  test('is there only when it was asked for', () => {
    inShop((shop) => {
      const { service, ingress } = new App(shop, 'web', { image: IMAGE });
      expect([service, ingress]).toEqual([undefined, undefined]);
      const broken = new App(shop, 'broken', { image: IMAGE, port: -1 });
      expect(() => broken.serviceAccount).toThrow('there is no ServiceAccount, since a prop is wrong');
    });
  });
});
