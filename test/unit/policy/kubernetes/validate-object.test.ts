import { describe, expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../../../lib/facts/crds/load.ts';
import { loadCarriedDefinition } from '../../../../lib/facts/crds/load.ts';
import { loadKubernetesSchemas } from '../../../../lib/facts/kubernetes/openapi/load.ts';
import { SchemaSet } from '../../../../lib/policy/kubernetes/schema-set.ts';
import { type BoundFields, validateObject } from '../../../../lib/policy/kubernetes/validate-object.ts';

const widgets: CustomResourceDefinition = {
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
const schemas = new SchemaSet(loadKubernetesSchemas(), [
  widgets,
  loadCarriedDefinition('gateway.networking.k8s.io', 'HTTPRoute')!,
  loadCarriedDefinition('gateway.networking.k8s.io', 'Gateway')!,
  loadCarriedDefinition('external-secrets.io', 'ExternalSecret')!,
]);

function deployment(change: (pod: Record<string, unknown>, object: Record<string, unknown>) => void = () => {}): Record<string, unknown> {
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

function container(change: Record<string, unknown>): Record<string, unknown> {
  return deployment((pod) => Object.assign((pod['containers'] as Record<string, unknown>[])[0]!, change));
}

function widget(spec: Record<string, unknown>): Record<string, unknown> {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'acme' }, spec };
}

function issuesOf(object: Record<string, unknown>, bindings?: BoundFields): string[] {
  return validateObject(object, schemas, bindings).map((issue) => `${issue.code} ${issue.pointer}: ${issue.message}; ${issue.fix}`);
}

const CONTAINER = '/spec/template/spec/containers/0';

describe('a valid object', () => {
  test('has no findings', () => {
    expect(issuesOf(deployment())).toEqual([]);
    expect(issuesOf(widget({ size: 3, port: 'http', free: { a: 1 }, maybe: null }))).toEqual([]);
  });

  test('may hold free content where the schema allows it', () => {
    const definition = { ...widgets, metadata: { name: 'widgets.example.com', creationTimestamp: null } };
    const names = { ...definition.spec.names, singular: 'widget', listKind: 'WidgetList' };
    const versions = definition.spec.versions.map((version) => ({ ...version, storage: true }));
    expect(issuesOf({ ...definition, spec: { ...definition.spec, names, versions } } as unknown as Record<string, unknown>)).toEqual([]);
  });
});

describe('kinds', () => {
  test('a misspelt kind', () => {
    expect(issuesOf({ ...deployment(), kind: 'Deploymnet' })).toEqual([
      'KS5001 /kind: there is no Deploymnet in apps/v1; did you mean apps/v1/Deployment?',
    ]);
  });

  test('a version that was removed', () => {
    expect(issuesOf({ apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'a', namespace: 'b' } })).toEqual([
      'KS5001 /apiVersion: there is no PodDisruptionBudget in policy/v1beta1; use policy/v1',
    ]);
  });

  test('a kind in a group that has another one', () => {
    expect(issuesOf({ apiVersion: 'extensions/v1beta1', kind: 'Ingress', metadata: { name: 'a', namespace: 'b' } })).toEqual([
      'KS5001 /kind: there is no Ingress in extensions/v1beta1; did you mean networking.k8s.io/v1/Ingress?',
    ]);
  });

  test('a custom resource without a definition is a warning', () => {
    const issues = validateObject({ apiVersion: 'acme.io/v1', kind: 'Robot', metadata: { name: 'r', labels: { a: '?' } } }, schemas);
    expect(issues.map((issue) => [issue.code, issue.severity])).toEqual([
      ['KS5010', 'warning'],
      ['KS5007', undefined],
    ]);
  });

  test('a request that is not kept', () => {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', metadata: { name: 'a' }, spec: {} };
    expect(issuesOf(review)[0]).toContain('KS5001 /kind: a TokenReview is a request');
  });

  test('a list in one manifest', () => {
    expect(issuesOf({ apiVersion: 'v1', kind: 'List', items: [deployment()] })[0]).toContain(
      'KS5011 /items: the manifest is a List of 1 objects',
    );
  });

  test('neither kind nor version', () => {
    expect(issuesOf({})).toEqual(['KS5004 : apiVersion is undefined; give apiVersion', 'KS5004 : kind is undefined; give kind']);
  });
});

