import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProcess } from '../../../../../lib/apply/terraform/runner/run-process.ts';
import { temporaryFolder } from '../../../../support/run.ts';

it('a program that writes to a file is read line by line, to its last one, as from a pipe', async () => {
  const folder = temporaryFolder();
  const outputFile = join(folder, 'out');
  const script = `for i in $(seq 1 5000); do echo "line $i äöü"; done; echo error >&2; printf last; exit 3`;
  const base = { program: '/bin/sh', args: ['-c', script], folder, environment: { PATH: process.env.PATH ?? '' }, timeoutMs: 30_000 };
  const piped: string[] = [];
  const filed: string[] = [];
  let pid: number | undefined;
  const first = await runProcess({ ...base, line: (line) => piped.push(line) });
  const second = await runProcess({ ...base, line: (line) => filed.push(line), outputFile, started: (id) => (pid = id) });
  expect([first.code, second.code, first.stderr]).toEqual([3, 3, 'error\n']);
  expect(filed.filter((line) => line !== 'error')).toEqual(piped);
  expect(piped.at(-1)).toBe('last');
  expect(readFileSync(outputFile, 'utf8').split('\n')).toHaveLength(5002);
  expect(pid).toBeGreaterThan(0);
});
