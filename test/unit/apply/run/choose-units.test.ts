import { describe, expect, it } from 'vitest';
import { chooseUnits } from '../../../../lib/apply/run/choose-units.ts';
import type { TerraformAccess } from '../../../../lib/apply/run/environment-run.ts';
import type { OpenAssembly } from '../../../../lib/assembly/open.ts';
import { assembly, type TestUnit } from '../../../support/assembly.ts';

const needs = (...units: readonly string[]): TestUnit => ({ dependsOn: units.map((unit) => ({ unit, reasons: ['dependsOn'] })) });
const program = (units: Readonly<Record<string, TestUnit>>): OpenAssembly => ({
  ...assembly(units),
  object: () => {
    throw new Error('no object is read');
  },
  text: () => '',
});
const shop = program({
  'dev/terraform.network': {},
  'dev/terraform.data': needs('dev/terraform.network', 'shared/terraform.registry'),
  'dev/kubernetes.main.app': needs('dev/terraform.data'),
  'dev/kubernetes.edge.app': {},
  'dev/terraform.dns': needs('dev/kubernetes.main.app'),
  'shared/terraform.registry': {},
});
const terraform = {} as TerraformAccess;
const chosen = (more: object, of = shop) => Object.fromEntries(chooseUnits({ assembly: of, environment: 'dev', terraform, ...more }).graph);

describe('the units of a run', () => {
  it('are all of the environment, and nothing of another', () => {
    expect(chosen({})).toEqual({
      'dev/terraform.network': [],
      'dev/terraform.data': ['dev/terraform.network'],
      'dev/kubernetes.main.app': ['dev/terraform.data'],
      'dev/kubernetes.edge.app': [],
      'dev/terraform.dns': ['dev/kubernetes.main.app'],
    });
  });

  it('are a target with all that it depends on', () => {
    expect(Object.keys(chosen({ targets: ['kubernetes.main.app'] })).sort()).toEqual([
      'dev/kubernetes.main.app',
      'dev/terraform.data',
      'dev/terraform.network',
    ]);
    expect(Object.keys(chosen({ targets: ['dev/terraform.network', 'kubernetes.edge.app'] })).sort()).toEqual([
      'dev/kubernetes.edge.app',
      'dev/terraform.network',
    ]);
  });

  it('are those of one cluster, or of the clusters alone where there is no Terraform', () => {
    expect(chosen({ onlyCluster: 'main' })).toEqual({ 'dev/kubernetes.main.app': [] });
    expect(Object.keys(chosen({ terraform: undefined })).sort()).toEqual(['dev/kubernetes.edge.app', 'dev/kubernetes.main.app']);
  });

  it.each([
    [
      'terraform.dat',
      'KS8091 dev: there is no unit "terraform.dat"; there is kubernetes.edge.app, kubernetes.main.app, terraform.data, terraform.dns, terraform.network; did you mean terraform.data?',
    ],
    ['network', 'did you mean terraform.network?'],
  ])('tell a target that there is not: %s', (target, message) => {
    expect(() => chosen({ targets: [target] })).toThrow(message);
  });

  it('tell a circle, which no run would get out of', () => {
    const circle = program({ 'dev/terraform.a': needs('dev/terraform.b'), 'dev/terraform.b': needs('dev/terraform.a') });
    expect(() => chosen({}, circle)).toThrow('KS8090 dev: dev/terraform.a -> dev/terraform.b -> dev/terraform.a');
  });
});