describe('fields', () => {
  test('an unknown field, with the one that was meant', () => {
    expect(issuesOf(container({ imagePullPolcy: 'Always' }))).toEqual([
      `KS5002 ${CONTAINER}/imagePullPolcy: there is no field imagePullPolcy in ${CONTAINER}; did you mean imagePullPolicy?`,
    ]);
  });

  test('an unknown field at the top, and one without a near name', () => {
    expect(issuesOf({ ...deployment(), spc: {} })[0]).toContain('KS5002 /spc: there is no field spc; did you mean spec?');
    expect(issuesOf(container({ zzzzzzzzzzzz: 1 }))[0]).toContain('remove it, or put it where it belongs');
  });

  test('a missing field', () => {
    const issues = issuesOf(deployment((pod) => delete pod['containers']));
    expect(issues).toEqual(['KS5004 /spec/template/spec: the field containers is missing in /spec/template/spec; add containers']);
  });

  test('null counts as absent in a built-in kind', () => {
    expect(issuesOf(container({ lifecycle: null }))).toEqual([]);
    expect(issuesOf(container({ name: null }))[0]).toContain('the field name is missing');
  });

  test.each([
    ['a string', { image: 5 }, `KS5003 ${CONTAINER}/image: 5 is not a string; give a string`],
    ['a number', { terminationMessagePath: true }, `KS5003 ${CONTAINER}/terminationMessagePath: true is not a string; give a string`],
    ['a list', { args: '--port' }, `KS5003 ${CONTAINER}/args: "--port" is not a list; give a list`],
    ['an object', { resources: [] }, `KS5003 ${CONTAINER}/resources: [] is not an object; give an object`],
    ['true or false', { tty: 'yes' }, `KS5003 ${CONTAINER}/tty: "yes" is not true or false; give true or false`],
    [
      'a whole number',
      { ports: [{ containerPort: 80.5 }] },
      `KS5003 ${CONTAINER}/ports/0/containerPort: 80.5 is not a whole number; give a whole number`,
    ],
  ])('another type than %s', (_, change, expected) => {
    expect(issuesOf(container(change))).toEqual([expected]);
  });

  test('a port by number or name, and nothing else', () => {
    expect(issuesOf(container({ readinessProbe: { httpGet: { port: 8080 } } }))).toEqual([]);
    expect(issuesOf(container({ readinessProbe: { httpGet: { port: 80.5 } } }))[0]).toContain('80.5 is not a whole number or a string');
    expect(issuesOf(widget({ size: 1, port: true }))[0]).toContain('KS5003 /spec/port: true is not a whole number or a string');
  });

  test.each(['100', '1.5Gi', '500m', '1e3', '1E3', '.5', '5.', '-1', '12E', 2, 0.5])('the quantity %s', (cpu) => {
    expect(issuesOf(container({ resources: { limits: { cpu } } }))).toEqual([]);
  });

  test.each(['1 Gi', '1GiB', 'a', '', '1e', '0x10', true])('no quantity: %s', (cpu) => {
    expect(issuesOf(container({ resources: { limits: { cpu } } }))[0]).toContain('is not a quantity; give a quantity such as 500m');
  });

  test('limits of the value', () => {
    expect(issuesOf(container({ imagePullPolicy: 'always' }))).toEqual([
      `KS5005 ${CONTAINER}/imagePullPolicy: "always" is not an allowed value; use one of Always, IfNotPresent, Never`,
    ]);
    expect(issuesOf(container({ ports: [{ containerPort: 2 ** 31 }] }))[0]).toContain('KS5005');
    expect(issuesOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'b' }, data: { k: 'plain text' } })).toEqual([
      'KS5005 /data/k: "plain text" is not base64; give base64',
    ]);
    expect(issuesOf(widget({ size: 10 }))[0]).toContain('KS5005 /spec/size: 10 is too large; give at most 9');
  });
});

describe('lists with keys', () => {
  test('two environment variables of one name', () => {
    const env = [{ name: 'A', value: '1' }, { name: 'B' }, { name: 'A', value: '2' }];
    expect(issuesOf(container({ env }))).toEqual([
      `KS5006 ${CONTAINER}/env/2: entries 0 and 2 have one key: name "A"; remove one of them, or give it another key`,
    ]);
  });

  test('ports count their default protocol', () => {
    const ports = [{ containerPort: 53 }, { containerPort: 53, protocol: 'TCP' }, { containerPort: 53, protocol: 'UDP' }];
    expect(issuesOf(container({ ports }))).toEqual([
      `KS5006 ${CONTAINER}/ports/1: entries 0 and 1 have one key: containerPort 53, protocol "TCP"; remove one of them, or give it another key`,
    ]);
  });

  test('entries of a set, and its length', () => {
    expect(issuesOf(widget({ size: 1, names: ['a', 'a'] }))[0]).toContain('KS5006 /spec/names/1: entries 0 and 1 have one key: "a"');
    expect(issuesOf(widget({ size: 1, names: ['a', 'b', 'c'] }))[0]).toContain('the list has 3 entries; give at most 2');
  });
});

