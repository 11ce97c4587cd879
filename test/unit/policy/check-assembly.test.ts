import { describe, expect, test } from 'vitest';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import type { Binding } from '../../../lib/assembly/schema.ts';
import { assemblyOf, configMap, findingsOf, type KubernetesDraft, stackOf, type TerraformDraft } from './fixture.ts';

const FILES = 'run synth again, and commit the whole output';

/** A bucket whose name reaches a ConfigMap. */
function twoPlanes(
  change: { kubernetes?: Partial<KubernetesDraft>; terraform?: Partial<TerraformDraft>; binding?: Partial<Binding> } = {},
): Record<string, KubernetesDraft | TerraformDraft> {
  return {
    'dev/terraform.data': {
      stack: stackOf({ output: { bucket: { value: '${aws_s3_bucket.pictures.id}' } } }),
      resources: ['aws_s3_bucket.pictures'],
      outputs: { bucket: { type: 'string' } },
      ...change.terraform,
    },
    'dev/kubernetes.main.shop': {
      objects: [configMap('shop', { url: 's3://<keelson:terraform.data.bucket>/' })],
      dependsOn: [{ unit: 'dev/terraform.data', reasons: ['binding'] }],
      bindings: [
        {
          target: '/ConfigMap/acme/shop',
          pointer: '/data/url',
          type: 'string',
          parts: ['s3://', { unit: 'dev/terraform.data', output: 'bucket', type: 'string' }, '/'],
          ...change.binding,
        },
      ],
      ...change.kubernetes,
    },
  };
}

describe('an assembly that agrees', () => {
  test('has no findings', () => {
    expect(findingsOf(assemblyOf(twoPlanes()))).toEqual([]);
  });
});

describe('schemas', () => {
  test('name object, construct and file', () => {
    const assembly = assemblyOf({ 'dev/kubernetes.main.shop': { objects: [{ ...configMap('shop'), dta: {} }] } });
    expect(findingsOf(assembly)).toEqual(['KS5002 ConfigMap acme/shop /dta: there is no field dta; did you mean data?']);
  });

  test('take definitions of the same cluster, and of no other', () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'robots.acme.io' },
      spec: {
        group: 'acme.io',
        scope: 'Namespaced',
        names: { kind: 'Robot', plural: 'robots' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
          },
        ],
      },
    };
    const robot = { apiVersion: 'acme.io/v1', kind: 'Robot', metadata: { name: 'r2', namespace: 'acme' }, spec: { arms: 2 } };
    const assembly = (cluster: string) =>
      assemblyOf({ 'dev/kubernetes.main.crds': { objects: [definition] }, 'dev/kubernetes.x.robots': { cluster, objects: [robot] } });
    expect(findingsOf(assembly('main'))[0]).toContain('KS5002 Robot acme/r2 /spec/arms: there is no field arms');
    expect(findingsOf(assembly('other'))[0]).toContain('KS5010 Robot acme/r2 /kind: no schema of acme.io/v1/Robot is known');
  });
});

describe('identities', () => {
  test('one object in two units, with both constructs', () => {
    const assembly = assemblyOf({
      'dev/kubernetes.main.a': { objects: [configMap('x')] },
      'dev/kubernetes.main.b': { objects: [configMap('x')], entries: { x: { path: 'dev/main/other/x' } } },
    });
    expect(findingsOf(assembly)).toEqual([
      'KS1002 ConfigMap acme/x: dev/main/other/x of dev/kubernetes.main.b and dev/main/x of dev/kubernetes.main.a are both the ConfigMap acme/x; rename one of the two, or give it a name',
    ]);
  });

  test('the same name in two clusters or environments is two objects', () => {
    const units = {
      'dev/kubernetes.main.a': { objects: [configMap('x')] },
      'dev/kubernetes.b.a': { cluster: 'b', objects: [configMap('x')] },
      'prod/kubernetes.main.a': { objects: [configMap('x')] },
    };
    expect(findingsOf(assemblyOf(units))).toEqual([]);
  });

  test('objects inside a List are found', () => {
    const list = { apiVersion: 'v1', kind: 'List', metadata: { name: 'all' }, items: [configMap('x')] };
    expect(findingsOf(assemblyOf({ 'dev/kubernetes.main.a': { objects: [list] } }))[0]).toContain(
      'KS5011 List all /items: the manifest is a List of 1 objects',
    );
  });

  test('a manifest that is not what its unit lists', () => {
    const assembly = assemblyOf({ 'dev/kubernetes.main.a': { objects: [configMap('x')], entries: { x: { name: 'y' } } } });
    expect(findingsOf(assembly)[0]).toContain(
      'KS5020 ConfigMap acme/y: the manifest is v1 ConfigMap acme/x, and its unit lists v1 ConfigMap acme/y',
    );
  });
});

