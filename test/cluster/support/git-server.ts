import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../support/run.ts';

/** A server of git with one empty repository, as a process of its own that can be stopped. */
export class GitServer {
  readonly #folder = temporaryFolder();
  #port = 0;
  #child: ChildProcess | undefined;

  get url(): string {
    return `git://127.0.0.1:${this.#port}/program.git`;
  }

  async start(): Promise<void> {
    if (this.#port === 0) {
      execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(this.#folder, 'program.git')]);
      this.#port = await freePort();
    }
    const where = ['--listen=127.0.0.1', `--port=${this.#port}`, `--base-path=${this.#folder}`];
    this.#child = spawn('git', ['daemon', '--reuseaddr', '--export-all', '--enable=receive-pack', ...where, this.#folder], {
      stdio: 'ignore',
      detached: true,
    });
    while (!(await answers(this.#port))) {
      if (this.#child.exitCode !== null) throw new Error(`git daemon ended with ${this.#child.exitCode}`);
      await sleep(20);
    }
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    // `git daemon` is a child of `git`, in its group.
    process.kill(-child.pid, 'SIGKILL');
    await once(child, 'exit');
    while (await answers(this.#port)) await sleep(20);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
