import { describe, expect, it } from 'vitest';
import { RunTable } from '../../../../lib/cli/live/run-table.ts';
import { KeelsonError } from '../../../../lib/core/errors.ts';
import type { RunEvent, UnitOutcome } from '../../../../lib/toolkit/apply/types.ts';

const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name });
const ended = (unit: string, more: Partial<UnitOutcome> = {}): RunEvent => ({
  type: 'ended',
  unit,
  outcome: { unit, key: unit, plane: 'kubernetes', result: 'unchanged', durationMs: 1, errors: [], ...more },
});
const changes = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `m${i}`, object: map(`m${i}`), action: 'create' as const, fields: [] }));
const created = (unit: string, name: string): RunEvent => ({
  type: 'object',
  unit,
  event: { unit, id: name, object: map(name), result: 'created' },
});

describe('the table of a run', () => {
  const table = (events: readonly RunEvent[], now = () => 0) => {
    const made = new RunTable(now);
    for (const event of events) made.on(event);
    return made;
  };
  const planned = (unit: string, count: number): RunEvent => ({
    type: 'planned',
    unit,
    planned: { plane: 'kubernetes', unit, key: unit, contentDigest: '', plan: { unit, key: unit, changes: changes(count), unchanged: 0 } },
  });

  it('has a row for each unit of both planes, with how far it is', () => {
    const rows = table([
      { type: 'waiting', unit: 'dev/kubernetes.main.shop', for: ['dev/terraform.data', 'dev/kubernetes.main.spaces'] },
      { type: 'started', unit: 'dev/terraform.data' },
      { type: 'line', unit: 'dev/terraform.data', text: 'aws_s3_bucket.a: Creating...' },
      { type: 'started', unit: 'dev/kubernetes.main.spaces' },
      planned('dev/kubernetes.main.spaces', 3),
      created('dev/kubernetes.main.spaces', 'm0'),
      { type: 'started', unit: 'dev/kubernetes.main.web' },
      {
        type: 'readiness',
        unit: 'dev/kubernetes.main.web',
        objects: [{ id: 'm0', object: map('m0'), status: 'progressing', sentence: '0 of 1 are\navailable' }],
      },
      ended('dev/kubernetes.main.old', { result: 'failed', errors: [new KeelsonError('KS8008', { message: 'it is refused' })] }),
      ended('dev/kubernetes.main.same'),
    ]);
    expect(rows.lines(200, 20)).toEqual([
      '· dev/kubernetes.main.shop    waiting for terraform.data, kubernetes.main.spaces',
      '→ dev/terraform.data          aws_s3_bucket.a: Creating...',
      '→ dev/kubernetes.main.spaces  applying 1 of 3',
      '→ dev/kubernetes.main.web     1 not ready; ConfigMap shop/m0: 0 of 1 are available',
      '✘ dev/kubernetes.main.old     failed: it is refused',
      '✔ dev/kubernetes.main.same    nothing to do',
    ]);
  });

  it('waits only for those that have not ended, and says how long a unit has been under way', () => {
    let now = 0;
    const rows = table(
      [{ type: 'waiting', unit: 'dev/c', for: ['dev/a', 'dev/b'] }, { type: 'started', unit: 'dev/b' }, ended('dev/a')],
      () => now,
    );
    now = 12_900;
    expect(rows.lines(80, 20)).toEqual(['· dev/c  waiting for b', '→ dev/b  planning (12 s)', '✔ dev/a  nothing to do']);
  });

  it('fits the window: long lines are cut, and what matters least is counted', () => {
    const units = Array.from({ length: 9 }, (_, i) => `dev/kubernetes.main.unit-${i}`);
    const rows = table([
      ...units.slice(0, 4).map((unit) => ended(unit)),
      { type: 'started', unit: units[4] as string },
      ...units.slice(5, 8).map((unit): RunEvent => ({ type: 'waiting', unit, for: [units[4] as string] })),
      ended(units[8] as string, { result: 'blocked', after: [units[5] as string] }),
    ]);
    expect(rows.lines(40, 4)).toEqual([
      '→ dev/kubernetes.main…  planning',
      '· dev/kubernetes.main…  waiting for kub…',
      '! dev/kubernetes.main…  not begun: it w…',
      '… and 2 waiting, 4 ended',
    ]);
    for (let columns = 1; columns < 90; columns += 7)
      for (let most = 0; most < 12; most++) {
        const lines = rows.lines(columns, most);
        expect(lines.length).toBeLessThanOrEqual(most);
        expect(Math.max(0, ...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
      }
  });
});