describe('files', () => {
  const changed = (change: (files: Map<string, string>) => void): AssemblyContent => {
    const assembly = assemblyOf(twoPlanes());
    const files = new Map(assembly.files);
    change(files);
    return { ...assembly, files };
  };
  const manifest = 'dev/kubernetes/main/kubernetes.main.shop/acme/ConfigMap/shop.yaml';

  test('a changed, a missing and a stray file', () => {
    expect(findingsOf(changed((files) => files.set(manifest, '{}')))).toEqual([
      `KS5020 ${manifest}: ${manifest} has another digest than its unit file says: it was changed by hand; ${FILES}`,
    ]);
    expect(findingsOf(changed((files) => files.delete(manifest)))).toEqual([`KS5020 ${manifest}: ${manifest} is missing; ${FILES}`]);
    expect(findingsOf(changed((files) => files.set('dev/notes.txt', '')))).toEqual([
      `KS5020 dev/notes.txt: dev/notes.txt belongs to no unit; ${FILES}`,
    ]);
  });

  test('a changed unit file', () => {
    const file = 'dev/units/terraform.data.json';
    expect(findingsOf(changed((files) => files.set(file, '{}')))).toEqual([
      `KS5020 ${file}: ${file} has another digest than keelson.json says: it was changed by hand; ${FILES}`,
    ]);
  });
});

