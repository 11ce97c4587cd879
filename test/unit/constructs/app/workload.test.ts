import { describe, expect, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import { patch } from '../../../../lib/synth/patch.ts';
import { statusOf } from '../../../../lib/synth/reference/reference.ts';
import { matchers } from '../../../../lib/testing/index.ts';
import { deploymentOf, IMAGE, inShop, problems, synthApp } from '../../../support/app.ts';

expect.extend(matchers);

describe('an App with nothing but an image', () => {
  test('is a Deployment, a ServiceAccount and a NetworkPolicy that lets nobody in', () => {
    const result = synthApp();
    expect(result.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'Deployment web',
      'Namespace shop',
      'NetworkPolicy web',
      'ServiceAccount web',
    ]);
    expect(result.object('NetworkPolicy')).toMatchObject({ spec: { policyTypes: ['Ingress'] } });
    expect((result.object('NetworkPolicy')['spec'] as { ingress: unknown }).ingress).toEqual([]);
  });

  test('says in the pod only what it means', () => {
    const labels = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'web-dev' };
    const result = synthApp();
    expect(result.object('Deployment')['spec']).toEqual({
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'web',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            runAsGroup: 1000,
            fsGroup: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'web',
              image: IMAGE,
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
            },
          ],
        },
      },
    });
    expect(result.object('ServiceAccount')['automountServiceAccountToken']).toBe(false);
  });
});

describe('the Deployment of an App', () => {
  test('has the grace period, the drain, the nodes and the priority that are asked for', () => {
    const { pod, container } = deploymentOf(
      synthApp({
        terminationGraceSeconds: 60,
        preStopSeconds: 10,
        nodeSelector: { 'kubernetes.io/arch': 'arm64' },
        tolerations: [{ key: 'team', operator: 'Exists' }],
        affinity: { nodeAffinity: {} },
        priorityClass: 'high',
        imagePullSecrets: ['registry'],
      }),
    );
    expect(pod).toMatchObject({
      terminationGracePeriodSeconds: 60,
      nodeSelector: { 'kubernetes.io/arch': 'arm64' },
      tolerations: [{ key: 'team', operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      priorityClassName: 'high',
      imagePullSecrets: [{ name: 'registry' }],
    });
    expect(container['lifecycle']).toEqual({ preStop: { sleep: { seconds: 10 } } });
  });

  test('has resources with the memory limit at the request, and no CPU limit', () => {
    expect(deploymentOf(synthApp({ resources: { cpu: '250m', memory: '64Mi' } })).container['resources']).toEqual({
      requests: { cpu: '250m', memory: '64Mi' },
      limits: { memory: '64Mi' },
    });
  });

  test('has the rights that are asked for', () => {
    const { pod, container } = deploymentOf(
      synthApp({ security: { runAsUser: 'image', fsGroup: 20, readOnlyRootFilesystem: false, addCapabilities: ['NET_BIND_SERVICE'] } }),
    );
    expect(pod['securityContext']).toEqual({ runAsNonRoot: true, fsGroup: 20, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      readOnlyRootFilesystem: false,
    });
  });

  test('starts sidecars first, then what runs to its end', () => {
    const { pod } = deploymentOf(
      synthApp({
        volumes: { shared: { mountPath: '/shared', emptyDir: {} } },
        initContainers: [{ name: 'migrate', image: IMAGE, args: ['up'], mounts: { shared: { mountPath: '/out', subPath: 'db' } } }],
        sidecars: [
          { name: 'proxy', image: IMAGE, ports: [{ name: 'proxy', port: 4000 }], readiness: { http: '/ready' }, env: { MODE: 'sidecar' } },
        ],
      }),
    );
    expect(pod.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ['proxy', 'Always'],
      ['migrate', undefined],
    ]);
    expect(pod.initContainers?.[0]).toMatchObject({
      ports: [{ containerPort: 4000 }],
      readinessProbe: { httpGet: { path: '/ready', port: 4000 } },
      env: [{ name: 'MODE', value: 'sidecar' }],
      securityContext: { allowPrivilegeEscalation: false },
    });
    expect(pod.initContainers?.[1]).toMatchObject({ args: ['up'], volumeMounts: [{ name: 'shared', mountPath: '/out', subPath: 'db' }] });
  });

  test('keeps the labels of its selector out of reach', () => {
    expect(deploymentOf(synthApp({ podLabels: { team: 'a' } })).metadata.labels).toMatchObject({
      team: 'a',
      'app.kubernetes.io/name': 'web',
    });
    expect(problems(synthApp({ podLabels: { 'app.kubernetes.io/name': 'mine' } }))).toEqual([
      'prop podLabels.app.kubernetes.io/name is "mine"; it must be absent: selectors use this label',
    ]);
  });

  test('is what a patch of the App changes, and can be bound to', () => {
    const result = inShop((shop) => {
      const app = new App(shop, 'web', { image: IMAGE });
      patch(app, { op: 'replace', path: '/spec/replicas', value: 7 });
      new App(shop, 'other', { image: IMAGE, env: { REPLICAS: statusOf(app.deployment, '/status/replicas') } });
    });
    expect(result.object('Deployment', 'web')).toMatchObject({ spec: { replicas: 7 } });
    expect(result.bindings).toMatchObject([{ pointer: '/spec/template/spec/containers/0/env/0/value' }]);
  });

  test('is moved, and not replaced, when the App has an alias or another scope', () => {
    const result = synthApp({ aliases: ['dev/main/old'], name: 'shop-web' });
    expect(result.object('Deployment', 'shop-web')).toMatchObject({
      spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'shop-web' } } },
    });
    const unit = [...result.content.units.values()].find((one) => one.plane === 'kubernetes' && one.key.endsWith('/shop'));
    expect(unit?.plane === 'kubernetes' && unit.objects.find((entry) => entry.kind === 'Deployment')?.aliases).toEqual([
      'dev/main/old/deployment',
    ]);
  });
});

