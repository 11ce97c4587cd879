import { describe, expect, it } from 'vitest';
import { deployment, type TestObject } from '../../../support/assembly.ts';
import { actions, changeOf, diff } from './helpers.ts';

const chat = 'dev/kubernetes.main.chat';
const objects = (...list: TestObject[]) => ({ [chat]: { objects: list } });
const configMap = (name: string, data: Record<string, string>, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'acme' },
  data,
  ...more,
});
const bound = { parts: [{ unit: 'dev/terraform.data', output: 'bucket', type: 'string' as const }] };

describe('a diff of Kubernetes objects', () => {
  it('is empty for equal assemblies', () => {
    const units = objects({ manifest: deployment('chat') });
    expect(diff(units, units)).toMatchObject({ different: false, constructs: [], environments: [], hints: [] });
  });

  it('groups creations and deletions by construct path', () => {
    const result = diff(
      objects({ manifest: deployment('old'), path: 'dev/main/old' }),
      objects(
        { manifest: deployment('new', { image: 'other' }), path: 'dev/main/new' },
        { manifest: configMap('new', {}), path: 'dev/main/new' },
      ),
    );
    expect(result.constructs.map(({ path, changes }) => [path, changes.map(({ action, title }) => `${action} ${title}`)])).toEqual([
      ['dev/main/new', ['create ConfigMap acme/new', 'create Deployment acme/new']],
      ['dev/main/old', ['delete Deployment acme/old']],
    ]);
    expect(result.summary.counts).toEqual({ moved: 0, create: 2, update: 0, restart: 0, replace: 0, delete: 1 });
  });

  it('updates in place when only replicas change', () => {
    const result = diff(
      objects({ manifest: deployment('chat', { replicas: 1 }) }),
      objects({ manifest: deployment('chat', { replicas: 3 }) }),
    );
    expect(changeOf(result, 'Deployment acme/chat')).toMatchObject({
      action: 'update',
      fields: [{ pointer: '/spec/replicas', name: 'spec.replicas', before: 1, after: 3, effect: 'update' }],
    });
  });

  it('restarts pods when the template changes', () => {
    const result = diff(
      objects({ manifest: deployment('chat', { image: 'a' }) }),
      objects({ manifest: deployment('chat', { image: 'b' }) }),
    );
    expect(changeOf(result, 'Deployment acme/chat')).toMatchObject({
      action: 'restart',
      fields: [{ name: 'spec.template.spec.containers[server].image', before: 'a', after: 'b', effect: 'restart' }],
    });
  });

  it('says that pods keep the old template where the workload holds them back', () => {
    const set = (image: string): TestObject['manifest'] => {
      const base = deployment('agent', { image }) as TestObject['manifest'] & { spec: object };
      return { ...base, kind: 'DaemonSet', spec: { ...base.spec, updateStrategy: { type: 'OnDelete' } } };
    };
    const change = changeOf(diff(objects({ manifest: set('a') }), objects({ manifest: set('b') })), 'DaemonSet acme/agent');
    expect(change.action).toBe('update');
    expect(change.notes).toEqual(['running pods keep the old template until they are deleted: updateStrategy is OnDelete']);
  });

  it('replaces when an immutable field changes, even as part of a branch that comes or goes', () => {
    const base = deployment('chat') as TestObject['manifest'] & { spec: { selector: { matchLabels: object } } };
    const other = {
      ...base,
      spec: {
        ...base.spec,
        selector: { matchLabels: base.spec.selector.matchLabels, matchExpressions: [{ key: 'a', operator: 'Exists' }] },
      },
    };
    expect(changeOf(diff(objects({ manifest: base }), objects({ manifest: other })), 'Deployment acme/chat')).toMatchObject({
      action: 'replace',
      fields: [{ pointer: '/spec/selector/matchExpressions', effect: 'replace' }],
    });
  });

  it('replaces an immutable ConfigMap only when it was one', () => {
    const result = (before: object, after: object) =>
      changeOf(
        diff(objects({ manifest: configMap('c', { a: '1' }, before) }), objects({ manifest: configMap('c', { a: '2' }, after) })),
        'ConfigMap acme/c',
      ).action;
    expect(result({ immutable: true }, { immutable: true })).toBe('replace');
    expect(result({}, { immutable: true })).toBe('update');
  });

  it('takes another version of the same group for the same object', () => {
    const route = (version: string) => ({
      apiVersion: `gateway.networking.k8s.io/${version}`,
      kind: 'HTTPRoute',
      metadata: { name: 'r', namespace: 'acme' },
    });
    const change = changeOf(diff(objects({ manifest: route('v1beta1') }), objects({ manifest: route('v1') })), 'HTTPRoute acme/r');
    expect(change).toMatchObject({ action: 'update', fields: [{ pointer: '/apiVersion', effect: 'update' }] });
  });

  it('takes an object of another cluster for another object', () => {
    const result = diff(objects({ manifest: deployment('chat') }), {
      'dev/kubernetes.other.chat': { objects: [{ manifest: deployment('chat') }] },
    });
    expect(actions(result)).toEqual(['delete Deployment acme/chat', 'create Deployment acme/chat']);
  });
});