describe('custom resources', () => {
  test('fields that the definition does not name are unknown', () => {
    expect(issuesOf(widget({ size: 1, closed: { a: 1 } }))).toEqual([
      'KS5002 /spec/closed/a: there is no field a in /spec/closed; remove it, or put it where it belongs',
    ]);
    expect(issuesOf(widget({ size: 1, template: { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: {} } }))[0]).toContain(
      '/spec/template/spec',
    );
  });

  test('a required field with a default may be missing', () => {
    expect(issuesOf(widget({}))).toEqual(['KS5004 /spec: the field size is missing in /spec; add size']);
  });

  test('defaults count where one of several forms is chosen', () => {
    const gateway = (addresses: object[]) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'acme' },
      spec: { gatewayClassName: 'envoy', addresses, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });
    expect(issuesOf(gateway([{ value: '1.2.3.4' }]))).toEqual([]);
    expect(issuesOf(gateway([{ value: 'no address' }]))[0]).toContain('KS5005 /spec/addresses/0');
  });

  test('null is a value', () => {
    expect(issuesOf(widget({ size: null }))[0]).toContain('KS5004 /spec: the field size is missing');
    expect(issuesOf(widget({ size: 1, closed: null }))[0]).toContain('KS5003 /spec/closed: null is not an object');
  });

  test('letters are counted as characters', () => {
    expect(issuesOf(widget({ size: 1, emoji: '🙂🙂' }))).toEqual([]);
    expect(issuesOf(widget({ size: 1, emoji: '🙂🙂🙂' }))[0]).toContain('has 3 characters; give at most 2');
  });

  test('exactly one of several forms', () => {
    expect(issuesOf(widget({ size: 1, source: { git: 'a' } }))).toEqual([]);
    expect(issuesOf(widget({ size: 1, source: { git: 'a', oci: 'b' } }))[0]).toContain('must fit exactly one of the forms');
  });

  test('metadata is that of any object', () => {
    const object = { ...widget({ size: 1 }), metadata: { name: 'w', namespace: 'acme', lables: {} } };
    expect(issuesOf(object)[0]).toContain('KS5002 /metadata/lables: there is no field lables in /metadata; did you mean labels?');
  });

  test('an HTTPRoute against its real definition', () => {
    const route = (rules: unknown[]) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'chat', namespace: 'acme' },
      spec: { parentRefs: [{ name: 'public' }], hostnames: ['chat.example.com'], rules },
    });
    expect(issuesOf(route([{ backendRefs: [{ name: 'chat', port: 80 }] }]))).toEqual([]);
    expect(issuesOf(route([{ backendRefs: [{ name: 'chat', port: '80' }] }]))[0]).toContain('"80" is not a whole number');
    expect(issuesOf(route([{ backendRef: [{ name: 'chat', port: 80 }] }]))[0]).toContain('did you mean backendRefs?');
  });

  test('an ExternalSecret against its real definition', () => {
    const secret = (spec: object) => ({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'a', namespace: 'b' },
      spec,
    });
    const good = {
      secretStoreRef: { name: 'aws', kind: 'ClusterSecretStore' },
      target: { name: 'a' },
      data: [{ secretKey: 'k', remoteRef: { key: 'x' } }],
    };
    expect(issuesOf(secret(good))).toEqual([]);
    expect(issuesOf(secret({ ...good, secretStoreRef: { name: 'aws', kind: 'Store' } }))[0]).toContain(
      'use one of SecretStore, ClusterSecretStore',
    );
  });
});

