import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Output } from '../../../../lib/cli/output.ts';
import { ApplyTable } from '../../../../lib/cli/render/apply-table.ts';
import { Screen } from '../../../support/recording/screen.ts';

test('a row for each unit that runs, and a line that stays for each that is done', () => {
  const terminal = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 60 });
  const screen = new Screen();
  const table = new ApplyTable(new Output(terminal, terminal, { NO_COLOR: '1' }));
  const shown = (): string[] => {
    screen.write((terminal.read() as string | null) ?? '', 0);
    return screen.lines().map(({ runs }) => runs.map(({ text }) => text).join(''));
  };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'frontend' };
  table.take({ type: 'started', unit: 'dev/kubernetes.main.namespaces' });
  table.take({ type: 'waiting', unit: 'dev/kubernetes.main.shop', for: ['dev/kubernetes.main.namespaces'] });
  expect(shown()).toEqual(['  dev/kubernetes.main.namespaces  planning', '  1 more unit waits']);
  const applied = { key: 'k', durationMs: 1, errors: [] } as const;
  table.take({
    type: 'ended',
    unit: 'dev/kubernetes.main.namespaces',
    outcome: { ...applied, unit: 'dev/kubernetes.main.namespaces', plane: 'kubernetes', result: 'unchanged' },
  });
  expect(shown()).toEqual(['✔ dev/kubernetes.main.namespaces: nothing to do', '  1 more unit waits']);
  table.take({ type: 'started', unit: 'dev/kubernetes.main.shop' });
  table.take({
    type: 'object',
    unit: 'dev/kubernetes.main.shop',
    event: { unit: 'dev/kubernetes.main.shop', result: 'created', object } as never,
  });
  expect(shown()).toEqual([
    '✔ dev/kubernetes.main.namespaces: nothing to do',
    '  dev/kubernetes.main.shop  1 written, created Deployment …',
  ]);
  const waiting = { object, id: 'x', status: 'progressing', sentence: '0 of 1 pods' } as const;
  table.take({ type: 'readiness', unit: 'dev/kubernetes.main.shop', objects: [waiting, waiting] });
  expect(shown()[1]).toBe('  dev/kubernetes.main.shop  1 written, waits for Deploymen…');
  table.take({
    type: 'ended',
    unit: 'dev/kubernetes.main.shop',
    outcome: { ...applied, unit: 'dev/kubernetes.main.shop', plane: 'kubernetes', result: 'failed' },
  });
  expect(shown()).toEqual(['✔ dev/kubernetes.main.namespaces: nothing to do']);
});
