import { readFileSync } from 'node:fs';
import { Agent, request as send } from 'node:https';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { KeelsonError } from '../../core/errors.ts';

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One event of a watch. */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const TIMEOUT_MS = 30_000;

/** Talks to the API server of a sandbox on this machine, as its administrator. The applier has a client of its own, for any cluster. */
export class SandboxClient {
  readonly #agent: Agent;
  readonly #port: number;
  readonly #token: string;

  /** @param folder the sandbox's; throws KS8101 when it has no kubeconfig */
  constructor(folder: string) {
    const { server, authority, token } = readOwn(folder);
    this.#port = Number(server.port);
    this.#token = token;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 32, ca: authority });
  }

  /** Sends a request; throws when there is no answer. @param contentType of the body; @default 'application/json' */
  request(method: Method, path: string, body?: unknown, contentType = 'application/json'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = send(this.#options(method, path, body === undefined ? undefined : contentType), (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(text) }));
      });
      sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** As {@link request}, but throws KS8105 for every status but 2xx. */
  async done(method: Method, path: string, body?: unknown, contentType?: string): Promise<unknown> {
    const answer = await this.request(method, path, body, contentType);
    if (answer.status >= 300) throw refused(method, path, answer);
    return answer.body;
  }

  /** Follows a watch until it ends, the connection is lost or the signal aborts. */
  watch<T>(path: string, signal: AbortSignal, onEvent: (event: WatchEvent<T>) => void): Promise<void> {
    return new Promise((resolve) => {
      const sent = send({ ...this.#options('GET', path), signal }, (response) => {
        const decoder = new StringDecoder('utf8');
        let rest = '';
        response.on('data', (chunk: Buffer) => {
          const lines = (rest + decoder.write(chunk)).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) if (line !== '') onEvent(JSON.parse(line) as WatchEvent<T>);
        });
        response.on('close', resolve);
        response.on('error', () => resolve());
      });
      sent.on('error', () => resolve());
      sent.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #options(method: Method, path: string, contentType?: string) {
    const headers = {
      authorization: `Bearer ${this.#token}`,
      accept: 'application/json',
      ...(contentType && { 'content-type': contentType }),
    };
    return { host: '127.0.0.1', port: this.#port, method, path, agent: this.#agent, headers };
  }
}

/** An answer that says no (KS8105). */
export function refused(method: string, path: string, { status, body }: Answer): KeelsonError {
  const message = (body as { readonly message?: unknown } | undefined)?.message;
  return new KeelsonError('KS8105', {
    message: `${method} ${path} was answered with ${status}: ${typeof message === 'string' ? message : 'no reason'}`,
  });
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads the kubeconfig that this package wrote, which is JSON. */
function readOwn(folder: string): { server: URL; authority: Buffer; token: string } {
  const config = JSON.parse(readFileSync(join(folder, 'kubeconfig'), 'utf8')) as {
    readonly clusters: readonly [{ readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }];
    readonly users: readonly [{ readonly user: { readonly token: string } }];
  };
  const { cluster } = config.clusters[0];
  return {
    server: new URL(cluster.server),
    authority: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    token: config.users[0].user.token,
  };
}
