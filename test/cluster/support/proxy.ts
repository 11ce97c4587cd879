import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

/** What becomes of one request. */
export type Fate =
  | { readonly what: 'pass' }
  /** The connection breaks, before or after the server did it. */
  | { readonly what: 'drop'; readonly reaches: boolean }
  | { readonly what: 'delay'; readonly milliseconds: number }
  /** It goes on only then. */
  | { readonly what: 'wait'; readonly until: Promise<void> }
  /** The server does it, and its answer comes only then. */
  | { readonly what: 'hold'; readonly until: Promise<void> }
  /** The answer breaks off in its middle. */
  | { readonly what: 'truncate' }
  | { readonly what: 'answer'; readonly status: number; readonly retryAfter?: number };

/** Says what becomes of a request. @param index counted from 0 */
export type Decide = (index: number, request: IncomingMessage) => Fate;

/** A proxy before an API server that counts requests and makes trouble. It speaks plain HTTP on the loopback interface. */
export class TroubleProxy {
  /** Requests that came. */
  requests = 0;
  decide: Decide;
  /** Called with the status of each answer of the server. */
  seen: (status: number) => void = () => undefined;
  readonly #sandboxKubeconfig: string;
  readonly #agent: Agent;
  readonly #server: Server;
  readonly #port: number;
  readonly #underWay = new Set<Promise<unknown>>();

  /** @param kubeconfig of the sandbox */
  constructor(kubeconfig: string, decide: Decide = () => ({ what: 'pass' })) {
    this.decide = decide;
    this.#sandboxKubeconfig = kubeconfig;
    this.#port = (JSON.parse(readFileSync(join(dirname(kubeconfig), 'sandbox.json'), 'utf8')) as { apiPort: number }).apiPort;
    this.#agent = new Agent({ keepAlive: true, ca: readFileSync(join(dirname(kubeconfig), 'certs', 'apiserver.crt')) });
    this.#server = createServer((incoming, outgoing) => {
      const done = this.#serve(incoming, outgoing).catch(() => outgoing.destroy());
      this.#underWay.add(done);
      void done.finally(() => this.#underWay.delete(done));
    });
  }

  /** Starts it. @returns path of a kubeconfig that leads through it, in `folder` */
  async start(folder: string): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    const config = JSON.parse(readFileSync(this.#sandboxKubeconfig, 'utf8')) as { clusters: { cluster: object }[] };
    for (const entry of config.clusters) entry.cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
    const file = join(folder, 'proxy.kubeconfig');
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    return file;
  }

  /** Waits for what the server is still doing. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#agent.destroy();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const fate = this.decide(this.requests++, incoming);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (fate.what === 'answer') {
      if (fate.retryAfter !== undefined) outgoing.setHeader('retry-after', fate.retryAfter);
      outgoing.writeHead(fate.status, { 'content-type': 'text/plain' });
      outgoing.end('trouble');
      return;
    }
    if (fate.what === 'drop' && !fate.reaches) {
      outgoing.destroy();
      return;
    }
    if (fate.what === 'wait') await fate.until;
    if (fate.what === 'delay') await new Promise((resolve) => setTimeout(resolve, fate.milliseconds));
    const { status, headers, body } = await this.#forward(incoming, Buffer.concat(chunks));
    this.seen(status);
    if (fate.what === 'hold') await fate.until;
    if (fate.what === 'drop') outgoing.destroy();
    else if (fate.what === 'truncate') {
      outgoing.writeHead(status, { ...headers, 'content-length': body.length });
      outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
    } else {
      outgoing.writeHead(status, { ...headers, 'content-length': body.length });
      outgoing.end(body);
    }
  }

  #forward(incoming: IncomingMessage, body: Buffer): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const { connection: _, host: __, 'transfer-encoding': ___, ...headers } = incoming.headers;
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port: this.#port, path: incoming.url, method: incoming.method, headers, agent: this.#agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const kept = ['content-type', 'retry-after'].flatMap((name) => {
              const value = response.headers[name];
              return typeof value === 'string' ? [[name, value] as const] : [];
            });
            resolve({ status: response.statusCode ?? 500, headers: Object.fromEntries(kept), body: Buffer.concat(chunks) });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }
}

/** Random numbers from 0 to 1 that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Trouble at random: how much of it the seed says, too. */
export function randomTrouble(seed: number): Decide {
  const random = seeded(seed);
  const share = [0.05, 0.2, 0.5][seed % 3] as number;
  return () => {
    if (random() >= share) return { what: 'pass' };
    switch (Math.floor(random() * 6)) {
      case 0:
        return { what: 'drop', reaches: false };
      case 1:
        return { what: 'drop', reaches: true };
      case 2:
        return { what: 'truncate' };
      case 3:
        return { what: 'delay', milliseconds: Math.floor(random() * 100) };
      case 4:
        return { what: 'answer', status: 429, retryAfter: random() < 0.1 ? 1 : 0 };
      default:
        return { what: 'answer', status: random() < 0.5 ? 500 : 503 };
    }
  };
}
