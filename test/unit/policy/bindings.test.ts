import { describe, expect, test } from 'vitest';
import type { Binding } from '../../../lib/assembly/schema.ts';
import type { TestUnit } from '../../support/assembly.ts';
import { AGAIN, configMap, findingsOf, stackOf, twoPlanes } from './fixture.ts';

describe('bindings', () => {
  const of = (change: Parameters<typeof twoPlanes>[0]) => findingsOf(twoPlanes(change));

  test('a target or field that does not exist', () => {
    expect(of({ binding: { target: '/ConfigMap/acme/gone' } })[0]).toContain(
      'KS5021 /ConfigMap/acme/gone /data/url: a binding fills /ConfigMap/acme/gone, which is not in the unit',
    );
    expect(of({ binding: { pointer: '/data/gone' } })).toContain(
      `KS5021 ConfigMap acme/shop /data/gone: a binding fills /data/gone, and there is no such field; ${AGAIN}`,
    );
  });

  test('a field that shows something else', () => {
    expect(of({ kubernetes: { objects: [configMap('shop', { url: 'mine' })] } })).toEqual([
      `KS5021 ConfigMap acme/shop /data/url: /data/url shows "mine", and its binding is "s3://<keelson:terraform.data.bucket>/"; ${AGAIN}`,
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
      `KS5023 /ConfigMap/acme/shop /data/url: dev/kubernetes.main.shop takes a value of dev/terraform.data, and does not wait for it; ${AGAIN}`,
    ]);
  });

  test('a value of another environment, but of shared', () => {
    const moved = (environment: string) => {
      const { 'dev/terraform.data': data, 'dev/kubernetes.main.shop': shop } = twoPlanes();
      const unit = `${environment}/terraform.data`;
      const binding = { ...shop!.bindings![0]!, parts: ['s3://', { unit, output: 'bucket', type: 'string' as const }, '/'] };
      const objects = [configMap('shop', { url: `s3://<keelson:${unit}.bucket>/` })];
      return findingsOf({
        [unit]: data!,
        'dev/kubernetes.main.shop': {
          ...shop,
          objects,
          bindings: [binding],
          dependsOn: [{ unit, reasons: ['binding'] }],
        },
      });
    };
    expect(moved('shared')).toEqual([]);
    expect(moved('prod').map((finding) => finding.slice(0, 6))).toEqual(['KS4004', 'KS4004']);
  });

  test('a sensitive value outside a Secret, also when only the output says so', () => {
    const terraform: TestUnit = {
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
