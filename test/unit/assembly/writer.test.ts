import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { directorySource, readAssembly } from '../../../lib/assembly/reader.ts';
import { checkAssembly, writeAssembly } from '../../../lib/assembly/writer.ts';
import { synthTree } from '../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../support/tree.ts';

let root: string;
let directory: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'keelson-writer-')));
  directory = join(root, 'deploy');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const assembly = (...names: string[]): AssemblyContent =>
  synthTree((platform) => {
    const { cluster } = devCluster(platform);
    for (const name of names) configMap(cluster, name, { name });
  }).content;

/** Every file with its text, or with where a link leads. */
const snapshot = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => [name, lstatSync(join(folder, name))] as const)
      .filter(([, stat]) => !stat.isDirectory())
      .map(([name, stat]) => [name, stat.isSymbolicLink() ? 'link' : readFileSync(join(folder, name), 'utf8')]),
  );

const MAP = 'dev/kubernetes/main/a/test/ConfigMap/a.yaml';

describe('writing an assembly', () => {
  it('makes the directory and reads back as it was', () => {
    const content = assembly('a', 'b');
    const report = writeAssembly(content, { directory });
    expect(report.written).toHaveLength(content.files.size);
    const read = readAssembly(directorySource(directory));
    expect(new Map([...read.files].sort())).toEqual(new Map([...content.files].sort()));
    expect([...read.objects.values()]).toEqual(JSON.parse(JSON.stringify([...content.objects.values()])));
  });

  it('touches nothing the second time', () => {
    writeAssembly(assembly('a'), { directory });
    const before = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => [
      name,
      statSync(join(directory, name)).mtimeMs,
      statSync(join(directory, name)).ino,
    ]);
    expect(writeAssembly(assembly('a'), { directory })).toMatchObject({ written: [], deleted: [] });
    const after = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => [
      name,
      statSync(join(directory, name)).mtimeMs,
      statSync(join(directory, name)).ino,
    ]);
    expect(after.filter(([name]) => name !== '.')).toEqual(before);
  });

  it('writes what changed, removes what went, and leaves .terraform alone', () => {
    writeAssembly(assembly('a', 'b'), { directory });
    const cache = join(directory, 'dev/terraform/data/.terraform/providers');
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, 'x'), 'x');
    const report = writeAssembly(assembly('a'), { directory });
    expect(report.deleted).toEqual(['dev/kubernetes/main/b/test/ConfigMap/b.yaml', 'dev/units/kubernetes.main.b.json']);
    expect(report.written).toEqual(['keelson.json']);
    expect(existsSync(join(directory, 'dev/kubernetes/main/b'))).toBe(false);
    expect(existsSync(join(cache, 'x'))).toBe(true);
  });

  it('repairs what was edited, removed or added by hand', () => {
    const content = assembly('a');
    writeAssembly(content, { directory });
    writeFileSync(join(directory, MAP), 'edited');
    writeFileSync(join(directory, 'dev/stray.yaml'), 'x');
    rmSync(join(directory, 'keelson.json'));
    writeFileSync(join(directory, 'keelson.json'), '{"schemaVersion": "1.0", broken');
    expect(checkAssembly(content, { directory })).toEqual({
      missing: [],
      changed: [MAP, 'keelson.json'].sort(),
      stray: ['dev/stray.yaml'],
    });
    writeAssembly(content, { directory });
    expect(checkAssembly(content, { directory })).toEqual({ missing: [], changed: [], stray: [] });
  });
});

