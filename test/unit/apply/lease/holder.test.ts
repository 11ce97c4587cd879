import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { platform } from 'node:os';
import { describe, expect, it } from 'vitest';
import { holderText, isProvablyGone, startTimeOf, thisProcess } from '../../../../lib/apply/lease/holder.ts';

describe.runIf(platform() === 'linux')('a holder', () => {
  it('is gone when its process ended, and not before', async () => {
    const child = spawn('sleep', ['60']);
    const startTime = startTimeOf(child.pid as number);
    const holder = { ...thisProcess(), pid: child.pid as number, startTime };
    expect(isProvablyGone(holder)).toBe(false);
    // Another process that got the same id.
    expect(isProvablyGone({ ...holder, startTime: '1' })).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isProvablyGone(holder)).toBe(true);
  });

  it('of another machine, another boot or another container is not known to be gone', () => {
    const gone = { ...thisProcess(), startTime: '1' };
    expect(isProvablyGone(gone)).toBe(true);
    expect(isProvablyGone({ ...gone, bootId: '11111111-2222-4333-8444-555555555555' })).toBe(false);
    expect(isProvablyGone({ ...gone, pidNamespace: 'pid:[1]' })).toBe(false);
    expect(isProvablyGone({ ...gone, startTime: undefined })).toBe(false);
  });
});

it('a holder is named for a person', () => {
  const base = { token: 't', host: 'build-7', pid: 812 };
  expect(holderText(base)).toBe('process 812 of build-7');
  const pod = { clusterUid: 'c', namespace: 'keelson', name: 'applier-0', uid: 'u' };
  expect(holderText({ ...base, pod })).toBe('pod keelson/applier-0 (u)');
});
