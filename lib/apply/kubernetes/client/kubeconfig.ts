import { realpathSync } from 'node:fs';
import type { Agent } from 'node:https';
import { relative, resolve, sep } from 'node:path';
import type { User } from '@kubernetes/client-node/dist/config_types.js';
import { KeelsonError } from '../../../core/errors.ts';
import { CredentialSource, type Credentials } from './credentials.ts';
import { type Kubeconfig, kubeconfigFiles, loadKubeconfig } from './kubeconfig-file.ts';

/** Which cluster, and as whom. */
export interface KubeconfigOptions {
  /** Path of the kubeconfig. @default - KUBECONFIG, else ~/.kube/config, else the pod's service account */
  readonly kubeconfig?: string;
  /** Name of the context. @default - the file's current context */
  readonly context?: string;
  /** Folder of the repository: a kubeconfig in it may not run programs. @default - none */
  readonly repository?: string;
  /** Folder of the pod's service account, with `token` and `ca.crt`. @default '/var/run/secrets/kubernetes.io/serviceaccount' */
  readonly serviceAccount?: string;
  /** Whether it is the service account, whatever kubeconfigs there are. @default false */
  readonly inPod?: boolean;
}

/** An API server, and how to speak to it. */
export interface Endpoint {
  readonly server: URL;
  /** Name of the context. */
  readonly context: string;
  /** Options of the next request: agent and credentials, renewed when they have run out. */
  options(): Promise<Credentials>;
  /** Forgets the credentials, after the server refused them. */
  renew(): void;
  close(): void;
}

/** Credentials are asked of the kubeconfig again after this time; the library keeps exec tokens until they expire. */
const CREDENTIALS_MS = 30_000;

/**
 * Reads the kubeconfig as kubectl does: exec plug-ins, client certificates, tokens, proxies and the pod's service account
 * included. Throws KS8001 when it is not usable, KS8002 when a file of the repository would run a program.
 */
export function readKubeconfig(options: KubeconfigOptions): Endpoint {
  const files = options.inPod ? [] : kubeconfigFiles(options.kubeconfig);
  const object = options.kubeconfig ?? files[0] ?? 'kubeconfig';
  let config: Kubeconfig | undefined;
  try {
    config = loadKubeconfig(files, options.serviceAccount);
  } catch (cause) {
    throw new KeelsonError('KS8001', { object, message: reason(cause), cause });
  }
  if (!config) throw new KeelsonError('KS8001', { object, message: 'there is none, and no service account of a pod' });
  const wanted = options.context ?? config.currentContext;
  const context = config.contexts.find((one) => one.name === wanted);
  const cluster = config.clusters.find((one) => one.name === context?.cluster);
  const server = cluster && URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  if (!context || !cluster) {
    const known = config.contexts.map(({ name }) => name).join(', ') || 'none';
    throw new KeelsonError('KS8001', {
      object,
      message: `it has no context ${JSON.stringify(wanted)} with a cluster (contexts: ${known})`,
    });
  }
  if (!server) throw new KeelsonError('KS8001', { object, message: `the server of its cluster ${JSON.stringify(cluster.name)} is no URL` });
  const user = config.users.find((one) => one.name === context.user);
  refuseOwnPrograms(user, files, options);
  return new ConfiguredEndpoint(new CredentialSource({ ...config, currentContext: wanted }, cluster, user), server, wanted);
}

class ConfiguredEndpoint implements Endpoint {
  readonly server: URL;
  readonly context: string;
  readonly #source: CredentialSource;
  #options: Promise<Credentials> | undefined;
  #until = 0;
  #agents = new Map<string, Agent>();

  constructor(source: CredentialSource, server: URL, context: string) {
    this.#source = source;
    this.server = server;
    this.context = context;
  }

  options(): Promise<Credentials> {
    if (!this.#options || performance.now() > this.#until) {
      this.#until = performance.now() + CREDENTIALS_MS;
      this.#options = this.#read();
      this.#options.catch(() => this.renew());
    }
    return this.#options;
  }

  renew(): void {
    this.#source.forget();
    this.#options = undefined;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  async #read(): Promise<Credentials> {
    let credentials: Credentials;
    try {
      credentials = await this.#source.read();
    } catch (cause) {
      const message = `it gives no credentials: ${withoutCredentials(reason(cause))}`;
      throw new KeelsonError('KS8001', { object: `context ${this.context}`, message });
    }
    return { ...credentials, agent: this.#kept(credentials.agent as Agent) };
  }

  /** A new agent is made each time, without keep-alive: the first of equal ones is kept, and keeps its sockets. */
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
function refuseOwnPrograms(user: User | undefined, files: readonly string[], { repository }: KubeconfigOptions): void {
  const provider = user?.authProvider as { readonly config?: Readonly<Record<string, unknown>> } | undefined;
  const program = user?.exec?.command ?? provider?.config?.['cmd-path'] ?? provider?.config?.['exec'];
  if (program == null || repository === undefined) return;
  const inside = files.find((file) => isInside(realPath(file), realPath(repository)));
  if (inside !== undefined)
    throw new KeelsonError('KS8002', { object: inside, message: `its user ${JSON.stringify(user?.name)} runs ${JSON.stringify(program)}` });
}

/** Without symbolic links: a link from outside into the repository is a file of the repository. */
function realPath(path: string): string {
  return realpathSync(resolve(path));
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '' && !path.startsWith('..') && !path.startsWith(sep);
}

/** An address in a message may hold a name and a password (CVE-2024-52009). */
function withoutCredentials(text: string): string {
  return text.replaceAll(/\/\/[^/@\s]+@/g, '//***@');
}

function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n')[0] ?? text;
}
