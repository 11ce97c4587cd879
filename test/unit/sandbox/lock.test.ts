import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locked } from '../../../lib/sandbox/control-plane/lock.ts';

describe('the lock of a sandbox', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'keelson-lock-'));
    folder = join(root, 'sandboxes', 'a');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('lets one do its work after the other, and is gone after an error too', async () => {
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} ends`);
      if (name === 'a') throw new Error('a failed');
    };
    const results = await Promise.allSettled(['a', 'b'].map((name) => locked(folder, 'a', work(name))));
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  it('is void when its process was killed, even if another one has its id', async () => {
    await locked(folder, 'a', async () => {});
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(child, 'close');
    for (const holder of [{ pid: child.pid }, { pid: process.pid, startTime: 'long ago' }]) {
      writeFileSync(`${folder}.lock`, JSON.stringify({ name: 'lock', ...holder }));
      expect(await locked(folder, 'a', async () => 'done')).toBe('done');
    }
  });

  it('waits no longer than it is told to', async () => {
    const stop = new AbortController();
    let waiting: Promise<unknown> = Promise.resolve();
    await locked(folder, 'a', async () => {
      waiting = locked(folder, 'a', async () => 'done', stop.signal);
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });
  });
});
