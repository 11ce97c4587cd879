import { describe, expect, test } from 'vitest';
import { assembly, type TestUnit } from '../../support/assembly.ts';
import { configMap, findingsOf } from './fixture.ts';

describe('edges', () => {
  const unit = (name: string, ...units: string[]): TestUnit => ({
    objects: [configMap(name)],
    dependsOn: units.map((other) => ({ unit: other, reasons: ['dependsOn'] })),
  });

  test('a cycle, as a path', () => {
    const units = {
      'dev/kubernetes.main.a': unit('a', 'dev/kubernetes.main.b'),
      'dev/kubernetes.main.b': unit('b', 'dev/kubernetes.main.a'),
    };
    expect(findingsOf(units)[0]).toContain('KS1005 : dev/kubernetes.main.a -> dev/kubernetes.main.b -> dev/kubernetes.main.a');
  });

  test('a unit that does not exist', () => {
    expect(findingsOf({ 'dev/kubernetes.main.a': unit('a', 'dev/gone') })[0]).toContain(
      'KS5023 : dev/kubernetes.main.a waits for dev/gone, which does not exist',
    );
  });

  test('a manifest that says something else', () => {
    const content = assembly({ 'dev/kubernetes.main.a': unit('a', 'dev/kubernetes.main.b'), 'dev/kubernetes.main.b': unit('b') });
    const { manifest } = content;
    const units = Object.fromEntries(
      Object.entries(manifest.environments['dev']!.units).map(([id, entry]) => [id, { ...entry, dependsOn: [] }]),
    );
    expect(findingsOf({ ...content, manifest: { ...manifest, environments: { dev: { units } } } })[0]).toContain(
      'keelson.json says that dev/kubernetes.main.a waits for nothing, and its unit file says dev/kubernetes.main.b',
    );
  });

  test('objects that wait for others outside their unit, or for themselves', () => {
    const waiting = (name: string, other: string) => ({ manifest: configMap(name), entry: { dependsOn: [`/ConfigMap/acme/${other}`] } });
    expect(findingsOf({ 'dev/kubernetes.main.a': { objects: [waiting('a', 'gone')] } })[0]).toContain(
      'KS5023 ConfigMap acme/a: the object waits for /ConfigMap/acme/gone',
    );
    const circle = [waiting('a', 'b'), waiting('b', 'a')];
    expect(findingsOf({ 'dev/kubernetes.main.a': { objects: circle } })[0]).toContain('KS1005');
  });

  test('an output of an object that is not in the unit', () => {
    const outputs = { ip: { type: 'string' as const, from: { object: '/Service/acme/web', pointer: '/status' } } };
    expect(findingsOf({ 'dev/kubernetes.main.a': { ...unit('a'), outputs } })[0]).toContain(
      'KS5022 : the output ip is of /Service/acme/web',
    );
  });
});
