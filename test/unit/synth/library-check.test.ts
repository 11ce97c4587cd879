import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Annotations, App as TerraformApp, TerraformOutput, TerraformStack } from 'cdktf';
import { Node } from 'constructs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { testKubernetesAdapter } from '../../../lib/synth/kubernetes/self-test.ts';
import { checkLibrary, SUPPORTED } from '../../../lib/synth/library-check.ts';
import { Platform } from '../../../lib/synth/platform.ts';
import { testTerraformAdapter } from '../../../lib/synth/terraform/self-test.ts';
import { root, temporaryFolder } from '../../support/run.ts';

interface PackageJson {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}
const packageJson = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageJson;
const versionOf = (library: string): string => packageJson(`node_modules/${library}`).version;

new Platform('acme'); // the first one redirects cdk8s
testTerraformAdapter(); // and this cdktf

const strayStack = () => new TerraformStack(new TerraformApp({ outdir: temporaryFolder() }), 'stray');

afterEach(() => void vi.restoreAllMocks());

test('the ranges are those of package.json', () => {
  expect(packageJson('.').peerDependencies).toMatchObject(SUPPORTED);
});

describe('the self-test of the adapters', () => {
  test('takes the installed libraries, as often as it is run', () => {
    testKubernetesAdapter();
    testTerraformAdapter();
  });

  test.each<[string, () => unknown, string]>([
    [
      'cdk8s',
      () => vi.spyOn(Chart, 'of').mockImplementation(() => new Chart(new App(), 'stray')),
      'Chart.of, Chart.generateObjectName, Chart.namespace',
    ],
    ['cdk8s', () => vi.spyOn(Chart, 'of').mockImplementation(() => ({}) as Chart), 'this.chart.generateObjectName is not a function'],
    ['cdk8s', () => vi.spyOn(ApiObject.prototype, 'toJson').mockReturnValue({ data: {} }), 'ApiObject.resolvers, ApiObject.patches'],
    ['cdktf', () => vi.spyOn(TerraformStack, 'of').mockReturnValue(strayStack()), 'TerraformStack.of'],
    ['cdktf', () => vi.spyOn(TerraformOutput.prototype, 'toTerraform').mockReturnValue({ outputs: [] }), 'App.crossStackReference'],
    [
      'cdktf',
      () =>
        vi.spyOn(Annotations, 'of').mockImplementation(() => {
          throw new Error('they are gone.\nfor good');
        }),
      'they are gone',
    ],
  ])('refuses a %s that does otherwise (%#)', (library, fake, part) => {
    fake();
    const wanted = SUPPORTED[library as keyof typeof SUPPORTED];
    const start = `KS0015: ${library} ${versionOf(library)} does not do what Keelson needs of ${library} ${wanted}: `;
    const run = library === 'cdktf' ? testTerraformAdapter : testKubernetesAdapter;
    expect(run).toThrow(start);
    expect(run).toThrow(part);
    expect(run).toThrow(new RegExp(`[a-z]; npm install ${library}@${wanted}$`));
  });

  test('refuses constructs that have no addChild to listen to', () => {
    const prototype = Node.prototype as unknown as { addChild: unknown };
    const { addChild } = prototype;
    prototype.addChild = undefined;
    try {
      expect(testKubernetesAdapter).toThrow(/^KS0015: constructs .*: Node\.addChild; npm install constructs@~10\.7\.2/);
    } finally {
      prototype.addChild = addChild;
    }
  });

  test('names all that is lacking', () => {
    expect(() => checkLibrary('cdk8s', () => ({ a: false, b: true, c: false }))).toThrow(/: a, c; npm install/);
    expect(() => checkLibrary('cdk8s', () => ({ a: true }))).not.toThrow();
  });
});
