import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAssembly } from '../../../lib/assembly/open.ts';
import { directorySource } from '../../../lib/assembly/source.ts';
import { writeAssembly } from '../../../lib/assembly/writer.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { assembly } from '../../support/assembly.ts';
import { temporaryFolder } from '../../support/run.ts';

const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'acme' } });
const UNITS = { a: 'dev/units/kubernetes.main.a.json', b: 'dev/units/kubernetes.main.b.json' };
const MAP = 'dev/kubernetes/main/a/acme/ConfigMap/a.yaml';

/** What the applier opens, as an attacker with the right to open pull requests may have changed it. */
describe('opening an assembly for the applier', () => {
  let directory: string;
  beforeEach(() => {
    directory = join(temporaryFolder(), 'deploy');
    const units = { 'dev/kubernetes.main.a': { objects: [map('a')] }, 'dev/kubernetes.main.b': { objects: [map('b')] } };
    writeAssembly(assembly(units), { directory });
  });
  const open = () => openAssembly(directorySource(directory));
  const readAll = () => {
    const opened = open();
    for (const unit of opened.units.values())
      if (unit.plane === 'kubernetes') for (const { file, digest } of unit.objects) opened.object(file, digest);
  };
  const text = (path: string): string => readFileSync(join(directory, path), 'utf8');
  /** Changes a file with the digests of all that lists it. */
  const forge = (path: string, content: string): void => {
    const old = sha256(text(path));
    writeFileSync(join(directory, path), content);
    if (path === 'keelson.json') return;
    const lister = path.includes('/units/') ? 'keelson.json' : UNITS.a;
    forge(lister, text(lister).replaceAll(old, sha256(content)));
  };

  it('opens what synth wrote', () => {
    expect(readAll).not.toThrow();
  });

  it('bad input 1: refuses a symbolic link to outside, to a file and to a folder', () => {
    const outside = join(temporaryFolder(), 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(directory, dirname(MAP), 'folder'));
    expect(open).toThrow(/^KS3008 .*folder is a symbolic link/);
  });

  it('bad input 2: refuses ../ in paths, in stacks and in keys', () => {
    forge(UNITS.a, text(UNITS.a).replace(MAP, '../../../etc/passwd'));
    expect(readAll).toThrow(/^KS3008 .*"\.\.\/\.\.\/\.\.\/etc\/passwd" leads elsewhere/);
    forge(UNITS.a, text(UNITS.a).replace('acme/dev/main/a', 'acme/dev/main/../../prod/main/a'));
    expect(open).toThrow(/^KS3007 .*it says that it is acme\/dev\/main\/\.\.\/\.\.\/prod\/main\/a/);
  });

  it('bad input 3: refuses an alias bomb at once', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghijklmnop'.split('').map((name, i) => `${name}: &${name} [*${'abcdefghijklmno'[i]}, *${'abcdefghijklmno'[i]}]`),
    ];
    forge(MAP, `${bomb.join('\n')}\n`);
    expect(readAll).toThrow(/^KS3010 .*a\.yaml: .*aliases/);
  });

  it('bad input 4: refuses more files or bytes than it takes, before it reads them', () => {
    expect(() => openAssembly(directorySource(directory), { files: 3 })).toThrow(/^KS3009 .*it has 5 files, 3 are taken/);
    truncateSync(join(directory, MAP), 1024 ** 3);
    expect(readAll).toThrow(/^KS3009 .*bytes/);
  });

  it('bad input 18: refuses one object twice, in a unit and in two units of a cluster', () => {
    const entry = /\{[^{}]*"kind": "ConfigMap"[^{}]*\}/.exec(text(UNITS.a))?.[0] ?? '';
    const before = text(UNITS.b);
    forge(UNITS.a, text(UNITS.a).replace(entry, `${entry}, ${entry}`));
    expect(open).toThrow(/^KS3007 .*main\.a\.json: \/ConfigMap\/acme\/a stands in it twice/);
    forge(UNITS.a, text(UNITS.a).replace(`${entry}, ${entry}`, entry));
    forge(UNITS.b, before.replace('"name": "b"', '"name": "a"'));
    expect(open).toThrow(/^KS3007 .*main\.b\.json: \/ConfigMap\/acme\/a stands in it and in dev\/kubernetes\.main\.a/);
  });

  it('bad input 18: refuses a List, which holds objects that nobody listed', () => {
    forge(UNITS.a, text(UNITS.a).replace('"kind": "ConfigMap"', '"kind": "List"'));
    expect(open).toThrow(/^KS3007 .*a\.yaml is a List, and holds objects that the unit does not list/);
  });

  it('bad input 18: refuses one key twice in a manifest and in a unit file', () => {
    forge(MAP, 'kind: ConfigMap\nkind: Secret\n');
    expect(readAll).toThrow(/^KS3010 .*duplicated/);
    forge(UNITS.a, text(UNITS.a).replace('"objects": [', '"objects": [],\n  "objects": ['));
    expect(open).toThrow(/^KS3007 .*one key twice/);
  });

  it("bad input 16: refuses a unit that says that another unit's objects are its own", () => {
    const other = /"applySet": "([^"]+)"/.exec(text(UNITS.b))?.[1] ?? '';
    forge(UNITS.a, text(UNITS.a).replace(/"applySet": "[^"]+"/, `"applySet": "${other}"`));
    expect(open).toThrow(/^KS3007 .*main\.a\.json: its ApplySet is applyset-\S+, and that of acme\/dev\/main\/a is applyset-/);
  });
});