describe('moves of Kubernetes objects', () => {
  const labelled = (unit: string) => deployment('chat', { gpus: 1, labels: { 'applyset.kubernetes.io/part-of': unit } });

  it('to another unit restart nothing', () => {
    const result = diff(objects({ manifest: labelled('a') }), { 'dev/kubernetes.main.team': { objects: [{ manifest: labelled('b') }] } });
    expect(changeOf(result, 'Deployment acme/chat')).toMatchObject({
      action: 'moved',
      unit: 'dev/kubernetes.main.team',
      from: { unit: chat },
      fields: [],
    });
    expect(result.summary.gpus).toEqual({ add: 0, free: 0, restart: 0, replace: 0 });
    expect(result.environments[0]?.units.map(({ unit, state }) => `${state} ${unit}`)).toEqual([
      'deleted dev/kubernetes.main.chat',
      'created dev/kubernetes.main.team',
    ]);
  });

  it('to another construct path are moves, and a change beside one keeps its own label', () => {
    const result = (image: string) =>
      changeOf(
        diff(
          objects({ manifest: deployment('chat', { image: 'a' }), path: 'dev/main/chat' }),
          objects({ manifest: deployment('chat', { image }), path: 'dev/main/team/chat' }),
        ),
        'Deployment acme/chat',
      );
    expect(result('a')).toMatchObject({ action: 'moved', from: { path: 'dev/main/chat' } });
    expect(result('b')).toMatchObject({ action: 'restart', from: { path: 'dev/main/chat' } });
  });

  it('by an alias under another name are replacements, since Kubernetes can not rename', () => {
    const result = diff(
      objects({ manifest: deployment('chat', { gpus: 2 }), path: 'dev/main/chat' }),
      objects({ manifest: deployment('talk', { gpus: 2 }), path: 'dev/main/talk', aliases: ['dev/main/chat'] }),
    );
    expect(actions(result)).toEqual(['replace Deployment acme/talk']);
    expect(changeOf(result, 'Deployment acme/talk')).toMatchObject({
      from: { id: 'apps/Deployment/acme/chat' },
      notes: [expect.stringContaining('can not rename')],
    });
    expect(result.summary.gpus.replace).toBe(2);
    expect(result.hints).toEqual([]);
  });
});

describe('Secrets in a diff', () => {
  const secret = (data: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'acme' }, ...data });
  const text = (before: object, after: object) =>
    JSON.stringify(diff(objects({ manifest: secret(before) }), objects({ manifest: secret(after) })));

  it('are masked everywhere, also when data appears as a whole', () => {
    const found = text(
      {
        data: { token: 'aHVudGVyMg==' },
        metadata: { name: 's', namespace: 'acme', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2' } },
      },
      { data: { token: 'aHVudGVyMw==' }, stringData: { more: 'hunter4', list: ['hunter5'] } },
    );
    expect(found).toContain('/data/token');
    expect(found).toContain('"after":{"more":"***"');
    expect(found).not.toMatch(/hunter|aHVud/);
  });

  it('show placeholders and hide the text around them', () => {
    const found = text(
      { stringData: { url: 'postgres://hunter2@db' } },
      { stringData: { url: 'postgres://hunter2@<keelson:terraform.data.host>/x' } },
    );
    expect(found).toContain('***<keelson:terraform.data.host>***');
    expect(found).not.toContain('hunter2');
  });
});

