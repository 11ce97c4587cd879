import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Addon } from '../../../../../lib/constructs/platform/addon/addon.ts';
import type { AddonProps } from '../../../../../lib/constructs/platform/addon/addon-props.ts';
import { Cluster } from '../../../../../lib/constructs/platform/cluster.ts';
import { sha256 } from '../../../../../lib/core/digest.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { synthTree } from '../../../../../lib/testing/index.ts';
import { validateContent } from '../../../../../lib/toolkit/validate/index.ts';

const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
  creationTimestamp: null
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Widget, plural: widgets, singular: widget, listKind: WidgetList }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;
const CONTROLLER = `
apiVersion: v1
kind: Namespace
metadata: { name: widget-system }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller, namespace: widget-system }
spec:
  replicas: 1
  selector: { matchLabels: { app: controller } }
  template:
    metadata: { labels: { app: controller } }
    spec:
      containers:
        - { name: controller, image: 'example.com/controller:1', env: [{ name: A, value: "on" }] }
      volumes:
        - { name: cache, emptyDir: {} }
        - { name: certs, secret: { secretName: certs, defaultMode: 0644 } }
---
# nothing but a comment
---
`;

let root: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const roots: string[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keelson-addon-'));
  roots.push(root);
  write('vendor/crds.yaml', CRD);
  write('vendor/controller.yml', CONTROLLER);
  write('vendor/README.md', 'not: a manifest');
  write('vendor/more/extra.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra, namespace: widget-system }\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
afterAll(() => expect(roots.length).toBeGreaterThan(0));

const synth = (props: Partial<AddonProps> = {}, more?: (cluster: Cluster) => void) =>
  synthTree(
    (platform) => {
      const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
      new Addon(cluster, 'widgets', { manifests: ['vendor'], ...props });
      more?.(cluster);
    },
    { root },
  );
const messages = (props: unknown) => synth(props as AddonProps).errors.map((error) => error.message);
const widget = (cluster: Cluster) => new ApiObject(cluster, 'mine', { apiVersion: 'example.com/v1', kind: 'Widget', metadata: {} });

describe('an add-on', () => {
  test('brings the objects of its files as they are: definitions to crds, namespaces to namespaces, the rest to addons', () => {
    const { content } = synth();
    const unit = (name: string) => {
      const file = content.units.get(`dev/kubernetes.main.${name}`);
      return file?.plane === 'kubernetes' ? file.objects.map(({ kind, namespace, name: id }) => [kind, namespace, id]) : undefined;
    };
    expect(unit('crds')).toEqual([['CustomResourceDefinition', undefined, 'widgets.example.com']]);
    expect(unit('namespaces')).toEqual([['Namespace', undefined, 'widget-system']]);
    expect(unit('addons')).toEqual([['Deployment', 'widget-system', 'controller']]);
    expect(validateContent(content).findings).toEqual([]);
  });

  test('reads values as kubectl does', () => {
    const { template } = synth().object('Deployment', 'controller')['spec'] as { template: { spec: Record<string, unknown> } };
    expect(template.spec).toEqual({
      containers: [{ name: 'controller', image: 'example.com/controller:1', env: [{ name: 'A', value: 'on' }] }],
      volumes: [
        { name: 'cache', emptyDir: {} },
        { name: 'certs', secret: { secretName: 'certs', defaultMode: 420 } },
      ],
    });
  });

  test('provides the kinds that it defines, and those that it says it installs', () => {
    expect(synth({}, widget).content.units.get('dev/kubernetes.main.mine')?.dependsOn).toContainEqual({
      unit: 'dev/kubernetes.main.crds',
      reasons: ['kind'],
    });
    const manifests = ['vendor/controller.yml'];
    expect(synth({ manifests }, widget).errors.map(({ code }) => code)).toEqual(['KS1006']);
    expect(synth({ manifests, provides: ['example.com/v1/Widget'] }, widget).errors).toEqual([]);
  });

  test('takes files, folders and patterns, each file once', () => {
    const kinds = (...manifests: string[]) =>
      synth({ manifests })
        .objects.map(({ kind }) => kind)
        .sort();
    expect(kinds('vendor/*.yaml')).toEqual(['CustomResourceDefinition']);
    expect(kinds('vendor/c*r.y*ml')).toEqual(['Deployment', 'Namespace']);
    expect(kinds('vendor/crds.yaml', './vendor', 'vendor/*.yaml')).toEqual(['CustomResourceDefinition', 'Deployment', 'Namespace']);
  });

  test('takes the items of a List, and puts what is in no namespace into its own', () => {
    const items = ['Role', 'ClusterRole'].map((kind) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name: 'reader' },
      rules: [],
    }));
    write('list.yaml', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const { objects } = synth({ manifests: ['list.yaml', 'vendor/controller.yml'], namespace: 'widget-system' });
    expect(objects.map(({ kind, metadata }) => [kind, metadata.namespace]).sort()).toEqual([
      ['ClusterRole', undefined],
      ['Deployment', 'widget-system'],
      ['Namespace', undefined],
      ['Role', 'widget-system'],
    ]);
  });

  test('may have two kinds of one name in two API groups', () => {
    const object = (group: string) => `apiVersion: ${group}/v1\nkind: Certificate\nmetadata: { name: web, namespace: default }\n`;
    write('two.yaml', `${object('a.example.com')}---\n${object('b.example.com')}`);
    const provides = ['a.example.com/v1/Certificate', 'b.example.com/v1/Certificate'];
    expect(synth({ manifests: ['two.yaml'], provides }).find('Certificate')).toHaveLength(2);
  });

  test('holds its files against a digest', () => {
    const digest = sha256(`${CONTROLLER}${CRD}`);
    expect(messages({ digest })).toEqual([]);
    write('vendor/crds.yaml', `${CRD}# changed\n`);
    const [message, ...more] = messages({ digest });
    expect(message).toContain(`KS1001 dev/main/widgets`);
    expect(message).toContain('the digest of vendor/controller.yml, vendor/crds.yaml is sha256:');
    expect(message).toContain(`and ${digest} is wanted`);
    expect(more).toEqual([]);
  });
});

