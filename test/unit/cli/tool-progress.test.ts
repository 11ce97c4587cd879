import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ToolProgress } from '../../../lib/cli/commands/sandbox/progress.ts';
import { Output } from '../../../lib/cli/output.ts';
import { Screen } from '../../support/recording/screen.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const etcd = { tool: 'etcd', version: '3.6.14', estimateSeconds: 32 } as const;

test('who waits for a build sees how long it takes, and how long it may', () => {
  const terminal = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 80 });
  const screen = new Screen();
  const shown = (): string[] => {
    screen.write((terminal.read() as string | null) ?? '', 0);
    return screen.lines().map(({ runs }) => runs.map(({ text }) => text).join(''));
  };
  const progress = new ToolProgress(new Output(terminal, terminal, { NO_COLOR: '1' }));
  progress.take({ ...etcd, state: 'not downloaded', reason: 'nobody answers' });
  progress.take({ ...etcd, state: 'building' });
  vi.advanceTimersByTime(7000);
  const lines = [
    'not downloaded etcd 3.6.14: nobody answers',
    'building etcd 3.6.14 with Go, once: about 32 s on 2 cores with nothing cached',
  ];
  expect(shown()).toEqual([...lines, '  etcd 3.6.14: 7 of about 32 s']);
  progress.take({ ...etcd, state: 'built' });
  vi.advanceTimersByTime(7000);
  expect(shown()).toEqual([...lines, 'built etcd 3.6.14']);
  expect(vi.getTimerCount()).toBe(0);
});

test('in a file there are only the lines that stay', () => {
  const file = new PassThrough({ encoding: 'utf8' });
  const progress = new ToolProgress(new Output(file, file, {}));
  progress.take({ ...etcd, state: 'downloading' });
  vi.advanceTimersByTime(7000);
  progress.stop();
  expect([file.read(), vi.getTimerCount()]).toEqual(['downloading etcd 3.6.14\n', 0]);
});
