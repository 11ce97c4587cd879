import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import { type FindOptions, findBinaries } from '../binaries/find-binary.ts';
import type { ToolName } from '../binaries/tools.ts';
import { sandboxFolder } from '../cache.ts';
import { isRunning, readProcess } from '../processes/process-file.ts';
import { lastLines, startProcess } from '../processes/start-process.ts';
import { makeCredentials, writeKubeconfig } from './credentials.ts';
import { stopSandbox } from './down.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags, type Places, schedulerFlags } from './flags.ts';
import { freePorts } from './ports.ts';

/** How a sandbox is started. */
export interface SandboxOptions extends FindOptions {
  /** @default 'default' */
  readonly name?: string;
  /** Runs the controllers and the scheduler. @default true */
  readonly controllers?: boolean;
  /** Lets admission webhooks take part. @default false */
  readonly webhooks?: boolean;
}

/** A sandbox that runs. */
export interface Sandbox {
  readonly name: string;
  readonly folder: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Path of the kubeconfig of a user without any right. */
  readonly guestKubeconfig: string;
  readonly apiPort: number;
}

const READY_WITHIN_MS = 60_000;

/** Starts a control plane on this machine, or gives the one of this name that runs. Throws KS8101, KS8102 and KS8104. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { name = 'default', controllers = true } = options;
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name))
    throw new KeelsonError('KS8104', { message: `${JSON.stringify(name)} is no name for a sandbox` });
  const folder = sandboxFolder(name, options.environment);
  const running = runningSandbox(name, folder);
  if (running) return running;
  const names: ToolName[] = ['etcd', 'kube-apiserver', ...(controllers ? (['kube-controller-manager', 'kube-scheduler'] as const) : [])];
  const binaries = await findBinaries(names, options);
  await stopSandbox(name, options.environment);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [etcdPort = 0, etcdPeerPort = 0, apiPort = 0] = await freePorts(3);
  const places: Places = { folder, etcdPort, etcdPeerPort, apiPort };
  writeFileSync(join(folder, 'sandbox.json'), `${JSON.stringify({ name, ...places })}\n`);
  const tokens = makeCredentials(folder);
  try {
    startProcess(folder, 'etcd', binaries.etcd, etcdFlags(places));
    startProcess(
      folder,
      'kube-apiserver',
      binaries['kube-apiserver'],
      apiServerFlags(places, { controllers, ...(options.webhooks !== undefined && { webhooks: options.webhooks }) }),
    );
    await untilReady(places, tokens.admin, options.signal);
    writeKubeconfig(folder, 'kubeconfig', { name, port: apiPort, token: tokens.admin });
    writeKubeconfig(folder, 'guest.kubeconfig', { name, port: apiPort, token: tokens.guest });
    if (controllers) {
      startProcess(folder, 'kube-controller-manager', binaries['kube-controller-manager'], controllerManagerFlags(places));
      startProcess(folder, 'kube-scheduler', binaries['kube-scheduler'], schedulerFlags(places));
    }
  } catch (error) {
    await stopSandbox(name, options.environment);
    throw error;
  }
  return describe(name, places);
}

/** A sandbox whose API server runs. */
export function runningSandbox(name: string, folder: string): Sandbox | undefined {
  const file = join(folder, 'sandbox.json');
  const server = readProcess(folder, 'kube-apiserver');
  if (!existsSync(file) || !existsSync(join(folder, 'kubeconfig')) || !server || !isRunning(server)) return undefined;
  return describe(name, JSON.parse(readFileSync(file, 'utf8')) as Places);
}

function describe(name: string, { folder, apiPort }: Places): Sandbox {
  return { name, folder, apiPort, kubeconfig: join(folder, 'kubeconfig'), guestKubeconfig: join(folder, 'guest.kubeconfig') };
}

/** Asks until the API server says that it is ready, or a program has ended. */
async function untilReady({ folder, apiPort }: Places, token: string, signal: AbortSignal | undefined): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(folder, apiPort, token))) {
    for (const name of ['etcd', 'kube-apiserver']) {
      const started = readProcess(folder, name);
      if (!started || !isRunning(started)) throw notStarted(folder, name, 'it ended');
    }
    if (performance.now() > deadline) throw notStarted(folder, 'kube-apiserver', `it was not ready within ${READY_WITHIN_MS / 1000} s`);
    await sleep(100, undefined, signal ? { signal } : {});
  }
}

function isReady(folder: string, port: number, token: string): Promise<boolean> {
  const certificate = join(folder, 'certs', 'apiserver.crt');
  if (!existsSync(certificate)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ca = readFileSync(certificate);
    const asked = request(
      { host: '127.0.0.1', port, path: '/readyz', ca, headers: { authorization: `Bearer ${token}` }, timeout: 2000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    asked.on('error', () => resolve(false));
    asked.on('timeout', () => asked.destroy());
    asked.end();
  });
}

function notStarted(folder: string, name: string, message: string): KeelsonError {
  const lines = lastLines(folder, name);
  return new KeelsonError('KS8101', { object: name, message: `${message}; ${join(folder, `${name}.log`)} ends with:\n${lines}` });
}