describe('an add-on that can not be read', () => {
  test.each([
    [['missing.yaml'], 'missing.yaml is not there'],
    [['missing/*.yaml'], 'missing/*.yaml is not there'],
    [['vendor/x*.yaml'], 'vendor/x*.yaml stands for no YAML file'],
    [['vendor/more/extra.yaml', 'vendor/none'], 'vendor/none is not there'],
    [[], 'a list of at least 1'],
  ])('%j is told', (manifests, words) => {
    const [message, ...more] = messages({ manifests });
    expect(message).toMatch(/^KS1001 dev\/main\/widgets/);
    expect(message).toContain(words);
    expect(more).toEqual([]);
  });

  test('kinds that are none are told', () => {
    expect(messages({ provides: ['Widget', 'example.com/v1/widget', 'example.com/Widget'] })).toEqual(
      [0, 1].map((index) => expect.stringContaining(`prop provides[${index}]`)),
    );
  });

  test.each([
    ['a: &x [1]\nb: *x\n', 'alias'],
    ['a: 1\na: 2\n', 'duplicated mapping key'],
    ['a: !!js/function x\n', 'unknown'],
    ['a: [1\n', 'can not be read'],
    ['n: 9007199254740993\n', 'the whole number 9007199254740993 is too large'],
  ])('%j is told', (text, words) => {
    write('bad.yaml', text);
    const [message, ...more] = messages({ manifests: ['bad.yaml'] });
    expect(message).toContain('bad.yaml can not be read');
    expect(message).toContain(words);
    expect(more).toEqual([]);
  });

  test.each([
    'just a text',
    'kind: ConfigMap\nmetadata: { name: a }\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { generateName: a }\n',
    '- 1\n',
  ])('%j is no object', (text) => {
    write('bad.yaml', text);
    expect(messages({ manifests: ['bad.yaml'] })).toEqual([
      expect.stringContaining('an object of bad.yaml has no apiVersion, kind or metadata.name'),
    ]);
  });

  test('an object that stands twice is told, with the file', () => {
    write('again.yaml', CRD);
    const [message] = messages({ manifests: ['vendor', 'again.yaml'] });
    expect(message).toMatch(
      /^KS1002 .*the CustomResourceDefinition widgets.example.com stands twice in the files, again in vendor\/crds.yaml/,
    );
  });

  test('a file that leads nowhere is told', () => {
    symlinkSync(join(root, 'gone'), join(root, 'vendor/link.yaml'));
    expect(messages({})[0]).toContain('vendor/link.yaml is not there');
  });
});
