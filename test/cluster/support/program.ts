import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { type Ended, root, temporaryFolder } from '../../support/run.ts';

export const bin = join(root, 'dist/cli/main.js');

/** A folder in which `keelson` finds an output, for as long as the test runs. */
export function programFolder(content: AssemblyContent): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'main.ts'), '');
  writeOutput(folder, content);
  return folder;
}

/** Writes the output of such a folder anew. */
export function writeOutput(folder: string, { files }: AssemblyContent): void {
  rmSync(join(folder, 'deploy'), { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(folder, 'deploy', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** A `keelson` that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** Its end; the code is that of a process that ended by itself. */
  readonly ended: Promise<Ended & { readonly signal: NodeJS.Signals | null }>;
  /** Resolves when its output has a text. */
  has(text: string): Promise<void>;
}

/** Starts `keelson` without a terminal. */
export function start(folder: string, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  const texts = { stdout: '', stderr: '' };
  const waiting = new Map<string, () => void>();
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
      for (const [text, resolve] of waiting) if (texts[name].includes(text)) resolve();
    });
  const ended = new Promise<Ended & { signal: NodeJS.Signals | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code: code ?? -1, signal, ...texts })),
  );
  const has = async (text: string): Promise<void> => {
    if (texts.stdout.includes(text) || texts.stderr.includes(text)) return;
    const end = ended.then((one) => {
      if (!`${one.stdout}${one.stderr}`.includes(text)) throw new Error(`it ended without ${JSON.stringify(text)}: ${JSON.stringify(one)}`);
    });
    await Promise.race([new Promise<void>((resolve) => waiting.set(text, resolve)), end]);
  };
  return { child, ended, has };
}
