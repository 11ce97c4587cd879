import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { missing } from './missing.ts';
import { moduleFolder, type Tool } from './tools.ts';

/** Something that takes long has begun or ended. */
export interface Progress {
  readonly tool: string;
  readonly version: string;
  readonly state: 'downloading' | 'downloaded' | 'not downloaded' | 'passed over' | 'building' | 'built';
  /** Seconds that a build may take with nothing cached. */
  readonly estimateSeconds: number;
  /** Why it was not downloaded, or was passed over. */
  readonly reason?: string;
}

/** How a build runs. */
export interface BuildOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly notify?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Lines of the compiler's output that an error shows. */
const SHOWN_LINES = 5;

/** Builds a program with Go from its pinned module into the cache. Throws KS8102 without Go, and when the build fails. @returns its path */
export async function goBuild(tool: Tool, file: string, { environment, notify, signal }: BuildOptions): Promise<string> {
  mkdirSync(dirname(file), { recursive: true });
  const staged = `${file}.${process.pid}`;
  const told = { tool: tool.name, version: tool.version, estimateSeconds: tool.seconds };
  notify?.({ ...told, state: 'building' });
  const linker = ['-s', '-w', ...tool.values.flatMap((value) => ['-X', value])].join(' ');
  const args = ['build', '-trimpath', '-mod=readonly', '-ldflags', linker, '-o', staged, tool.package];
  // The environment's own flags and workspaces would build something else.
  const env = { ...environment, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' };
  try {
    await run(tool, args, { cwd: moduleFolder(tool), env, ...(signal && { signal }) });
    renameSync(staged, file);
  } finally {
    rmSync(staged, { force: true });
  }
  notify?.({ ...told, state: 'built' });
  return file;
}

function run(tool: Tool, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv; signal?: AbortSignal }): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
    });
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'ENOENT' ? missing(tool, 'it is not on this machine, and Go, which would build it, is not on PATH', cause) : cause,
      ),
    );
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(missing(tool, `go build ended with ${code}: ${output.trim().split('\n').slice(-SHOWN_LINES).join(' | ')}`));
    });
  });
}
