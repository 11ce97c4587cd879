import {
  HorizontalPodAutoscaler,
  Ingress,
  IngressBackend,
  Metric,
  MetricTarget,
  NetworkPolicy,
  Role as PlusRole,
  RoleBinding,
  Service,
} from 'cdk8s-plus-28';
import { describe, expect, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import { ClusterScope } from '../../../../lib/synth/cluster-scope.ts';
import { external } from '../../../../lib/synth/external.ts';
import { matchers } from '../../../../lib/testing/index.ts';
import { IMAGE, inShop, problems, synthApp } from '../../../support/app.ts';

expect.extend(matchers);

const labels = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'web-dev' };
const named = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

describe('the Service of an App', () => {
  test('has one port, named http', () => {
    const result = synthApp({ port: 8080 });
    expect(result.object('Service')['spec']).toEqual({
      type: 'ClusterIP',
      selector: labels,
      ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }],
    });
  });

  test('has several ports, at numbers of its own', () => {
    const result = synthApp({
      ports: [
        { name: 'http', port: 8080, servicePort: 80 },
        { name: 'dns', port: 5353, servicePort: 53, protocol: 'UDP' },
      ],
      serviceType: 'LoadBalancer',
      serviceAnnotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' },
    });
    expect(result.object('Service')).toMatchObject({
      metadata: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' } },
      spec: {
        type: 'LoadBalancer',
        ports: [
          { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' },
          { name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' },
        ],
      },
    });
  });

  test('gives the App its address', () => {
    inShop((shop) => {
      const plain = new App(shop, 'plain', { image: IMAGE, ports: [{ name: 'http', port: 8080, servicePort: 80 }] });
      const other = new App(shop, 'other', { image: IMAGE, port: 9000, name: 'renamed' });
      expect([plain.url, plain.host, plain.port]).toEqual(['http://plain.shop.svc.cluster.local', 'plain.shop.svc.cluster.local', 80]);
      expect([other.url, other.port, other.serviceAccountName]).toEqual(['http://renamed.shop.svc.cluster.local:9000', 9000, 'renamed']);
    });
  });
});

describe('the NetworkPolicy of an App', () => {
  const specOf = (props: Parameters<typeof synthApp>[0]) => synthApp({ port: 80, ...props }).object('NetworkPolicy')['spec'];
  const ports = [{ port: 'http', protocol: 'TCP' }];

  test('opens its ports to the namespace only', () => {
    expect(specOf({})).toEqual({
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: {} }], ports }],
    });
  });

  test('opens them to whoever is named', () => {
    expect(specOf({ allowFrom: { namespaces: ['monitoring'], cidrs: ['10.0.0.0/8', 'fd00::/8'] } })).toMatchObject({
      ingress: [
        { from: [{ podSelector: {} }, named('monitoring'), { ipBlock: { cidr: '10.0.0.0/8' } }, { ipBlock: { cidr: 'fd00::/8' } }], ports },
      ],
    });
    expect(specOf({ allowFrom: 'cluster' })).toMatchObject({ ingress: [{ from: [{ namespaceSelector: {} }], ports }] });
  });

  test('opens them to all when requests come from outside, until it is said from where', () => {
    const ingress = { host: 'shop.example.com' };
    expect((specOf({ ingress }) as { ingress: unknown }).ingress).toEqual([{ ports }]);
    expect((specOf({ serviceType: 'LoadBalancer' }) as { ingress: unknown }).ingress).toEqual([{ ports }]);
    expect(specOf({ ingress, allowFrom: { namespaces: ['ingress-nginx'] } })).toMatchObject({
      ingress: [{ from: [{ podSelector: {} }, named('ingress-nginx')], ports }],
    });
  });

  test('closes the way out but for DNS and what is named', () => {
    expect(specOf({ allowTo: { cidrs: ['10.1.0.0/16'] } })).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        { to: [{ podSelector: {} }, { ipBlock: { cidr: '10.1.0.0/16' } }] },
        {
          to: [named('kube-system')],
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
      ],
    });
  });
});