describe('probes', () => {
  test.each([
    [
      { http: '/health', port: 9000, headers: { Cookie: 'a=b' }, scheme: 'HTTPS', initialDelaySeconds: 0 } as const,
      {
        httpGet: { path: '/health', port: 9000, scheme: 'HTTPS', httpHeaders: [{ name: 'Cookie', value: 'a=b' }] },
        initialDelaySeconds: 0,
      },
    ],
    [{ http: '/' }, { httpGet: { path: '/', port: 8080 } }],
    [
      { grpc: 8080, service: 'ready', periodSeconds: 15 },
      { grpc: { port: 8080, service: 'ready' }, periodSeconds: 15 },
    ],
    [
      { tcp: 'http', timeoutSeconds: 2 },
      { tcpSocket: { port: 'http' }, timeoutSeconds: 2 },
    ],
    [
      { exec: ['redis-cli', 'ping'], failureThreshold: 5 },
      { exec: { command: ['redis-cli', 'ping'] }, failureThreshold: 5 },
    ],
  ])('%j', (probe, expected) => {
    const { container } = deploymentOf(synthApp({ port: 8080, readiness: probe, liveness: probe, startup: probe }));
    expect(container).toMatchObject({ readinessProbe: expected, livenessProbe: expected, startupProbe: expected });
    expect(container['readinessProbe']).toEqual(expected);
  });

  test('by default the first port must accept connections', () => {
    expect(deploymentOf(synthApp({ port: 8080 })).container['readinessProbe']).toEqual({ tcpSocket: { port: 'http' } });
    expect(deploymentOf(synthApp({ port: 8080, readiness: false })).container).not.toHaveProperty('readinessProbe');
    expect(deploymentOf(synthApp({ ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] })).container).not.toHaveProperty('readinessProbe');
  });
});

describe('props that are refused', () => {
  test.each([
    [{ image: 'nginx' }, 'prop image is "nginx"; it must be an image with a tag other than latest, or a digest'],
    [{ image: 'nginx:latest' }, 'a tag other than latest'],
    [{ image: 'localhost:5000/nginx' }, 'a tag other than latest'],
    [{ image: 'nginx@sha256:12' }, 'must be an image'],
    [{ image: undefined }, 'prop image is missing; give image: '],
    [{ prot: 80 }, 'unknown prop prot; did you mean port?'],
    [{ port: '8080' }, 'prop port is "8080"; it must be a number'],
    [{ port: 70000 }, 'prop port is 70000; it must be at most 65535'],
    [{ port: 80, ports: [{ name: 'a', port: 81 }] }, 'prop port is 80; it must be absent when ports is given'],
    [{ resources: { memory: '64' } }, "prop resources.memory is \"64\"; it must be a size with its unit, such as '64Mi' or '10Gi'"],
    [{ resources: { memory: '100m' } }, 'a size with its unit'],
    [{ resources: { cpu: '2', cpuLimit: '1500m' } }, 'prop resources.cpu is "2"; it must be at most cpuLimit, which is 1500m'],
    [{ resources: { memory: '1Gi', memoryLimit: '1G' } }, 'it must be at most memoryLimit, which is 1G'],
    [{ security: { runAsUser: 0 } }, 'prop security.runAsUser is 0; it must be another user than root (0), unless allowRoot is true'],
    [{ preStopSeconds: 30 }, 'prop preStopSeconds is 30; it must be less than terminationGraceSeconds, which is 30'],
    [{ env: { 'A B': '1' } }, 'prop env has the name "A B"; a name must be letters, digits and _'],
    [{ env: { A: { configmap: 'x', key: 'y' } } }, 'env.A'],
    [{ readiness: { http: 'health' }, port: 80 }, 'prop readiness.http is "health"; it must be a path that begins with /'],
    [{ readiness: { http: '/', tcp: 80 }, port: 80 }, 'prop readiness'],
    [{ readiness: { http: '/' } }, 'prop readiness.port is missing; it must be given: the application has no port'],
    [{ liveness: { tcp: 'grpc' }, port: 80 }, 'prop liveness.tcp is "grpc"; it must be a number, or the name of a port: http'],
    [
      { initContainers: [{ name: 'a', image: IMAGE, mounts: { x: { mountPath: '/x' } } }] },
      'it must be a mount of a volume: there is none',
    ],
    [
      { initContainers: [{ name: 'a', image: IMAGE }], sidecars: [{ name: 'a', image: IMAGE }] },
      'prop sidecars[0].name is "a"; it must be another name than that of the containers before it',
    ],
    [{ name: 'Web' }, 'prop name is "Web"; it must be lower case letters, digits and -'],
  ])('%j', (props, message) => {
    expect(problems(synthApp(props as Record<string, unknown>))).toEqual([expect.stringContaining(message)]);
  });

  test('leave an App with its public properties, and one error each', () => {
    const result = inShop((shop) => {
      const app = new App(shop, 'web', { image: IMAGE, port: -1 });
      new App(shop, 'other', { image: IMAGE, env: { URL: app.url, HOST: app.host, NAME: app.serviceAccountName } });
      expect(() => app.deployment).toThrow('there is no Deployment, since a prop is wrong');
    });
    expect(problems(result)).toEqual(['prop port is -1; it must be at least 1']);
  });
});