describe('an output directory that can not be used', () => {
  const refused = (code: string, set: () => void, where = () => directory, says = '') => {
    set();
    const before = existsSync(root) ? snapshot(root) : {};
    expect(() => writeAssembly(assembly('a'), { directory: where() })).toThrow(new RegExp(`^${code} .*${says}`));
    expect(snapshot(root)).toEqual(before);
  };

  it("holds files that are not Keelson's: nothing is written and nothing removed", () => {
    refused('KS3001', () => {
      mkdirSync(directory);
      writeFileSync(join(directory, 'thesis.txt'), 'years of work');
    });
  });

  it('holds a keelson.json of something else', () => {
    refused('KS3001', () => {
      mkdirSync(directory);
      writeFileSync(join(directory, 'keelson.json'), '{"name":"another tool"}');
    });
  });

  it('is a file, or a link to a directory', () => {
    refused('KS3002', () => writeFileSync(directory, 'a file'));
    rmSync(directory);
    refused('KS3002', () => {
      mkdirSync(join(root, 'elsewhere'));
      symlinkSync(join(root, 'elsewhere'), directory);
    });
  });

  it('has a link or a file where a directory is expected', () => {
    writeAssembly(assembly('b'), { directory });
    refused('KS3002', () => {
      mkdirSync(join(root, 'elsewhere'));
      rmSync(join(directory, 'dev/kubernetes'), { recursive: true });
      symlinkSync(join(root, 'elsewhere'), join(directory, 'dev/kubernetes'));
    });
    rmSync(join(directory, 'dev/kubernetes'));
    const blocked = 'dev/kubernetes of the output is a file, where a directory is expected; remove the file';
    refused('KS3002', () => writeFileSync(join(directory, 'dev/kubernetes'), 'a file'), undefined, blocked);
  });

  it('has a directory where a file is expected: nothing is written', () => {
    writeAssembly(assembly('b'), { directory });
    const blocked = `${MAP} of the output is a directory, where a file is expected; remove the directory`;
    refused('KS3002', () => mkdirSync(join(directory, MAP), { recursive: true }), undefined, blocked);
  });

  it('was written by a newer major', () => {
    writeAssembly(assembly('b'), { directory });
    refused('KS3005', () => {
      const file = join(directory, 'keelson.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"schemaVersion": "1.0"', '"schemaVersion": "2.0"'));
    });
    expect(() => readAssembly(directorySource(directory))).toThrow(/^KS3005 /);
  });

  it('is read-only', ({ skip }) => {
    writeAssembly(assembly('b'), { directory });
    const immutable = process.getuid?.() === 0;
    if (immutable && spawnSync('chattr', ['+i', directory]).status !== 0)
      skip('root writes to read-only directories, and the file system has no immutable flag');
    try {
      refused('KS3003', () => {
        if (!immutable) chmodSync(directory, 0o500);
      });
    } finally {
      if (immutable) spawnSync('chattr', ['-i', directory]);
      else chmodSync(directory, 0o700);
    }
  });

  it('is on a full disk: the old output is intact', ({ skip }) => {
    const disk = join(root, 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status !== 0) skip('mounting a small file system needs root');
    try {
      const output = join(disk, 'deploy');
      writeAssembly(assembly('a'), { directory: output });
      const before = snapshot(output);
      const large = synthTree((platform) => {
        const { cluster } = devCluster(platform);
        for (let i = 0; i < 20; i++) configMap(cluster, `m${i}`, { text: 'x'.repeat(40_000) });
      }).content;
      expect(() => writeAssembly(large, { directory: output })).toThrow(/^KS3003 .*ENOSPC/);
      expect(snapshot(output)).toEqual(before);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('is being written by another synth', async () => {
    mkdirSync(directory);
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)']);
    try {
      writeFileSync(join(directory, '.keelson-lock'), String(other.pid));
      mkdirSync(join(directory, 'dev')); // its first write: keelson.json comes last
      expect(() => writeAssembly(assembly('a'), { directory })).toThrow(new RegExp(`^KS3004 .*process ${other.pid} holds the lock`));
    } finally {
      other.kill();
    }
  }, 20_000);

  it('was left locked by a process that is gone: the lock is taken over', () => {
    mkdirSync(directory);
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(join(directory, '.keelson-lock'), String(pid));
    expect(writeAssembly(assembly('a'), { directory }).written).not.toEqual([]);
    expect(existsSync(join(directory, '.keelson-lock'))).toBe(false);
  });

  it('was left locked and is not an assembly', () => {
    mkdirSync(join(directory, 'dev'), { recursive: true });
    writeFileSync(join(directory, '.keelson-lock'), String(spawnSync(process.execPath, ['-e', '']).pid));
    expect(() => writeAssembly(assembly('a'), { directory })).toThrow(/^KS3001 .*it holds dev and no keelson.json/);
    expect(readdirSync(directory)).toEqual(['dev']);
  });
});
