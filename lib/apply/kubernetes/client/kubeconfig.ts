import type { Agent, RequestOptions } from 'node:https';
import { dirname, relative, resolve, sep } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { KeelsonError } from '../../../core/errors.ts';

/** Which cluster, and as whom. */
export interface KubeconfigOptions {
  /** Path of the kubeconfig. @default - KUBECONFIG, else ~/.kube/config, else the pod's service account */
  readonly kubeconfig?: string;
  /** Name of the context. @default - the file's current context */
  readonly context?: string;
  /** Folder of the repository: a kubeconfig in it may not run programs. @default - none */
  readonly repository?: string;
}

/** An API server, and how to speak to it. */
export interface Endpoint {
  readonly server: URL;
  /** Name of the context. */
  readonly context: string;
  /** Options of the next request: agent and credentials, renewed when they have run out. */
  options(): Promise<Pick<RequestOptions, 'agent' | 'auth' | 'headers'>>;
  /** Forgets the credentials, after the server refused them. */
  renew(): void;
  close(): void;
}

/** Credentials are asked of the kubeconfig again after this time; the library keeps exec tokens until they expire. */
const CREDENTIALS_MS = 30_000;

/**
 * Reads the kubeconfig as kubectl does, exec plug-ins, client certificates, tokens, proxies and the pod's service account
 * included. Throws KS8001 when it is not usable, KS8002 when a file of the repository would run a program.
 */
export function readKubeconfig(options: KubeconfigOptions): Endpoint {
  const config = new KubeConfig();
  try {
    if (options.kubeconfig === undefined) config.loadFromDefault(undefined, false);
    else config.loadFromFile(options.kubeconfig);
    if (options.context !== undefined) config.setCurrentContext(options.context);
  } catch (cause) {
    throw new KeelsonError('KS8001', { object: options.kubeconfig ?? 'kubeconfig', message: reason(cause), cause });
  }
  const cluster = config.getCurrentCluster();
  if (cluster?.server === 'http://localhost:8080' && options.kubeconfig === undefined && !process.env.KUBECONFIG)
    throw new KeelsonError('KS8001', { object: 'kubeconfig', message: 'there is none, and no service account of a pod' });
  if (!cluster) {
    const known = config.contexts.map((context) => context.name).join(', ') || 'none';
    const message = `it has no context ${JSON.stringify(config.currentContext ?? '')} with a cluster (contexts: ${known})`;
    throw new KeelsonError('KS8001', { object: options.kubeconfig ?? 'kubeconfig', message });
  }
  refuseOwnPrograms(config, options);
  return new ConfiguredEndpoint(config, new URL(cluster.server));
}

class ConfiguredEndpoint implements Endpoint {
  readonly server: URL;
  readonly context: string;
  readonly #config: KubeConfig;
  #options: Promise<Pick<RequestOptions, 'agent' | 'auth' | 'headers'>> | undefined;
  #until = 0;
  #agents = new Map<string, Agent>();

  constructor(config: KubeConfig, server: URL) {
    this.#config = config;
    this.server = server;
    this.context = config.currentContext;
  }

  options(): Promise<Pick<RequestOptions, 'agent' | 'auth' | 'headers'>> {
    if (!this.#options || performance.now() > this.#until) {
      this.#until = performance.now() + CREDENTIALS_MS;
      this.#options = this.#read();
      this.#options.catch(() => this.renew());
    }
    return this.#options;
  }

  renew(): void {
    this.#options = undefined;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  async #read(): Promise<Pick<RequestOptions, 'agent' | 'auth' | 'headers'>> {
    const options: RequestOptions = { headers: {} };
    try {
      await this.#config.applyToHTTPSOptions(options);
    } catch (cause) {
      throw new KeelsonError('KS8001', { object: `context ${this.context}`, message: `it gives no credentials: ${reason(cause)}`, cause });
    }
    const agent = options.agent as Agent;
    return { agent: this.#kept(agent), headers: options.headers, ...(options.auth != null && { auth: options.auth }) };
  }

  /** The library makes a new agent each time, without keep-alive: the first of equal ones is kept, and keeps its sockets. */
  #kept(agent: Agent): Agent {
    const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized } = agent.options;
    const identity = JSON.stringify([ca, cert, key, pfx, passphrase, servername, rejectUnauthorized].map((part) => part?.toString()));
    const known = this.#agents.get(identity);
    if (known) return known;
    Object.assign(agent, { keepAlive: true, maxSockets: 128, maxFreeSockets: 128 });
    Object.assign(agent.options, { keepAlive: true });
    this.close();
    this.#agents.set(identity, agent);
    return agent;
  }
}

/** A program that the repository chooses would run with the applier's rights (CVE-2022-24817). */
function refuseOwnPrograms(config: KubeConfig, { kubeconfig, repository }: KubeconfigOptions): void {
  const user = config.getCurrentUser();
  const program = user?.exec?.command ?? user?.authProvider?.config?.['cmd-path'];
  if (program === undefined || repository === undefined) return;
  const files = kubeconfig === undefined ? (process.env.KUBECONFIG ?? '').split(process.platform === 'win32' ? ';' : ':') : [kubeconfig];
  const inside = files
    .filter((file) => file !== '')
    .find((file) => isInside(resolve(dirname(file), file.split(sep).at(-1) ?? ''), resolve(repository)));
  if (inside !== undefined)
    throw new KeelsonError('KS8002', { object: inside, message: `its user ${JSON.stringify(user?.name)} runs ${JSON.stringify(program)}` });
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '' && !path.startsWith('..') && !path.startsWith(sep);
}

function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n')[0] ?? text;
}