describe('bindings', () => {
  const of = (change: Parameters<typeof twoPlanes>[0]) => findingsOf(assemblyOf(twoPlanes(change)));

  test('a target or field that does not exist', () => {
    expect(of({ binding: { target: '/ConfigMap/acme/gone' } })[0]).toContain(
      'KS5021 /ConfigMap/acme/gone /data/url: a binding fills /ConfigMap/acme/gone, which is not in the unit',
    );
    expect(of({ binding: { pointer: '/data/gone' } })).toContain(
      `KS5021 ConfigMap acme/shop /data/gone: a binding fills /data/gone, and there is no such field; ${FILES}`,
    );
  });

  test('a field that shows something else', () => {
    expect(of({ kubernetes: { objects: [configMap('shop', { url: 'mine' })] } })).toEqual([
      `KS5021 ConfigMap acme/shop /data/url: /data/url shows "mine", and its binding is "s3://<keelson:terraform.data.bucket>/"; ${FILES}`,
    ]);
  });

  test('a unit or output that does not exist, or of another type', () => {
    const value = (change: object): Binding['parts'] => [
      's3://',
      { unit: 'dev/terraform.data', output: 'bucket', type: 'string', ...change },
      '/',
    ];
    expect(of({ binding: { parts: value({ unit: 'dev/terraform.gone' }) } }).join()).toContain('there is no unit dev/terraform.gone');
    expect(of({ binding: { parts: value({ output: 'gone' }) } }).join()).toContain('the unit dev/terraform.data has no output gone');
    expect(of({ binding: { parts: value({ type: 'number' }) } }).join()).toContain(
      'the output bucket of dev/terraform.data is a string, and the binding takes a number',
    );
    expect(of({ binding: { type: 'number' } }).join()).toContain('the binding is a number, and its value a template of several parts');
  });

  test('an edge that is missing', () => {
    expect(of({ kubernetes: { dependsOn: [] } })).toEqual([
      `KS5023 /ConfigMap/acme/shop /data/url: dev/kubernetes.main.shop takes a value of dev/terraform.data, and does not wait for it; ${FILES}`,
    ]);
  });

  test('a value of another environment, but of shared', () => {
    const moved = (environment: string) => {
      const { 'dev/terraform.data': data, 'dev/kubernetes.main.shop': shop } = twoPlanes();
      const unit = `${environment}/terraform.data`;
      const binding = { ...shop!.bindings![0]!, parts: ['s3://', { unit, output: 'bucket', type: 'string' as const }, '/'] };
      const objects = [configMap('shop', { url: `s3://<keelson:${unit}.bucket>/` })];
      return findingsOf(
        assemblyOf({
          [unit]: data!,
          'dev/kubernetes.main.shop': {
            ...(shop as KubernetesDraft),
            objects,
            bindings: [binding],
            dependsOn: [{ unit, reasons: ['binding'] }],
          },
        }),
      );
    };
    expect(moved('shared')).toEqual([]);
    expect(moved('prod').map((finding) => finding.slice(0, 6))).toEqual(['KS4004', 'KS4004']);
  });

  test('a sensitive value outside a Secret, also when only the output says so', () => {
    const terraform: Partial<TerraformDraft> = {
      outputs: { bucket: { type: 'string', sensitive: true } },
      stack: stackOf({ output: { bucket: { value: 'x', sensitive: true } } }),
    };
    expect(of({ terraform })).toEqual([
      'KS4007 ConfigMap acme/shop /data/url: /data/url of a ConfigMap is a sensitive value; put it into a Secret, and let the workload read it from there',
    ]);
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'shop', namespace: 'acme' },
      stringData: { url: 's3://<keelson:terraform.data.bucket>/' },
    };
    expect(
      of({
        terraform,
        kubernetes: { objects: [secret] },
        binding: { target: '/Secret/acme/shop', pointer: '/stringData/url', sensitive: true },
      }),
    ).toEqual([]);
  });

  test('an immutable field', () => {
    const storage = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'shop' },
      provisioner: 's3://<keelson:terraform.data.bucket>/',
    };
    expect(
      of({ kubernetes: { objects: [storage] }, binding: { target: 'storage.k8s.io/StorageClass//shop', pointer: '/provisioner' } }),
    ).toEqual([
      'KS4005 StorageClass shop /provisioner: /provisioner of a StorageClass is a reference, and can not change later; give a literal value',
    ]);
  });

  test('a placeholder that nothing fills', () => {
    const objects = [configMap('shop', { url: 's3://<keelson:terraform.data.bucket>/', more: 'a <keelson:terraform.data.x> b' })];
    expect(of({ kubernetes: { objects } })).toEqual([
      'KS5024 ConfigMap acme/shop /data/more: the placeholder <keelson:terraform.data.x> has no binding; use the reference itself in the program, not a copy of its placeholder',
    ]);
  });
});

