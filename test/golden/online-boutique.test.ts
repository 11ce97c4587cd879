import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../lib/assembly/content.ts';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { sha256 } from '../../lib/core/digest.ts';

/*
 * The emitted prod objects against the table of the shop's own release manifests (online-boutique.csv; source:
 * GoogleCloudPlatform/microservices-demo v0.10.6, release/kubernetes-manifests.yaml), field by field, from the output.
 */
const text = readFileSync(new URL('./online-boutique.csv', import.meta.url), 'utf8');
const rows = parseCsv(text);
const assembly = readAssembly(directorySource(fileURLToPath(new URL('../../examples/online-boutique/deploy', import.meta.url))));
const objects = [...assembly.objects].filter(([path]) => path.startsWith('prod/')).map(([, object]) => object);
const find = (kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === 'shop');

/** What prod changes on purpose; everything else equals the table. */
const OVERLAY: Record<string, { replicas?: number; autoscaled?: true; resources?: object; env?: Record<string, string> }> = {
  frontend: {
    autoscaled: true,
    env: {
      SHOPPING_ASSISTANT_SERVICE_ADDR: 'assistant.boutique.svc.cluster.local:8000',
      PRODUCT_PICTURES_BUCKET: '<keelson:terraform.data.aws_s3_bucket_pictures_bucket>',
    },
  },
  checkoutservice: { replicas: 3 },
  cartservice: { replicas: 2 },
  currencyservice: { replicas: 3 },
  productcatalogservice: { replicas: 2 },
  recommendationservice: {
    replicas: 2,
    resources: { requests: { cpu: '200m', memory: '450Mi' }, limits: { cpu: '400m', memory: '450Mi' } },
  },
};

it('is the table that the example was made from', () => {
  expect(sha256(text)).toBe('sha256:1ce0e6c653f0964143f60955918e7e4ee018fb175604297a1ab4ed22c5a43e87');
  expect(rows).toHaveLength(12);
});

describe.each(rows.map((row) => [row['name'] ?? '', row] as const))('%s in prod', (name, row) => {
  const deployment = find('Deployment', name) as KubernetesObject;
  const spec = deployment['spec'] as {
    replicas?: number;
    template: { spec: Record<string, unknown> & { containers: Record<string, unknown>[]; initContainers?: Record<string, unknown>[] } };
  };
  const pod = spec.template.spec;
  const container = pod.containers[0] as Record<string, unknown>;
  const overlay = OVERLAY[name] ?? {};

  it('has the image, environment and resources of the table', () => {
    const env = Object.fromEntries(
      (row['env'] ?? '')
        .split(';')
        .filter(Boolean)
        .map((entry) => entry.split(/=(.*)/s).slice(0, 2)),
    );
    const emitted = Object.fromEntries(
      ((container['env'] ?? []) as { name: string; value: string }[]).map((entry) => [entry.name, entry.value]),
    );
    expect(container['image']).toBe(row['image']);
    expect(emitted).toEqual({ ...env, ...overlay.env });
    expect(container['resources']).toEqual(
      overlay.resources ?? {
        requests: { cpu: row['cpu_request'], memory: row['memory_request'] },
        limits: { cpu: row['cpu_limit'], memory: row['memory_limit'] },
      },
    );
    expect(pod.containers).toHaveLength(1);
  });

  it('has the ports of the table, of container and Service', () => {
    const ports = (row['container_ports'] ?? '').split(';').filter(Boolean).map(Number);
    expect(((container['ports'] ?? []) as { containerPort: number }[]).map((port) => port.containerPort)).toEqual(ports);
    const service = find('Service', name);
    const wanted = (row['service_ports'] ?? '').split(';').filter(Boolean);
    const targets = new Map(
      ((container['ports'] ?? []) as { name: string; containerPort: number }[]).map((port) => [port.name, port.containerPort]),
    );
    const emitted = (
      ((service?.['spec'] as { ports?: unknown } | undefined)?.ports ?? []) as { name: string; port: number; targetPort: string }[]
    ).map((port) => `${port.name}:${port.port}->${targets.get(port.targetPort)}`);
    expect(emitted).toEqual(wanted);
  });

  it('has the probes of the table', () => {
    const probe = (json: string | undefined) => (json ? JSON.parse(json) : undefined);
    expect(container['readinessProbe']).toEqual(probe(row['readiness']));
    expect(container['livenessProbe']).toEqual(probe(row['liveness']));
  });

  it('has the user, init container, volumes and grace period of the table', () => {
    expect((pod['securityContext'] as { runAsUser?: number }).runAsUser).toBe(Number(row['run_as_user']));
    expect((pod.initContainers ?? []).map((init) => init['image'])).toEqual(row['init'] ? [row['init']] : []);
    const volumes = ((pod['volumes'] ?? []) as Record<string, unknown>[]).map(
      ({ name: id, ...source }) => `${id}:${Object.keys(source).join()}`,
    );
    expect(volumes).toEqual((row['volumes'] ?? '').split(';').filter(Boolean));
    expect(pod['terminationGracePeriodSeconds']).toBe(row['grace'] ? Number(row['grace']) : undefined);
  });

  it('has the replicas of the overlay, else one', () => {
    expect(spec.replicas).toBe(overlay.autoscaled ? undefined : (overlay.replicas ?? 1));
    expect(find('HorizontalPodAutoscaler', name) !== undefined).toBe(overlay.autoscaled ?? false);
  });
});

it('lets customers and the ingress controller reach the frontend, and nothing else from outside', () => {
  const specs = (kind: string) => objects.filter((object) => object.kind === kind).map((object) => [object.metadata.name, object['spec']]);
  expect(specs('Ingress')).toEqual([
    [
      'frontend',
      {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'shop.example.com',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'frontend', port: { number: 80 } } } }] },
          },
        ],
        tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
      },
    ],
  ]);
  expect(specs('HorizontalPodAutoscaler')).toMatchObject([['frontend', { minReplicas: 3, maxReplicas: 12 }]]);
  const open = specs('NetworkPolicy').filter(([, spec]) => JSON.stringify(spec).includes('ingress-nginx'));
  expect(open.map(([name]) => name)).toEqual(['frontend']);
});

/** RFC 4180: quoted fields may hold commas and doubled quotes; the table has no line breaks in fields. */
function parseCsv(csv: string): Record<string, string>[] {
  const [header = [], ...lines] = csv
    .trimEnd()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''),
    );
  return lines.map((line) => Object.fromEntries(header.map((key, index) => [key, line[index] ?? ''])));
}
