import { spawn } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MINIMAL, programFolder } from '../../support/program.ts';
import { type Ended, root, run, temporaryFolder, userEnv } from '../../support/run.ts';

/* How a process of the built command line behaves, whatever the program. */

const bin = (name: 'main' | 'synth'): string => join(root, 'dist/cli', `${name}.js`);
const synth = (cwd: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  run(process.execPath, [bin('synth'), ...args], { cwd, env: { ...userEnv(), ...env } });

describe('synth --check', () => {
  test('is quiet about an output that is up to date, and lists what is not', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    expect(await synth(folder)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^✔ deploy\/dev: 1 unit, 1 object\n/) });
    expect(await synth(folder, ['--check'])).toMatchObject({ code: 0, stderr: '' });
    appendFileSync(join(folder, 'deploy/keelson.json'), ' ');
    const { code, stdout, stderr } = await synth(folder, ['--check']);
    expect([code, stdout]).toEqual([3, '  changed keelson.json\n']);
    expect(stderr).toMatch(/^error KS0014 deploy: 1 changed; run npx synth and commit the result\n$/);
    const json = await synth(folder, ['--check', '--output', 'json']);
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toMatchObject({ current: false, checked: { changed: ['keelson.json'] }, errors: [] });
  });
});

describe('paths in messages', () => {
  test('lead from the current folder', async () => {
    const folder = programFolder({ 'app/main.ts': '\nthrow new Error("x");', 'elsewhere/x.txt': '' });
    expect((await synth(join(folder, 'elsewhere'), ['../app'])).stderr).toMatch(/^error KS0006 \(\.\.\/app\/main\.ts:2\): Error: x; /);
    expect((await synth(join(folder, 'app'))).stderr).toMatch(/^error KS0006 \(main\.ts:2\)/);
  });
});

describe('--debug', () => {
  test('prints the stack in terms of the sources', async () => {
    const folder = programFolder({ 'main.ts': "import { Size } from 'cdk8s';\n\nSize.gibibytes(-1);" });
    const { code, stderr } = await synth(folder, ['--debug']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Error: Storage amounts cannot be negative/m);
    expect(stderr).toMatch(/node_modules\/cdk8s\/\w+\/size\.[jt]s:\d+/);
    expect(stderr).toMatch(/main\.ts:3:6/);
  });
});

describe('a process', () => {
  test('tells what an async function threw that nothing waits for', async () => {
    const folder = programFolder({ 'main.ts': "const main = async () => {\n  throw new Error('late');\n};\nvoid main();" });
    const { code, stderr } = await synth(folder);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error KS0006 \(main\.ts:2\): Error: late; /)]);
  });

  test('ends when the program leaves timers behind', async () => {
    const folder = programFolder({ 'main.ts': `${MINIMAL}setInterval(() => {}, 1000);` });
    expect(await synth(folder)).toMatchObject({ code: 0 });
  });

  test('takes no harm from a reader that stops early', async () => {
    const script = `"${process.execPath}" "${bin('main')}" explain | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run('bash', ['-c', script], { cwd: temporaryFolder(), env: userEnv() });
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^KS0001 {2}internal error\n0\n$/), '']);
  });

  test('is ended by Ctrl-C at once, in the middle of the program', async () => {
    const folder = programFolder({ 'main.ts': "process.stdout.write('started');\nfor (;;);" });
    const child = spawn(process.execPath, [bin('synth')], { cwd: folder, env: userEnv(), stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => child.kill('SIGINT'));
    // A shell tells a process that a signal ended as 128 + 2.
    expect(await new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))).toBe('SIGINT');
  });

  test('writes no escape sequence into a pipe, unless it is told to', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    const { NO_COLOR: _, ...env } = userEnv();
    const plain = await run(process.execPath, [bin('synth')], { cwd: folder, env });
    expect(plain.stdout + plain.stderr).not.toContain('\u001b');
    expect((await run(process.execPath, [bin('synth')], { cwd: folder, env: { ...env, FORCE_COLOR: '1' } })).stdout).toContain(
      '\u001b[32m✔',
    );
  });

  test('is not steered by escape sequences of a program', async () => {
    const folder = programFolder({ 'main.ts': "throw new Error('\\u001b[2Jgone\\u0007');" });
    expect((await synth(folder)).stderr).toMatch(/Error: \[2Jgone;/);
  });

  test('of two at once writes one whole output', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    const ended = await Promise.all([synth(folder), synth(folder), synth(folder)]);
    for (const { code, stderr } of ended) expect([code, stderr]).toEqual(code === 0 ? [0, ''] : [2, expect.stringContaining('KS3004')]);
    expect(ended.some(({ code }) => code === 0)).toBe(true);
    expect(await synth(folder, ['--check'])).toMatchObject({ code: 0 });
  });
});

describe('--output json', () => {
  test('is one document, however the command ends', async () => {
    const folder = programFolder({ 'main.ts': MINIMAL });
    const good = await synth(folder, ['--output', 'json', '--timings']);
    expect(JSON.parse(good.stdout)).toMatchObject({
      output: join(folder, 'deploy'),
      platform: 'acme',
      units: { 'dev/kubernetes.main.namespaces': { objects: 1 } },
      errors: [],
      warnings: [],
      timings: expect.arrayContaining([{ phase: 'load', ms: expect.any(Number) }]),
    });
    rmSync(join(folder, 'main.ts'));
    for (const [args, code] of [
      [['--output', 'json'], 'KS0002'],
      [['--output=json', '--nope'], 'KS0011'],
    ] as const) {
      const bad = await synth(folder, args);
      expect([bad.code, bad.stderr]).toEqual([2, '']);
      expect(JSON.parse(bad.stdout).errors).toMatchObject([{ code, fix: expect.any(String) }]);
    }
  });
});

test('both bins answer --version with that of the package', async () => {
  const { stdout } = await run(process.execPath, ['-p', "require('./package.json').version"], { cwd: root });
  for (const name of ['main', 'synth'] as const) {
    expect(await run(process.execPath, [bin(name), '--version'], { cwd: temporaryFolder(), env: userEnv() })).toMatchObject({
      code: 0,
      stdout,
    });
  }
});
