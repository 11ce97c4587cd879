import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FindOptions, findBinaries } from '../binaries/find-binary.ts';
import type { ToolName } from '../binaries/tools.ts';
import { checkSandboxName, sandboxFolder } from '../cache.ts';
import { SandboxClient } from '../client/sandbox-client.ts';
import { readProcess } from '../processes/process-file.ts';
import { startProcess, stopProcess } from '../processes/start-process.ts';
import type { FailureRules } from '../stages/failures.ts';
import { stageConfig } from '../stages/stage-config.ts';
import { credentials, writeKubeconfig } from './credentials.ts';
import { stopSandbox } from './down.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags, kwokFlags, type Places, schedulerFlags } from './flags.ts';
import { locked } from './lock.ts';
import { freePorts } from './ports.ts';
import { untilReady } from './ready.ts';
import {
  describe,
  isProgramRunning,
  PROGRAMS,
  type Program,
  readState,
  runningSandbox,
  type Sandbox,
  type SandboxState,
  writeState,
} from './state.ts';

export { runningSandbox, type Sandbox } from './state.ts';

/** How a sandbox is started. */
export interface SandboxOptions extends FindOptions {
  /** @default 'default' */
  readonly name?: string;
  /** Runs the controllers and the scheduler; `scheduler` runs that one alone, and lets nodes be ready at once. @default true */
  readonly controllers?: boolean | 'scheduler';
  /** Simulates nodes and their pods with KWOK, and stands in for volumes and load balancers. @default false */
  readonly nodes?: boolean;
  /** Lets admission webhooks take part. @default false */
  readonly webhooks?: boolean;
  /** Pods that fail, instead of those that failed before. @default - those that failed before */
  readonly failures?: FailureRules;
  /** File of the program that stands in for volumes and load balancers. @default - the one beside this module */
  readonly standIns?: string;
}

/**
 * Starts a control plane on this machine. Of a sandbox of this name that is there, what does not run is started, with the data that it
 * has. Throws KS8101, KS8102, KS8104 and KS8106.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { name = 'default' } = options;
  checkSandboxName(name);
  const folder = sandboxFolder(name, options.environment);
  return locked(folder, name, () => start(name, folder, options), options.signal);
}

async function start(name: string, folder: string, options: SandboxOptions): Promise<Sandbox> {
  const before = readState(folder);
  const wanted = new Set([...(before?.programs ?? []), ...wantedPrograms(options)]);
  const webhooks = options.webhooks ?? before?.webhooks ?? false;
  const failures = options.failures ?? before?.failures ?? {};
  const sameFailures = JSON.stringify(before?.failures ?? {}) === JSON.stringify(failures);
  const same = sameFailures && before?.webhooks === webhooks && before.programs.length === wanted.size;
  const running = same ? runningSandbox(name, folder) : undefined;
  if (running) return running;
  const programs = PROGRAMS.filter((program) => wanted.has(program));
  const tools = programs.filter((program): program is ToolName => program !== 'stand-ins');
  const binaries = await findBinaries(tools, options);
  const state: SandboxState = before
    ? { ...before, programs, webhooks, failures }
    : { name, ...(await newPlaces(name, folder, options)), programs, webhooks, failures };
  try {
    if (before && before.webhooks !== webhooks) await stopProgram(folder, 'kube-apiserver');
    // It reads its stages when it starts.
    if (before && !sameFailures) await stopProgram(folder, 'kwok');
    await startPrograms(state, binaries, options);
  } catch (error) {
    // One that ran before is left as it is, with its data; a new one holds nothing worth to be taken up again.
    if (!before) {
      await stopSandbox(name, options.environment);
      rmSync(join(folder, 'sandbox.json'), { force: true });
      // The logs say why a program ended; who was interrupted has no question.
      if (options.signal?.aborted) rmSync(folder, { recursive: true, force: true });
    }
    throw error;
  }
  return describe(name, state);
}

async function startPrograms(state: SandboxState, binaries: Readonly<Record<ToolName, string>>, options: SandboxOptions): Promise<void> {
  const { name, folder, apiPort } = state;
  const tokens = credentials(folder);
  writeState(state);
  const ensure = (program: Program, file: string, args: readonly string[]): void => {
    if (state.programs.includes(program) && !isProgramRunning(folder, program)) startProcess(folder, program, file, args);
  };
  const controllers = state.programs.includes('kube-controller-manager');
  ensure('etcd', binaries.etcd, etcdFlags(state));
  ensure('kube-apiserver', binaries['kube-apiserver'], apiServerFlags(state, { controllers, webhooks: state.webhooks }));
  await untilReady(state, tokens.admin, options.signal);
  writeKubeconfig(folder, 'kubeconfig', { name, port: apiPort, token: tokens.admin });
  writeKubeconfig(folder, 'guest.kubeconfig', { name, port: apiPort, token: tokens.guest });
  ensure('kube-controller-manager', binaries['kube-controller-manager'], controllerManagerFlags(state));
  ensure('kube-scheduler', binaries['kube-scheduler'], schedulerFlags(state));
  if (state.programs.includes('kwok') && !isProgramRunning(folder, 'kwok')) await freeNodes(folder);
  if (state.programs.includes('kwok')) writeFileSync(join(folder, 'stages.yaml'), stageConfig(state.failures));
  ensure('kwok', binaries.kwok, kwokFlags(state));
  const standIns = options.standIns ?? fileURLToPath(new URL('../stand-ins/main.js', import.meta.url));
  ensure('stand-ins', process.execPath, [standIns, folder]);
}

/** Nodes are leased by the KWOK that simulates them: one that is started again would wait until the leases of the last one end. */
async function freeNodes(folder: string): Promise<void> {
  const client = new SandboxClient(folder);
  try {
    await client.request('DELETE', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases');
  } finally {
    client.close();
  }
}

function wantedPrograms({ controllers = true, nodes = false }: SandboxOptions): Program[] {
  return [
    'etcd',
    'kube-apiserver',
    ...(controllers === true ? (['kube-controller-manager'] as const) : []),
    ...(controllers !== false ? (['kube-scheduler'] as const) : []),
    ...(nodes ? (['kwok', 'stand-ins'] as const) : []),
  ];
}

/** A folder without anything of a sandbox before. */
async function newPlaces(name: string, folder: string, { environment }: SandboxOptions): Promise<Places> {
  await stopSandbox(name, environment);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [etcdPort = 0, etcdPeerPort = 0, apiPort = 0] = await freePorts(3);
  return { folder, etcdPort, etcdPeerPort, apiPort };
}

async function stopProgram(folder: string, program: Program): Promise<void> {
  const started = readProcess(folder, program);
  if (started) await stopProcess(started);
}
