import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, inject } from 'vitest';
import { connect } from '../../../lib/apply/kubernetes/client/api-connection.ts';
import type { ApiResponse } from '../../../lib/apply/kubernetes/client/connection.ts';
import { findBinaries } from '../../../lib/sandbox/binaries/find-binary.ts';
import { removeSandbox } from '../../../lib/sandbox/control-plane/down.ts';
import { apiServerFlags, type Places } from '../../../lib/sandbox/control-plane/flags.ts';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/control-plane/up.ts';
import { isRunning, readProcess } from '../../../lib/sandbox/processes/process-file.ts';
import { startProcess } from '../../../lib/sandbox/processes/start-process.ts';
import { TestCluster } from './cluster.ts';
import { noSandbox } from './sandbox.ts';

/** An API server that a test may end, beside the shared one. */
export class OwnApiServer {
  readonly cluster: TestCluster = new TestCluster();
  #sandbox: Sandbox | undefined;

  readonly #options: { readonly webhooks: boolean };

  constructor({ webhooks = false }: { readonly webhooks?: boolean } = {}) {
    this.#options = { webhooks };
    beforeEach((context) => {
      if (noSandbox !== undefined) context.skip(`no API server: ${noSandbox}`);
    });
  }

  get kubeconfig(): string {
    return this.#sandbox?.kubeconfig ?? '';
  }

  /** As --sandbox names it. */
  get name(): string {
    return `${inject('sandbox')}-${this.cluster.id}`;
  }

  /** @returns path of its kubeconfig */
  async start(): Promise<string> {
    this.#sandbox ??= await startSandbox({ name: this.name, controllers: false, build: false, ...this.#options });
    return this.#sandbox.kubeconfig;
  }

  /** Ends it as a crash does, and starts it again at the same address. Resolves when it is ready. */
  async restart(): Promise<void> {
    const sandbox = this.#sandbox as Sandbox;
    const running = readProcess(sandbox.folder, 'kube-apiserver');
    if (!running) throw new Error('the API server was not started');
    process.kill(running.pid, 'SIGKILL');
    while (isRunning(running)) await sleep(20);
    const places = JSON.parse(readFileSync(join(sandbox.folder, 'sandbox.json'), 'utf8')) as Places;
    const { 'kube-apiserver': binary } = await findBinaries(['kube-apiserver'], { build: false });
    const flags = apiServerFlags(places, { controllers: false, ...this.#options });
    let started = startProcess(sandbox.folder, 'kube-apiserver', binary, flags);
    // As a kubelet does: one that ends while it starts is started again, and what it said last is told.
    while (!(await this.#isReady())) {
      if (isRunning(started)) {
        await sleep(100);
        continue;
      }
      const log = readFileSync(join(sandbox.folder, 'kube-apiserver.log'), 'utf8');
      process.stderr.write(`the API server ended while it started:\n${log.slice(-2000)}\n`);
      await sleep(1000);
      started = startProcess(sandbox.folder, 'kube-apiserver', binary, flags);
    }
  }

  async #isReady(): Promise<boolean> {
    const connection = connect({ kubeconfig: this.kubeconfig, attempts: 1 });
    try {
      return (await connection.request({ method: 'GET', path: '/readyz' })).status === 200;
    } catch {
      return false;
    } finally {
      connection.close();
    }
  }

  /** Asks it directly. */
  async request(method: 'GET', path: string): Promise<ApiResponse> {
    const connection = connect({ kubeconfig: this.kubeconfig });
    try {
      return await connection.request({ method, path });
    } finally {
      connection.close();
    }
  }

  async remove(): Promise<void> {
    this.#sandbox = undefined;
    await removeSandbox(this.name);
  }
}