describe('edges', () => {
  const unit = (name: string, ...units: string[]): KubernetesDraft => ({
    objects: [configMap(name)],
    dependsOn: units.map((other) => ({ unit: other, reasons: ['dependsOn'] })),
  });

  test('a cycle, as a path', () => {
    const assembly = assemblyOf({
      'dev/kubernetes.main.a': unit('a', 'dev/kubernetes.main.b'),
      'dev/kubernetes.main.b': unit('b', 'dev/kubernetes.main.a'),
    });
    expect(findingsOf(assembly)[0]).toContain('KS1005 : dev/kubernetes.main.a -> dev/kubernetes.main.b -> dev/kubernetes.main.a');
  });

  test('a unit that does not exist', () => {
    expect(findingsOf(assemblyOf({ 'dev/kubernetes.main.a': unit('a', 'dev/gone') }))[0]).toContain(
      'KS5023 : dev/kubernetes.main.a waits for dev/gone, which does not exist',
    );
  });

  test('a manifest that says something else', () => {
    const assembly = assemblyOf({ 'dev/kubernetes.main.a': unit('a', 'dev/kubernetes.main.b'), 'dev/kubernetes.main.b': unit('b') });
    const { manifest } = assembly;
    const units = Object.fromEntries(
      Object.entries(manifest.environments['dev']!.units).map(([id, entry]) => [id, { ...entry, dependsOn: [] }]),
    );
    expect(findingsOf({ ...assembly, manifest: { ...manifest, environments: { dev: { units } } } })[0]).toContain(
      'keelson.json says that dev/kubernetes.main.a waits for nothing, and its unit file says dev/kubernetes.main.b',
    );
  });

  test('objects that wait for others outside their unit, or for themselves', () => {
    const entries = { a: { dependsOn: ['/ConfigMap/acme/gone'] } };
    expect(findingsOf(assemblyOf({ 'dev/kubernetes.main.a': { ...unit('a'), entries } }))[0]).toContain(
      'KS5023 ConfigMap acme/a: the object waits for /ConfigMap/acme/gone',
    );
    const circle = { a: { dependsOn: ['/ConfigMap/acme/b'] }, b: { dependsOn: ['/ConfigMap/acme/a'] } };
    expect(
      findingsOf(assemblyOf({ 'dev/kubernetes.main.a': { objects: [configMap('a'), configMap('b')], entries: circle } }))[0],
    ).toContain('KS1005');
  });

  test('an output of an object that is not in the unit', () => {
    const outputs = { ip: { type: 'string' as const, from: { object: '/Service/acme/web', pointer: '/status' } } };
    expect(findingsOf(assemblyOf({ 'dev/kubernetes.main.a': { ...unit('a'), outputs } }))[0]).toContain(
      'KS5022 : the output ip is of /Service/acme/web',
    );
  });
});

describe('secrets', () => {
  const of = (object: KubernetesDraft['objects'][number]) => findingsOf(assemblyOf({ 'dev/kubernetes.main.a': { objects: [object] } }));

  test('a literal value in a Secret, which is never shown', () => {
    const secret = (fields: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'acme' }, ...fields });
    const findings = of(secret({ stringData: { password: 'hunter2', empty: '' }, data: { token: 'aHVudGVyMg==' } }));
    expect(findings.map((finding) => finding.slice(0, finding.indexOf(';')))).toEqual([
      'KS4008 Secret acme/s /data/token: the Secret holds a value in data.token',
      'KS4008 Secret acme/s /stringData/password: the Secret holds a value in stringData.password',
    ]);
    expect(findings.join()).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test('a credential anywhere', () => {
    const key = `AKIA${'Z'.repeat(16)}`;
    const findings = of(configMap('c', { config: `key = ${key}` }));
    expect(findings).toEqual([
      'KS4008 ConfigMap acme/c /data/config: the value looks like an AWS access key id; use Secret.fromSecretsManager(…) or Secret.existing(…), and rotate the value that was committed',
    ]);
    const stack = stackOf({ resource: { aws_s3_bucket: { pictures: { tags: { k: key } } } } });
    expect(findingsOf(assemblyOf({ 'dev/terraform.data': { stack, resources: ['aws_s3_bucket.pictures'] } }))[0]).toContain(
      'KS4008 dev/terraform/data/cdk.tf.json /resource/aws_s3_bucket/pictures/tags/k',
    );
  });
});

describe('tokens', () => {
  test.each(['${TfToken[TOKEN.12]}', '#{TfToken[TOKEN.3]}', '${Token[AWS.4]}', 'port -1.8881545897087626e+289', '\u2c20\u2c01'])(
    '%s',
    (text) => {
      const findings = findingsOf(assemblyOf({ 'dev/kubernetes.main.a': { objects: [configMap('c', { text })] } }));
      expect(findings).toHaveLength(1);
      expect(findings[0]).toContain('KS4001 ConfigMap acme/c /data/text: an unresolved token stands in /data/text');
    },
  );

  test('a key', () => {
    const stack = stackOf({ resource: { aws_s3_bucket: { pictures: { tags: { '${TfToken[TOKEN.1]}': 'x' } } } } });
    expect(
      findingsOf(assemblyOf({ 'dev/terraform.data': { stack, resources: ['aws_s3_bucket.pictures'] } })).map((finding) =>
        finding.slice(0, 6),
      ),
    ).toEqual(['KS4001']);
  });
});
