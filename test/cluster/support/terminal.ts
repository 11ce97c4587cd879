import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';
import { bin } from './program.ts';

/** Why there is no pseudo terminal on this machine, if there is none. */
export const noTerminal: string | undefined = (() => {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'script of util-linux is not there';
  }
})();

/** `keelson` on a real pseudo terminal, and what a person sees of it: the bytes go through an emulator. */
export class Terminal {
  /** Each different screen in its order, without empty lines. */
  readonly screens: string[][] = [];
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #folder: string;
  readonly #looks = new Set<() => void>();

  constructor(
    folder: string,
    args: readonly string[],
    { columns = 80, rows = 24, env = {} }: { columns?: number; rows?: number; env?: NodeJS.ProcessEnv } = {},
  ) {
    this.#folder = folder;
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    const quoted = [process.execPath, bin, ...args].map((arg) => `'${arg}'`).join(' ');
    const command = `stty rows ${rows} cols ${columns}; tty > tty.txt; exec ${quoted}`;
    const { CI: _ci, NO_COLOR: _color, FORCE_COLOR: _force, ...rest } = process.env;
    this.#child = spawn('script', ['-qfec', command, '/dev/null'], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...rest, TERM: 'xterm-256color', ...env },
    });
    onTestFinished(() => void this.#child.kill('SIGKILL'));
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#screen.write(new Uint8Array(chunk), () => this.#look()));
    this.ended = new Promise((resolve) => this.#child.on('close', (code) => this.#screen.write('', () => resolve(code ?? -1))));
  }

  /** What is on the screen and above it now, without empty lines. */
  lines(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: active.length }, (_, line) => active.getLine(line)?.translateToString(true) ?? '').filter(
      (line) => line !== '',
    );
  }

  /** Resolves when a person sees a line, now or later. */
  async sees(wanted: RegExp): Promise<string> {
    const find = (lines: readonly string[]): string | undefined => lines.find((line) => wanted.test(line));
    return find(await this.until((lines) => find(lines) !== undefined, String(wanted))) ?? '';
  }

  /** Resolves with what is on the screen when that is as wanted, now or later: what is drawn at once may arrive in parts. */
  async until(wanted: (lines: readonly string[]) => boolean, what: string): Promise<readonly string[]> {
    for (;;) {
      const lines = this.lines();
      if (wanted(lines)) return lines;
      const next = new Promise<'look'>((resolve) => {
        const look = (): void => {
          this.#looks.delete(look);
          resolve('look');
        };
        this.#looks.add(look);
      });
      if ((await Promise.race([next, this.ended])) !== 'look' && !wanted(this.lines()))
        throw new Error(`it ended without ${what}:\n${this.lines().join('\n')}`);
    }
  }

  /** Types. */
  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Another size of the window. */
  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    const file = join(this.#folder, 'tty.txt');
    if (this.#child.exitCode === null && existsSync(file))
      execFileSync('stty', ['-F', readFileSync(file, 'utf8').trim(), 'rows', String(rows), 'cols', String(columns)]);
  }

  #look(): void {
    const lines = this.lines();
    if (lines.join('\n') !== this.screens.at(-1)?.join('\n')) this.screens.push(lines);
    for (const look of [...this.#looks]) look();
  }
}
