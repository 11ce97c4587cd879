import { applySetId } from '../../../lib/assembly/apply-set.ts';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { assembly, type TestObject } from '../../support/assembly.ts';

const NAMESPACES = 50;
type Metadata = { name: string; namespace: string; labels: Record<string, string> };

/** Five kinds in turn, as rivals' benches have them: none makes a pod. */
const MAKERS: readonly ((metadata: Metadata) => TestObject['manifest'])[] = [
  (metadata) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1', b: 'x'.repeat(200), c: 'line1\nline2\n' } }),
  (metadata) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { clusterIP: 'None', selector: { app: metadata.name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  }),
  (metadata) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata }),
  (metadata) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: { matchLabels: { app: metadata.name } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }],
    },
  }),
  (metadata) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: metadata.name } },
      template: {
        metadata: { labels: { app: metadata.name } },
        spec: {
          containers: [
            {
              name: 'c',
              image: 'example.com/a:1',
              ports: [{ containerPort: 8080 }],
              env: [{ name: 'A', value: 'b' }],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } },
            },
          ],
        },
      },
    },
  }),
];

/** Objects over 50 namespaces, which come first. */
export function loadObjects(count: number): TestObject['manifest'][] {
  const namespaces = Array.from({ length: NAMESPACES }, (_, n) => `load-${n}`);
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...namespaces.flatMap((namespace) =>
      Array.from({ length: count / NAMESPACES }, (_, i) => {
        const name = `obj-${i}`;
        const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': namespace };
        return (MAKERS[i % MAKERS.length] as (typeof MAKERS)[number])({ name, namespace, labels });
      }),
    ),
  ];
}

/** The same objects as an assembly of two units: the namespaces, and all else. */
export function loadAssembly(count: number): AssemblyContent {
  const objects = loadObjects(count).map((manifest) => ({ manifest: labelled(manifest) }));
  const isNamespace = (object: TestObject): boolean => object.manifest.kind === 'Namespace';
  return assembly({
    'dev/kubernetes.main.namespaces': { objects: objects.filter(isNamespace) },
    'dev/kubernetes.main.load': {
      objects: objects.filter((object) => !isNamespace(object)),
      dependsOn: [{ unit: 'dev/kubernetes.main.namespaces', reasons: ['namespace'] }],
    },
  });
}

/** With the label of the unit's ApplySet, as synth gives it. */
function labelled(manifest: TestObject['manifest']): TestObject['manifest'] {
  const unit = manifest.kind === 'Namespace' ? 'namespaces' : 'load';
  const { labels } = manifest.metadata as { readonly labels?: Readonly<Record<string, string>> };
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      labels: { ...labels, 'applyset.kubernetes.io/part-of': applySetId(`acme/dev/main/${unit}`) },
    } as never,
  };
}
