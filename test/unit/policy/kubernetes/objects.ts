import type { CustomResourceDefinition } from '../../../../lib/facts/crds/load.ts';
import { loadCarriedDefinition } from '../../../../lib/facts/crds/load.ts';
import { loadKubernetesSchemas } from '../../../../lib/facts/kubernetes/openapi/load.ts';
import { SchemaSet } from '../../../../lib/policy/kubernetes/schema-set.ts';
import { type BoundFields, validateObject } from '../../../../lib/policy/kubernetes/validate-object.ts';

/** A definition with every form of a field. */
export const widgets: CustomResourceDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  spec: {
    group: 'example.com',
    names: { kind: 'Widget', plural: 'widgets' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            required: ['spec'],
            properties: {
              metadata: { type: 'object' },
              spec: {
                type: 'object',
                required: ['size', 'mode'],
                properties: {
                  size: { type: 'integer', minimum: 1, maximum: 9 },
                  mode: { type: 'string', default: 'fast' },
                  port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
                  closed: { type: 'object' },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  template: { type: 'object', 'x-kubernetes-embedded-resource': true },
                  names: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set', maxItems: 2 },
                  emoji: { type: 'string', maxLength: 2 },
                  maybe: { type: 'string', nullable: true },
                  source: {
                    type: 'object',
                    properties: { git: { type: 'string' }, oci: { type: 'string' } },
                    oneOf: [{ required: ['git'] }, { required: ['oci'] }],
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};
export const schemas = new SchemaSet(loadKubernetesSchemas(), [
  widgets,
  loadCarriedDefinition('gateway.networking.k8s.io', 'HTTPRoute')!,
  loadCarriedDefinition('gateway.networking.k8s.io', 'Gateway')!,
  loadCarriedDefinition('external-secrets.io', 'ExternalSecret')!,
]);

/** A Deployment that is right. */
export function deployment(
  change: (pod: Record<string, unknown>, object: Record<string, unknown>) => void = () => {},
): Record<string, unknown> {
  const pod: Record<string, unknown> = {
    containers: [
      {
        name: 'main',
        image: 'ghcr.io/acme/chat:1',
        ports: [{ containerPort: 8080, name: 'http' }],
        env: [{ name: 'A', value: 'b' }],
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: 0.2, memory: '128Mi' } },
        readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
      },
    ],
  };
  const object: Record<string, unknown> = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'chat', namespace: 'acme', labels: { 'app.kubernetes.io/name': 'chat' } },
    spec: { selector: { matchLabels: { app: 'chat' } }, template: { metadata: { labels: { app: 'chat' } }, spec: pod } },
  };
  change(pod, object);
  return object;
}

/** The Deployment with another container. */
export function container(change: Record<string, unknown>): Record<string, unknown> {
  return deployment((pod) => Object.assign((pod['containers'] as Record<string, unknown>[])[0]!, change));
}

/** A custom resource of the definition above. */
export function widget(spec: Record<string, unknown>): Record<string, unknown> {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'acme' }, spec };
}

/** The issues of an object as `code pointer: message; fix`. */
export function issuesOf(object: Record<string, unknown>, bindings?: BoundFields): string[] {
  return validateObject(object, schemas, bindings).map((issue) => `${issue.code} ${issue.pointer}: ${issue.message}; ${issue.fix}`);
}

/** Where the container stands. */
export const CONTAINER = '/spec/template/spec/containers/0';
