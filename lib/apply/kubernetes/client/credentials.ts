import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js';
import { ExecAuth } from '@kubernetes/client-node/dist/exec_auth.js';
import { FileAuth } from '@kubernetes/client-node/dist/file_auth.js';
import type { Kubeconfig } from './kubeconfig-file.ts';

/** What every request needs. */
export type Credentials = Pick<RequestOptions, 'agent' | 'auth' | 'headers'>;

/**
 * Credentials of one context. Tokens, certificates, programs (EKS) and service accounts come from the library's small modules; for proxies
 * and the old auth providers (OIDC, Azure, GCP) the whole library is loaded, which takes half a second and 70 MB.
 */
export class CredentialSource {
  readonly #config: Kubeconfig;
  readonly #cluster: Cluster;
  readonly #user: User | undefined;
  #exec = new ExecAuth();
  #file = new FileAuth();

  constructor(config: Kubeconfig, cluster: Cluster, user: User | undefined) {
    this.#config = config;
    this.#cluster = cluster;
    this.#user = user;
  }

  /** Gives them anew. Throws what a program or a file throws. */
  async read(): Promise<Credentials> {
    const user = this.#user;
    const isFile = this.#isFile();
    if (this.#cluster.proxyUrl || (user?.authProvider && !isFile)) return this.#byLibrary();
    const options: RequestOptions = { headers: {}, ...this.#certificates() };
    if (user?.impersonateUser) options.headers = { 'Impersonate-User': user.impersonateUser };
    if (user?.exec) await this.#exec.applyAuthentication(user, options);
    else if (user && isFile) await this.#file.applyAuthentication(user, options);
    if (user?.token) options.headers = { ...options.headers, Authorization: `Bearer ${user.token.trim()}` };
    return {
      agent: this.#agent(options),
      headers: options.headers,
      ...(user?.username && { auth: `${user.username}:${user.password}` }),
    };
  }

  /** Lets the next credentials come from the file or the program again, whatever they said of how long they last. */
  forget(): void {
    this.#exec = new ExecAuth();
    this.#file = new FileAuth();
  }

  #isFile(): boolean {
    return (this.#user?.authProvider as { readonly config?: { readonly tokenFile?: string } } | undefined)?.config?.tokenFile !== undefined;
  }

  #certificates(): AgentOptions {
    const { caFile, caData, skipTLSVerify, tlsServerName } = this.#cluster;
    const [ca, cert, key] = [
      bytes(caFile, caData),
      bytes(this.#user?.certFile, this.#user?.certData),
      bytes(this.#user?.keyFile, this.#user?.keyData),
    ];
    return {
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(skipTLSVerify && { rejectUnauthorized: false }),
      ...(tlsServerName && { servername: tlsServerName }),
    };
  }

  #agent({ ca, cert, key, rejectUnauthorized, servername }: RequestOptions): Agent {
    if (!this.#cluster.server.startsWith('http:'))
      return new Agent({
        ...(ca && { ca }),
        ...(cert && { cert }),
        ...(key && { key }),
        ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
        ...(servername !== undefined && { servername }),
      });
    if (!this.#cluster.skipTLSVerify) throw new Error('its server is http:, which is only taken with insecure-skip-tls-verify');
    return new HttpAgent() as Agent;
  }

  async #byLibrary(): Promise<Credentials> {
    const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
    const config = new KubeConfig();
    const { clusters, users, contexts, currentContext } = this.#config;
    config.loadFromOptions({ clusters: [...clusters], users: [...users], contexts: [...contexts], currentContext });
    const options: RequestOptions = { headers: {} };
    await config.applyToHTTPSOptions(options);
    return { agent: options.agent as Agent, headers: options.headers, ...(options.auth != null && { auth: options.auth }) };
  }
}

function bytes(file: string | undefined, data: string | undefined): Buffer | undefined {
  if (file) return readFileSync(file);
  return data ? Buffer.from(data, 'base64') : undefined;
}