describe('names, labels and scope', () => {
  const named = (apiVersion: string, kind: string, name: string, more: object = {}) =>
    issuesOf({ apiVersion, kind, metadata: { name, ...more } }).filter((issue) => issue.startsWith('KS5007') || issue.startsWith('KS5008'));

  test('follow the rule of the kind', () => {
    expect(named('v1', 'ConfigMap', 'a.b', { namespace: 'n' })).toEqual([]);
    expect(named('v1', 'ConfigMap', 'A_b', { namespace: 'n' })[0]).toContain('the name "A_b" must be lower case letters');
    expect(named('v1', 'Namespace', 'a.b')[0]).toContain('the name "a.b" must be lower case letters, digits and -,');
    expect(named('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:node')).toEqual([]);
    expect(named('v1', 'Namespace', 'a'.repeat(64))[0]).toContain('has 64 characters, and 63 are allowed');
    expect(named('batch/v1', 'CronJob', 'a'.repeat(53), { namespace: 'n' })[0]).toContain('has 53 characters, and 52 are allowed');
  });

  test('a namespace is there exactly when the kind has one', () => {
    expect(named('v1', 'Namespace', 'a', { namespace: 'b' })).toEqual([
      'KS5008 /metadata/namespace: a Namespace has no namespace, and this one is in "b"; remove metadata.namespace',
    ]);
    expect(named('v1', 'ConfigMap', 'a')).toEqual([
      'KS5008 /metadata: a ConfigMap lives in a namespace, and this one has none; give metadata.namespace',
    ]);
  });

  test('labels and annotations, also of pods and selectors', () => {
    const object = deployment((_, whole) => {
      Object.assign(whole['metadata'] as object, {
        labels: { 'a/b/c': 'x', ok: '-bad' },
        annotations: { 'Example.com/ok': 'any text!', 'bad key': '' },
      });
      const spec = whole['spec'] as { template: { metadata: { labels: object } } };
      Object.assign(spec.template.metadata.labels, { version: 'a b' });
    });
    expect(issuesOf(object).map((issue) => issue.slice(0, issue.indexOf(':')))).toEqual([
      'KS5007 /metadata/labels/a~1b~1c',
      'KS5007 /metadata/labels/ok',
      'KS5007 /metadata/annotations/bad key',
      'KS5007 /spec/template/metadata/labels/version',
    ]);
  });

  test('fields of the server', () => {
    const object = deployment((_, whole) => Object.assign(whole['metadata'] as object, { uid: 'x', creationTimestamp: null }));
    expect(issuesOf(object)).toEqual(['KS5005 /metadata/uid: uid is set by the API server; remove it']);
  });

  test('no name', () => {
    expect(issuesOf(deployment((_, whole) => Object.assign(whole, { metadata: { namespace: 'a' } })))[0]).toContain(
      'the object has no name',
    );
    expect(issuesOf(deployment((_, whole) => Object.assign(whole, { metadata: { namespace: 'a', generateName: 'x-' } })))[0]).toContain(
      'generateName',
    );
  });
});

describe('what contradicts', () => {
  test('a selector that misses its own pods', () => {
    const object = deployment((_, whole) => Object.assign(whole['spec'] as object, { selector: { matchLabels: { app: 'other' } } }));
    expect(issuesOf(object)[0]).toContain(
      'KS5009 /spec/selector/matchLabels/app: the selector wants the label app=other, and the pod template has chat',
    );
  });

  test('a mount without a volume', () => {
    expect(issuesOf(container({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }))[0]).toContain('the volume "data" is mounted');
  });

  test('a request above its limit, and a GPU with unequal ones', () => {
    const resources = (requests: object, limits: object) => issuesOf(container({ resources: { requests, limits } }));
    expect(resources({ memory: '1Gi' }, { memory: '1000Mi' })[0]).toContain('the request memory is "1Gi", above its limit "1000Mi"');
    expect(resources({ cpu: '1' }, { cpu: '1000m' })).toEqual([]);
    expect(resources({ 'nvidia.com/gpu': 1 }, {})[0]).toContain('the limit is missing');
    expect(resources({ 'nvidia.com/gpu': '1' }, { 'nvidia.com/gpu': 1 })).toEqual([]);
  });

  test('a definition under another name, or without a schema', () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widget.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Widget', plural: 'widgets' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    };
    expect(issuesOf(definition).map((issue) => issue.slice(0, 6))).toEqual(['KS5012', 'KS5012']);
  });
});

describe('placeholders', () => {
  const bound = (pointer: string, type: 'string' | 'number' | 'list' | 'any'): BoundFields => new Map([[pointer, { type, parts: [] }]]);

  test('count as the type of their binding', () => {
    const port = '/spec/template/spec/containers/0/ports/0/containerPort';
    const object = container({ ports: [{ containerPort: '<keelson:terraform.data.port>' }] });
    expect(issuesOf(object)[0]).toContain('is not a whole number');
    expect(issuesOf(object, bound(port, 'number'))).toEqual([]);
    expect(issuesOf(object, bound(port, 'any'))).toEqual([]);
    expect(issuesOf(object, bound(port, 'string'))).toEqual([
      `KS5003 ${port}: a reference to a string stands where the schema wants a whole number; use a reference of that type`,
    ]);
  });

  test('may stand for a quantity, a list or a limited text', () => {
    const object = container({
      args: '<keelson:terraform.data.args>',
      imagePullPolicy: '<keelson:a.b>',
      resources: { limits: { cpu: '<keelson:a.c>' } },
    });
    const bindings: BoundFields = new Map([
      ...bound(`${CONTAINER}/args`, 'list'),
      ...bound(`${CONTAINER}/imagePullPolicy`, 'string'),
      ...bound(`${CONTAINER}/resources/limits/cpu`, 'number'),
    ]);
    expect(issuesOf(object, bindings)).toEqual([]);
    expect(
      issuesOf(object)
        .map((issue) => issue.slice(0, 6))
        .sort(),
    ).toEqual(['KS5003', 'KS5005', 'KS5005']);
  });
});