describe('requests from outside', () => {
  test('come in by an Ingress', () => {
    const result = synthApp({
      ports: [
        { name: 'grpc', port: 9000 },
        { name: 'http', port: 8080, servicePort: 80 },
      ],
      ingress: { host: 'shop.example.com', path: '/api', port: 'http', className: 'nginx', tlsSecret: 'shop-tls', annotations: { a: 'b' } },
    });
    expect(result.object('Ingress')).toMatchObject({
      metadata: { name: 'web', annotations: { a: 'b' } },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
        rules: [
          {
            host: 'shop.example.com',
            http: { paths: [{ path: '/api', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
          },
        ],
      },
    });
  });

  test('come in by a Gateway, whose kinds are declared', () => {
    const route = { hosts: ['shop.example.com'], gateway: 'public', gatewayNamespace: 'gateways' };
    const result = inShop((shop) => {
      external(ClusterScope.tryOf(shop) as ClusterScope, 'gateway.networking.k8s.io/v1/HTTPRoute');
      new App(shop, 'web', { image: IMAGE, port: 8080, route });
    });
    expect(result.object('HTTPRoute')['spec']).toEqual({
      parentRefs: [{ name: 'public', namespace: 'gateways' }],
      hostnames: ['shop.example.com'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web', port: 8080 }] }],
    });
    expect(synthApp({ port: 8080, route })).toFailWith(
      'KS1006',
      'nothing in the cluster dev/main provides gateway.networking.k8s.io/v1 HTTPRoute',
    );
  });

  test.each([
    [{ ingress: { host: 'shop.example.com' } }, 'absent for an application without a port'],
    [{ port: 80, ingress: { host: 'Shop' } }, 'prop ingress.host is "Shop"; it must be a host name in lower case'],
    [{ port: 80, ingress: { host: 'a.b', port: 'grpc' } }, 'prop ingress.port is "grpc"; it must be the name of a port: http'],
    [{ port: 80, route: { hosts: [], gateway: 'public' } }, 'prop route.hosts is []; it must be a list of at least 1'],
    [{ port: 80, allowFrom: { cidrs: ['10.0.0.0'] } }, 'it must be an address range, such as 10.0.0.0/8'],
    [{ port: 80, allowFrom: 'world' }, 'prop allowFrom is "world"'],
    [
      {
        ports: [
          { name: 'a', port: 1 },
          { name: 'a', port: 2 },
        ],
      },
      'prop ports[1].name is "a"; it must be another name',
    ],
    [
      {
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2, servicePort: 1 },
        ],
      },
      'of another servicePort or protocol',
    ],
    [{ ports: [{ name: 'HTTP', port: 1 }] }, 'prop ports[0].name is "HTTP"; it must be lower case letters'],
  ])('refuse %j', (props, message) => {
    expect(problems(synthApp(props as Record<string, unknown>))).toEqual([expect.stringContaining(message)]);
  });
});

describe('constructs of cdk8s-plus', () => {
  test('select the pods of an App, as a Service and as peers on the network', () => {
    const result = inShop((shop) => {
      const app = new App(shop, 'web', { image: IMAGE, port: 8080 });
      const service = new Service(shop, 'canary', { selector: app, ports: [{ port: 80, targetPort: 8080 }] });
      new Ingress(shop, 'front').addHostRule('a.example.com', '/', IngressBackend.fromService(service));
      new NetworkPolicy(shop, 'extra', { selector: app, ingress: { rules: [{ peer: app }] } });
    });
    expect(result.object('Service', 'canary')).toMatchObject({ spec: { selector: labels } });
    const peer = { podSelector: { matchLabels: labels } };
    expect(result.object('NetworkPolicy', 'extra')).toMatchObject({ spec: { ...peer, ingress: [{ from: [peer] }] } });
  });

  test('grant a role to an App, whose pods then have a token', () => {
    const result = inShop((shop) => {
      const role = new PlusRole(shop, 'reader');
      new RoleBinding(shop, 'readers', { role }).addSubjects(new App(shop, 'web', { image: IMAGE }));
    });
    expect(result.object('RoleBinding')).toMatchObject({ subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }] });
    expect(result.object('Deployment')).toMatchObject({ spec: { template: { spec: { automountServiceAccountToken: true } } } });
  });

  test('scale an App, whose number of replicas is then theirs', () => {
    const metrics = [Metric.resourceCpu(MetricTarget.averageUtilization(60))];
    const scaled = (replicas?: number) =>
      inShop((shop) => {
        const target = new App(shop, 'web', { image: IMAGE, ...(replicas !== undefined && { replicas }) });
        new HorizontalPodAutoscaler(shop, 'scaler', { target, maxReplicas: 5, metrics });
      });
    const result = scaled();
    expect(result.object('HorizontalPodAutoscaler')).toMatchObject({ spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } });
    expect(result.object('Deployment')['spec']).not.toHaveProperty('replicas');
    expect(scaled(3)).toFailWith('KS1013', 'cannot have a fixed number of replicas (3)');
  });
});
