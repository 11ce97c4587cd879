import type { ApiRequest, ApiResponse, Connection } from '../../../lib/apply/kubernetes/client/connection.ts';

/** Thrown in place of everything that a killed process would still have done. */
export class Killed extends Error {}

/**
 * A connection of a process that is killed at its n-th request: that request reaches the server or not, its answer reaches nobody, and
 * no other request is sent. What was under way goes on at the server, as it would.
 */
export class DyingConnection implements Connection {
  readonly server: string;
  readonly #inner: Connection;
  readonly #dieAt: number;
  readonly #reachesServer: boolean;
  readonly #underWay = new Set<Promise<unknown>>();
  sent = 0;

  constructor(inner: Connection, dieAt: number, reachesServer: boolean) {
    this.#inner = inner;
    this.server = inner.server;
    this.#dieAt = dieAt;
    this.#reachesServer = reachesServer;
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    const index = this.sent++;
    if (index > this.#dieAt) throw new Killed();
    if (index < this.#dieAt || this.#reachesServer) {
      const sent = this.#inner.request(request);
      this.#underWay.add(sent);
      const response = await sent.finally(() => this.#underWay.delete(sent));
      if (this.sent <= this.#dieAt) return response;
    }
    throw new Killed();
  }

  /** Waits for what the server was still doing. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  close(): void {}
}
