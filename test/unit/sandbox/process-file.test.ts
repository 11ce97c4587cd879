import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isRunning, startTimeOf } from '../../../lib/sandbox/processes/process-file.ts';
import { stopProcess } from '../../../lib/sandbox/processes/start-process.ts';

describe('a process that was written down', () => {
  it('is running while it is that one, and is never taken for another with its id', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    const startTime = startTimeOf(pid) ?? '';
    expect(startTime).not.toBe('');
    expect(isRunning({ name: 'a', pid, startTime })).toBe(true);
    const earlier = { name: 'a', pid, startTime: `${startTime}0` };
    expect(isRunning(earlier)).toBe(false);
    await stopProcess(earlier, 0);
    expect(isRunning({ name: 'a', pid, startTime })).toBe(true);
    const ended = once(child, 'close');
    await stopProcess({ name: 'a', pid, startTime });
    await ended;
    expect(isRunning({ name: 'a', pid, startTime })).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN])('is not running under %s, which would mean a group of processes', (pid) => {
    expect(isRunning({ name: 'a', pid })).toBe(false);
  });
});
