import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderLock } from '../../../../lib/apply/release/folder-lock.ts';
import { root, temporaryFolder } from '../../../support/run.ts';

describe('the lock of a directory store', () => {
  it('is let go whole', async () => {
    const folder = join(temporaryFolder(), 'a.lock');
    const lock = await FolderLock.take(folder);
    expect(lock.isOwn()).toBe(true);
    lock.release();
    expect([existsSync(folder), lock.isOwn()]).toEqual([false, false]);
  });

  it('of a process that is gone is taken, and one that was held too long; its owner knows', async () => {
    const dead = join(temporaryFolder(), 'dead.lock');
    mkdirSync(dead);
    writeFileSync(join(dead, `999999999.${hostname()}.x.lock`), '');
    (await FolderLock.take(dead)).release();
    const old = join(temporaryFolder(), 'old.lock');
    const slow = await FolderLock.take(old);
    const long = new Date(Date.now() - 60_000);
    utimesSync(join(old, readdirSync(old)[0] as string), long, long);
    const next = await FolderLock.take(old);
    expect([slow.isOwn(), next.isOwn()]).toEqual([false, true]);
    slow.release();
    expect(next.isOwn()).toBe(true);
    next.release();
  });

  it('is held by one process at a time, some of which are killed', async () => {
    const folder = temporaryFolder();
    const counter = join(folder, 'count');
    writeFileSync(counter, '0');
    const program = `
      import { readFileSync, writeFileSync } from 'node:fs';
      import { FolderLock } from ${JSON.stringify(join(root, 'dist/apply/release/folder-lock.js'))};
      for (let i = 0; i < 40; i++) {
        const lock = await FolderLock.take(${JSON.stringify(join(folder, 'a.lock'))});
        const value = Number(readFileSync(${JSON.stringify(counter)}, 'utf8'));
        if (process.argv[1] === 'dies' && i === 20) process.kill(process.pid, 'SIGKILL');
        await new Promise((resolve) => setImmediate(resolve));
        writeFileSync(${JSON.stringify(counter)}, String(value + 1));
        lock.release();
      }`;
    const ended = ['lives', 'dies', 'lives', 'dies'].map(
      (how) =>
        new Promise((resolve) =>
          spawn(process.execPath, ['--input-type=module', '-e', program, how], { stdio: 'inherit' }).on('close', resolve),
        ),
    );
    await Promise.all(ended);
    expect(readFileSync(counter, 'utf8')).toBe(String(40 + 40 + 20 + 20));
  }, 60_000);
});
