import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../../../lib/toolkit/program/find.ts';
import { programFolder } from '../../../support/program.ts';

const packageJson = (keelson: unknown): string => JSON.stringify({ name: 'platform', keelson });

test('the program is main.ts of the current folder, and the output deploy beside it', () => {
  const folder = programFolder({ 'main.ts': '', 'main.js': '' });
  expect(findProgram({ cwd: folder })).toEqual({ file: join(folder, 'main.ts'), appRoot: folder, output: join(folder, 'deploy') });
});

test.each(['main.mts', 'main.js', 'main.mjs'])('%s will do', (name) => {
  const folder = programFolder({ [name]: '' });
  expect(findProgram({ cwd: folder }).file).toBe(join(folder, name));
});

test('package.json#keelson of the current folder comes first', () => {
  const folder = programFolder({
    'main.ts': '',
    'src/platform.ts': '',
    'package.json': packageJson({ app: 'src/platform.ts', output: '../out' }),
  });
  expect(findProgram({ cwd: folder })).toEqual({
    file: join(folder, 'src/platform.ts'),
    appRoot: join(folder, 'src'),
    output: join(folder, 'out'),
  });
});

test('the output is the same, whichever way the program was found', () => {
  const folder = programFolder({ 'src/main.ts': '', 'package.json': packageJson({ app: 'src/main.ts', output: '../out' }) });
  const expected = findProgram({ cwd: folder });
  expect(findProgram({ cwd: join(folder, 'src') })).toEqual(expected);
  expect(findProgram({ cwd: folder, program: 'src' })).toEqual(expected);
  expect(findProgram({ cwd: join(folder, 'src'), program: '../src/main.ts' })).toEqual(expected);
});

test('main.ts of the current folder comes before a package.json above', () => {
  const folder = programFolder({
    'a/main.ts': '',
    'b/main.ts': '',
    'b/deeper/x.txt': '',
    'package.json': packageJson({ app: 'b/main.ts' }),
  });
  expect(findProgram({ cwd: join(folder, 'a') }).file).toBe(join(folder, 'a/main.ts'));
  expect(findProgram({ cwd: join(folder, 'b/deeper') }).file).toBe(join(folder, 'b/main.ts'));
});

test('an argument names a file or a folder, and an option the output', () => {
  const folder = programFolder({ 'main.ts': '', 'other/main.ts': '' });
  expect(findProgram({ cwd: folder, program: 'other' })).toMatchObject({
    file: join(folder, 'other/main.ts'),
    output: join(folder, 'other/deploy'),
  });
  expect(findProgram({ cwd: folder, program: 'other/main.ts', out: 'x' }).output).toBe(join(folder, 'x'));
});

test.each([
  ['KS0002', {}, undefined],
  ['KS0002', { 'empty/x.txt': '' }, 'empty'],
  ['KS0003', {}, 'gone.ts'],
  ['KS0003', { 'main.py': '' }, 'main.py'],
  ['KS0003', { 'package.json': packageJson({ app: 'gone.ts' }) }, undefined],
  ['KS0004', { 'package.json': packageJson('main.ts') }, undefined],
  ['KS0004', { 'package.json': packageJson({ app: 7 }) }, undefined],
  ['KS0004', { 'package.json': '{ "keelson": ' }, undefined],
])('%s when the program can not be told: %j %s', (code, files, program) => {
  const folder = programFolder(files as Record<string, string>);
  expect(() => findProgram({ cwd: folder, ...(program !== undefined && { program }) })).toThrow(code as string);
});
