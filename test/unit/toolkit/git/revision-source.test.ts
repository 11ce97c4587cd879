import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { git } from '../../../../lib/toolkit/git/git.ts';
import { locateInRepository } from '../../../../lib/toolkit/git/repository.ts';
import { revisionSource } from '../../../../lib/toolkit/git/revision-source.ts';
import { TestRepository } from '../../../support/repository.ts';

let repository: TestRepository;
beforeEach(() => {
  repository = new TestRepository();
});
afterEach(() => repository.remove());

const read = (path: string, commit = 'HEAD') => revisionSource({ folder: repository.folder, path }, commit, commit);

describe('a directory in a revision', () => {
  it('gives every file as it was committed, byte for byte', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x0a, 0x0d, 0x0a]);
    repository.write([
      ['deploy/keelson.json', '{}'],
      ['deploy/dev/a b/ü "quoted".yaml', 'a: 1\r\n'],
      ['deploy/empty', ''],
      ['deploy/bytes', bytes],
      ['deploy/same', '{}'],
      ['deployed/other', 'x'],
    ]);
    repository.commit();
    repository.write([['deploy/keelson.json', 'changed']]);
    const source = read('deploy');
    expect(source?.list()).toEqual(['bytes', 'dev/a b/ü "quoted".yaml', 'empty', 'keelson.json', 'same']);
    expect(Buffer.from(source?.read('dev/a b/ü "quoted".yaml') ?? []).toString()).toBe('a: 1\r\n');
    expect(Buffer.from(source?.read('bytes') ?? []).equals(bytes)).toBe(true);
    expect(['keelson.json', 'same', 'empty'].map((file) => Buffer.from(source?.read(file) ?? []).toString())).toEqual(['{}', '{}', '']);
  });

  it.each(['de*ploy', ':(top)deploy', 'a[b]'])('takes the path %s as it is', (path) => {
    repository.write([[`${path}/keelson.json`, '{}'], ['deploy/keelson.json', 'no']]); // biome-ignore format: one line
    repository.commit();
    expect(read(path)?.list()).toEqual(['keelson.json']);
  });

  it('can be the top of the repository', () => {
    repository.write([['keelson.json', '{}'], ['dev/x', 'y']]); // biome-ignore format: one line
    repository.commit();
    expect(read('')?.list()).toEqual(['dev/x', 'keelson.json']);
  });

  it('is absent where the revision has no keelson.json', () => {
    repository.write([['deploy/readme', 'x']]);
    repository.commit();
    expect(read('deploy')).toBeUndefined();
    expect(read('nowhere')).toBeUndefined();
  });

  it('refuses a symbolic link', () => {
    repository.write([['deploy/keelson.json', '{}']]);
    symlinkSync('/etc/passwd', join(repository.folder, 'deploy/link'));
    repository.commit();
    expect(() => read('deploy')).toThrow(/^KS3008 HEAD:deploy\/link: link is a symbolic link/);
  });
});

describe('finding a directory in its repository', () => {
  it('gives the path from the top, also through a link and for what is gone', () => {
    repository.write([['platform/deploy/keelson.json', '{}']]);
    const link = join(repository.folder, 'link');
    symlinkSync(join(repository.folder, 'platform'), link);
    expect(locateInRepository(repository.folder).path).toBe('');
    expect(locateInRepository(join(repository.folder, 'platform/deploy')).path).toBe('platform/deploy');
    expect(locateInRepository(join(link, 'deploy')).path).toBe('platform/deploy');
    expect(locateInRepository(join(repository.folder, 'platform/gone/deeper')).path).toBe('platform/gone/deeper');
  });

  it('says when there is none', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keelson-none-')));
    mkdirSync(join(folder, 'deploy'));
    try {
      expect(() => locateInRepository(join(folder, 'deploy'))).toThrow(/^KS7001: .*deploy is in no git repository; run git init/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says what git says when it fails, and when it is not there', () => {
    expect(() => git(repository.folder, ['ls-tree', 'no-such-commit'])).toThrow(/^KS7003: git ls-tree: Not a valid object name/);
    const { PATH } = process.env;
    process.env['PATH'] = repository.folder;
    try {
      expect(() => git(repository.folder, ['status'])).toThrow('KS7003: the program git is not on PATH; install git');
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});
