import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { directorySource, readAssembly } from '../../../lib/assembly/reader.ts';
import { writeAssembly } from '../../../lib/assembly/writer.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { assembly, type TestUnit } from '../../support/assembly.ts';
import { temporaryFolder } from '../../support/run.ts';

const MAP = 'dev/kubernetes/main/a/acme/ConfigMap/a.yaml';
const UNIT = 'dev/units/kubernetes.main.a.json';
const units: Readonly<Record<string, TestUnit>> = {
  'dev/kubernetes.main.a': { objects: [{ manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'acme' } } }] },
  'dev/terraform.data': { stack: {} },
};

let directory: string;
beforeEach(() => {
  directory = join(temporaryFolder(), 'deploy');
  writeAssembly(assembly(units), { directory });
});

const read = () => readAssembly(directorySource(directory));
const text = (path: string): string => readFileSync(join(directory, path), 'utf8');
const write = (path: string, content: string | Uint8Array): void => writeFileSync(join(directory, path), content);
const edit = (path: string, change: (text: string) => string): void => write(path, change(text(path)));
/** Changes a file as an attacker would: with the digests of all that lists it. */
const forge = (path: string, content: string | Uint8Array): void => {
  const old = sha256(text(path));
  write(path, content);
  if (path === 'keelson.json') return;
  const lister = path.includes('/units/') ? 'keelson.json' : UNIT;
  forge(lister, text(lister).replace(old, sha256(content as string)));
};

describe('reading an assembly', () => {
  it('gives back what was written', () => {
    expect(read()).toEqual(assembly(units));
  });

  it('refuses a file that does not match its digest, and one that is missing', () => {
    edit(MAP, () => 'apiVersion: v1\n');
    expect(read).toThrow(/^KS3006 dev\/kubernetes/);
    rmSync(join(directory, MAP));
    expect(read).toThrow(/^KS3007 /);
  });

  it('refuses another form, and what is no JSON', () => {
    edit('keelson.json', (manifest) => manifest.replace('"platform": "acme"', '"platform": 7'));
    expect(read).toThrow(/^KS3007 .*platform/);
    write('keelson.json', '{');
    expect(read).toThrow(/^KS3007 .*no JSON/);
    write('keelson.json', 'null');
    expect(read).toThrow(/^KS3007 .*expected object/);
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'dev/../../x', 'dev\\\\..\\\\x', 'dev//x'])('refuses the path %s', (path) => {
    edit('keelson.json', (manifest) => manifest.replace(UNIT, path));
    expect(read).toThrow(/^KS3008 /);
  });

  it('refuses a symbolic link anywhere inside, and as the directory itself', () => {
    symlinkSync('/etc/passwd', join(directory, dirname(MAP), 'x.yaml'));
    expect(read).toThrow(/^KS3008 .*symbolic link/);
    rmSync(join(directory, dirname(MAP), 'x.yaml'));
    renameSync(directory, `${directory}-real`);
    symlinkSync(`${directory}-real`, directory);
    expect(read).toThrow(/^KS3008 .*deploy: it is a symbolic link/);
  });

  it('refuses a pipe, which would never end', () => {
    rmSync(join(directory, MAP));
    execFileSync('mkfifo', [join(directory, MAP)]);
    expect(read).toThrow(/^KS3008 .*a\.yaml is no file/);
    rmSync(join(directory, MAP));
    mkdirSync(join(directory, MAP));
    expect(read).toThrow(/^KS3007 /);
  });

  it('bounds files and bytes, before it reads them', () => {
    expect(() => readAssembly(directorySource(directory), { files: 2 })).toThrow(/^KS3009 .*files/);
    expect(() => readAssembly(directorySource(directory), { bytes: 100 })).toThrow(/^KS3009 .*bytes/);
    truncateSync(join(directory, MAP), 3 * 1024 ** 3);
    expect(read).toThrow(/^KS3009 .*bytes/);
  });

  it('refuses bytes that are no text', () => {
    forge(MAP, Buffer.from([0xff, 0xfe]));
    expect(read).toThrow(/^KS3007 .*a\.yaml: it is no text in UTF-8/);
  });

  it.each([
    ['aliases', 'a: &a [1]\nb: [*a, *a]\n', 'aliases'],
    ['one key twice', 'kind: A\nkind: B\n', 'duplicated'],
    ['two documents', 'kind: A\n---\nkind: B\n', 'single document'],
    ['a tag', 'kind: !!js/function "x"\n', 'tag'],
    ['endless nesting', `a: ${'['.repeat(100_000)}`, 'nesting'],
    ['no object', '- a\n', 'it holds no object'],
    ['nothing', '', 'empty'],
  ])('refuses YAML with %s', (_, yaml, message) => {
    forge(MAP, yaml);
    expect(read).toThrow(/^KS3010 /);
    expect(read).toThrow(message);
  });

  it('refuses one key twice in JSON, where the first could be what another program takes', () => {
    forge(UNIT, text(UNIT).replace('"objects": [', '"objects": [],\n  "objects": ['));
    expect(read).toThrow(/^KS3007 dev\/units\/.*one key twice/);
    edit('keelson.json', (manifest) => manifest.replace('"environments": {', '"environments": {}, "environments": {'));
    expect(read).toThrow(/^KS3007 .*keelson\.json: .*one key twice/);
  });

  it.each([
    ['a key of another unit', '"key": "acme/dev/main/a"', '"key": "acme/prod/main/a"'],
    ['another cluster', '"cluster": "main"', '"cluster": "other"'],
  ])('refuses a unit with %s than its place says', (_, before, after) => {
    forge(UNIT, text(UNIT).replace(before, after));
    expect(read).toThrow(
      /^KS3007 dev\/units\/kubernetes\.main\.a\.json: it says that it is acme\/\w+\/main\/a, and keelson\.json has it as dev\/kubernetes\.main\.a/,
    );
  });

  it('refuses a unit of another plane, or of another stack, than its place says', () => {
    const file = 'dev/units/terraform.data.json';
    forge(file, text(file).replace('"stack": "data"', '"stack": "network"'));
    expect(read).toThrow(/^KS3007 .*terraform\.data/);
    edit('keelson.json', (manifest) =>
      manifest.replaceAll('terraform.data', 'kubernetes.main.data').replace('units/kubernetes.main.data', 'units/terraform.data'),
    );
    expect(read).toThrow(/^KS3007 .*kubernetes\.main\.data/);
  });
});