describe('bindings in a diff', () => {
  const pod = (value: string) => deployment('chat', { env: [{ name: 'BUCKET', value }] });
  const pointer = '/spec/template/spec/containers/0/env/0/value';

  it('restart pods when a template is bound to something else', () => {
    const other = { parts: [{ unit: 'dev/terraform.data', output: 'other', type: 'string' as const }] };
    const result = diff(
      objects({ manifest: pod('<keelson:terraform.data.bucket>'), bindings: { [pointer]: bound } }),
      objects({ manifest: pod('<keelson:terraform.data.other>'), bindings: { [pointer]: other } }),
    );
    expect(changeOf(result, 'Deployment acme/chat')).toMatchObject({
      action: 'restart',
      fields: [
        {
          name: 'spec.template.spec.containers[server].env[BUCKET].value',
          before: '<keelson:terraform.data.bucket>',
          after: '<keelson:terraform.data.other>',
        },
      ],
    });
  });

  it('are told when only the type changes, which the file does not show', () => {
    const manifest = pod('<keelson:terraform.data.bucket>');
    const result = diff(
      objects({ manifest, bindings: { [pointer]: bound } }),
      objects({ manifest, bindings: { [pointer]: { ...bound, type: 'number' } } }),
    );
    expect(changeOf(result, 'Deployment acme/chat')).toMatchObject({
      action: 'restart',
      fields: [{ pointer, before: '<keelson:dev/terraform.data.bucket> (string)', after: '<keelson:dev/terraform.data.bucket> (number)' }],
    });
  });

  it.each([
    ['envFrom', { envFrom: [{ configMapRef: { name: 'config' } }] }],
    ['a variable', { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'config', key: 'a' } } }] }],
  ])('restart the pods that read the ConfigMap through %s, and no others', (_, container) => {
    const workload = (name: string, more: object) => {
      const base = deployment(name) as TestObject['manifest'] & {
        spec: { template: { metadata: object; spec: { containers: object[] } } };
      };
      const spec = { containers: [{ ...base.spec.template.spec.containers[0], ...more }] };
      return { ...base, spec: { ...base.spec, template: { ...base.spec.template, spec } } };
    };
    const units = (value: string, bindings: TestObject['bindings']) =>
      objects(
        { manifest: configMap('config', { a: value }), ...(bindings && { bindings }) },
        { manifest: workload('reader', container) },
        { manifest: workload('other', {}) },
      );
    const result = diff(units('literal', undefined), units('<keelson:terraform.data.bucket>', { '/data/a': bound }));
    expect(actions(result)).toEqual(['update ConfigMap acme/config', 'restart Deployment acme/reader']);
    expect(changeOf(result, 'Deployment acme/reader').fields).toEqual([
      {
        pointer: '/spec/template',
        name: 'spec.template',
        effect: 'restart',
        because: 'it reads ConfigMap acme/config, where a bound value changes',
      },
    ]);
  });
});

describe('what a unit says of itself', () => {
  const from = { object: 'apps/Deployment/acme/chat', pointer: '/status/replicas' };
  const unit = (more: object) => ({ [chat]: { objects: [{ manifest: deployment('chat') }], ...more } });

  it('is a setting that changes: what must be done first, and what it gives to others', () => {
    const result = diff(
      unit({}),
      unit({ dependsOn: [{ unit: 'dev/terraform.data', reasons: ['dependsOn'] }], outputs: { n: { type: 'number', from } } }),
    );
    expect(changeOf(result, 'unit')).toMatchObject({
      kind: 'setting',
      path: chat,
      fields: [
        { name: 'dependsOn[0]', after: 'dev/terraform.data' },
        { name: 'outputs.n', after: { type: 'number', from } },
      ],
    });
    expect(result.summary).toMatchObject({ settings: 1, counts: { update: 0 } });
  });

  it('follows an object that is replaced into the pods that read its status', () => {
    const job = (image: string) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'make', namespace: 'acme' },
      spec: { template: { spec: { containers: [{ name: 'c', image }] } } },
    });
    const units = (image: string) => ({
      'dev/kubernetes.main.jobs': {
        objects: [{ manifest: job(image) }],
        outputs: { uid: { type: 'string' as const, from: { object: 'batch/Job/acme/make', pointer: '/metadata/uid' } } },
      },
      [chat]: {
        objects: [
          {
            manifest: deployment('chat', { env: [{ name: 'UID', value: '<keelson:kubernetes.main.jobs.uid>' }] }),
            bindings: {
              '/spec/template/spec/containers/0/env/0/value': {
                parts: [{ unit: 'dev/kubernetes.main.jobs', output: 'uid', type: 'string' as const }],
              },
            },
          },
        ],
      },
    });
    const result = diff(units('a'), units('b'));
    expect(actions(result)).toEqual(['restart Deployment acme/chat', 'replace Job acme/make']);
    expect(changeOf(result, 'Deployment acme/chat').fields).toMatchObject([{ because: 'Job acme/make is replaced' }]);
  });
});
