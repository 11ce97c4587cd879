import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export { root } from './root.ts';

/** How a process ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, without standard input; any exit code is an answer. */
export function run(command: string, args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { ...options, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
    child.stdin?.end();
  });
}

/** The standard output of a command that must succeed. */
export async function succeed(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** The environment of a user's shell: without what the running npm and vitest added. */
export function userEnv(): NodeJS.ProcessEnv {
  const { PATH = '', ...rest } = process.env;
  const own = Object.entries(rest).filter(
    ([name]) =>
      !/^(?:npm_(?!config_(?:cache|userconfig|globalconfig|prefix)$)|VITEST|NODE_ENV$|INIT_CWD$|NODE_OPTIONS$|FORCE_COLOR$)/i.test(name),
  );
  const path = PATH.split(':').filter((folder) => !folder.endsWith('node_modules/.bin') && !folder.includes('node-gyp-bin'));
  return { ...Object.fromEntries(own), PATH: path.join(':'), NO_COLOR: '1' };
}

/** A new folder outside the repository, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keelson-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
