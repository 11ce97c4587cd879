import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { Output } from '../../../lib/cli/output.ts';
import { problemData, problemText } from '../../../lib/cli/render/problem.ts';
import { optionsTable } from '../../../lib/cli/render/reference.ts';
import { KeelsonError } from '../../../lib/core/errors.ts';

class Sink extends Writable {
  text = '';
  readonly isTTY: boolean;
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk;
    done();
  }
}

const error = new KeelsonError('KS1001', {
  message: 'prop port is "80"',
  path: 'dev/main/web',
  source: { file: 'main.ts', line: 8, column: 3 },
});

test('a problem says where it is, what is wrong and what to change', () => {
  expect(problemText(error)).toBe('KS1001 dev/main/web (main.ts:8): prop port is "80"; correct the prop');
  expect(problemText(error)).toBe(error.message);
  expect(problemText(error, { appRoot: '/repo/app', cwd: '/repo' })).toContain('(app/main.ts:8)');
  expect(problemData(error, { appRoot: '/repo/app', cwd: '/repo/other' })).toEqual({
    code: 'KS1001',
    path: 'dev/main/web',
    source: { file: '../app/main.ts', line: 8, column: 3 },
    message: 'prop port is "80"',
    fix: 'correct the prop',
  });
  expect(problemText(new KeelsonError('KS3001', { message: 'it holds x', object: '/deploy' }))).toMatch(/^KS3001 \/deploy: it holds x; /);
});

test.each([
  ['on a terminal', true, {}, true],
  ['into a file', false, {}, false],
  ['with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ['on a dumb terminal', true, { TERM: 'dumb' }, false],
] as const)('colour %s', (_, isTTY, environment, colored) => {
  const [out, err] = [new Sink(isTTY), new Sink(isTTY)];
  const output = new Output(out, err, environment);
  output.done('deploy/dev');
  output.error(error);
  expect(out.text.includes('\u001b[32m')).toBe(colored);
  expect(err.text.includes('\u001b[31m')).toBe(colored);
  expect(out.text.endsWith('✔ deploy/dev\n') || colored).toBe(true);
});

test('progress is for a terminal, and gone with the next line', () => {
  const [out, err] = [new Sink(true), new Sink(true)];
  const output = new Output(out, err, {});
  output.progress('compiling');
  output.line('done');
  output.line('more');
  expect([out.text, err.text]).toEqual(['done\nmore\n', 'compiling\r\u001b[K']);
  const file = new Sink(false);
  new Output(file, file, {}).progress('compiling');
  expect(file.text).toBe('');
});

test('a bar in an option does not break the table of the docs', () => {
  const table = optionsTable([
    {
      name: 'x',
      summary: '',
      options: [{ flags: '--mode <a>', description: 'one | two', choices: ['one', 'two'], fallback: 'one' }],
      examples: [],
      load: () => Promise.reject(new TypeError('not called')),
    },
  ]);
  expect(table.split('\n')[2]).toBe('| `--mode <a>` | `x` | one \\| two (one of one, two; default: one) |');
});
