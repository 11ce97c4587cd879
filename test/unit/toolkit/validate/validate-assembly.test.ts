import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { validateAssembly } from '../../../../lib/toolkit/validate/index.ts';
import { assembly, type TestManifest } from '../../../support/assembly.ts';
import { configMap, stackOf } from '../../policy/fixture.ts';

let root: string;
let deploy: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keelson-validate-'));
  deploy = join(root, 'deploy');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function writeAssembly(object: TestManifest = configMap('shop')): void {
  const units = { 'dev/terraform.data': { stack: stackOf() }, 'dev/kubernetes.main.shop': { objects: [object] } };
  for (const [file, text] of assembly(units).files) write(`deploy/${file}`, text);
}

async function findings(): Promise<string[]> {
  return (await validateAssembly({ directory: deploy })).findings.map(
    ({ code, severity, file, message }) => `${severity} ${code} ${file}: ${message}`,
  );
}

const manifest = 'dev/kubernetes/main/shop/acme/ConfigMap/shop.yaml';

describe('validating a directory', () => {
  test('finds nothing in a good assembly', async () => {
    writeAssembly();
    const { findings: found, checked } = await validateAssembly({ directory: deploy });
    expect(found).toEqual([]);
    expect(checked).toMatchObject({ units: 2, objects: 1, resources: 1 });
  });

  test('finds what is wrong in an object', async () => {
    writeAssembly({ ...configMap('shop'), dta: {} });
    expect(await findings()).toEqual([`error KS5002 ${manifest}: there is no field dta`]);
  });

  test('finds a file that was edited by hand', async () => {
    writeAssembly();
    write(`deploy/${manifest}`, '{}');
    expect(await findings()).toEqual([expect.stringMatching(/^error KS3006 .*shop\.yaml: its digest is/)]);
  });

  test('finds a file that belongs to nothing, and leaves what terraform keeps', async () => {
    writeAssembly();
    write('deploy/dev/notes.txt', '');
    write('deploy/dev/terraform/data/.terraform/providers/x', '');
    write('deploy/dev/terraform/data/terraform.tfstate', '');
    expect(await findings()).toEqual(['error KS5020 dev/notes.txt: dev/notes.txt belongs to no unit']);
  });

  test('throws without an assembly', async () => {
    await expect(validateAssembly({ directory: deploy })).rejects.toThrow(/^KS3007/);
    mkdirSync(deploy);
    await expect(validateAssembly({ directory: deploy })).rejects.toThrow(/^KS3007/);
  });

  test('takes definitions from beside the program, and throws for one that is not there', async () => {
    const names = { kind: 'Robot', plural: 'robots' };
    const schema = { openAPIV3Schema: { type: 'object', properties: { arms: { type: 'integer' } } } };
    const spec = { group: 'acme.io', scope: 'Namespaced', names, versions: [{ name: 'v1', served: true, storage: true, schema }] };
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'robots.acme.io' },
      spec,
    };
    const robot = { apiVersion: 'acme.io/v1', kind: 'Robot', metadata: { name: 'r', namespace: 'acme' }, arms: 'two' };
    for (const [file, text] of assembly({ 'dev/kubernetes.main.a': { objects: [robot] } }).files) write(`deploy/${file}`, text);
    expect((await findings())[0]).toMatch(/^warning KS5010/);
    write('crds/robots.yaml', JSON.stringify(definition));
    expect((await findings())[0]).toMatch(/^error KS5003 .*: "two" is not a whole number$/);
    await expect(validateAssembly({ directory: deploy, crds: ['gone'] })).rejects.toThrow(/^KS5013: "gone" names no file/);
  });
});
