import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../../core/errors.ts';
import type { ApiRequest, ApiResponse, Connection } from './connection.ts';
import type { Fence } from './fence.ts';
import { isWrite, LostAnswer, send, stream } from './http.ts';
import { type Endpoint, type KubeconfigOptions, readKubeconfig } from './kubeconfig.ts';
import { AdaptiveLimiter } from './limiter.ts';

/** How a connection behaves under trouble. */
export interface ConnectionOptions extends KubeconfigOptions {
  /** Attempts of one request, before the first answer and for errors of the server itself 5 at most. @default 12 */
  readonly attempts?: number;
  /** Requests under way at most. @default 64 */
  readonly mostAtOnce?: number;
  /** Asked before each write. @default - nothing limits them */
  readonly fence?: Fence;
}

/** Answers that say nothing of the request itself: the server or something before it had trouble. */
const TROUBLE: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** Bookmarks of a watch come about once a minute. */
const LONGEST_SILENCE_MS = 300_000;

/** Connects to the cluster of a kubeconfig. Nothing is sent before the first request. Throws KS8001, KS8002. */
export function connect(options: ConnectionOptions = {}): Connection {
  return new ApiConnection(readKubeconfig(options), options);
}

class ApiConnection implements Connection {
  readonly server: string;
  readonly #endpoint: Endpoint;
  readonly #limiter: AdaptiveLimiter;
  readonly #attempts: number;
  readonly #fence: Fence | undefined;
  #sent = 0;

  #isReached = false;

  constructor(endpoint: Endpoint, { attempts = 12, mostAtOnce = 64, fence }: ConnectionOptions) {
    this.#fence = fence;
    this.#endpoint = endpoint;
    this.server = endpoint.server.origin;
    this.#attempts = attempts;
    this.#limiter = new AdaptiveLimiter({ most: mostAtOnce });
  }

  get sent(): number {
    return this.#sent;
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    const repeatable = request.repeatable ?? request.method !== 'POST';
    for (let attempt = 1; ; attempt++) {
      const result = await this.#limiter.run(() => this.#attempt(request));
      const last = attempt >= this.#mostAttempts(result);
      if (result instanceof LostAnswer) {
        if (last || !repeatable) throw unreachable(this.server, request, result, attempt);
        await pause(attempt, 0, request.signal);
        continue;
      }
      if (result.status === 401 && attempt === 1) {
        this.#endpoint.renew();
        continue;
      }
      if (!isTrouble(result) || last) return result;
      // 429 was refused before it began; after the others a request that may not be repeated may have been done.
      if (result.status !== 429 && !repeatable) return result;
      const asked = retryAfterMs(result);
      if (result.status === 429 || asked > 0) this.#limiter.overloaded(asked);
      await pause(attempt, asked, request.signal);
    }
  }

  async stream(request: Omit<ApiRequest, 'method' | 'body'>, line: (text: string) => void): Promise<Pick<ApiResponse, 'status' | 'text'>> {
    this.#sent++;
    const get: ApiRequest = { ...request, method: 'GET' };
    try {
      return await stream(this.#endpoint, get, request.timeoutMs ?? LONGEST_SILENCE_MS, line);
    } catch (error) {
      if (error instanceof LostAnswer) throw unreachable(this.server, get, error, 1);
      throw error;
    }
  }

  close(): void {
    this.#endpoint.close();
  }

  /**
   * A server that once answered comes back: for 30 to 50 seconds it is waited for. One that never did is likely a wrong address, and what it
   * calls an error of its own seldom gets better, unless a webhook is down.
   */
  #mostAttempts(result: ApiResponse | LostAnswer): number {
    const few = Math.min(5, this.#attempts);
    if (result instanceof LostAnswer) return this.#isReached ? this.#attempts : few;
    this.#isReached = true;
    return result.status === 500 && !result.text.includes('failed calling webhook') ? few : this.#attempts;
  }

  async #attempt(request: ApiRequest): Promise<ApiResponse | LostAnswer> {
    this.#sent++;
    try {
      const response = await send(this.#endpoint, request, request.timeoutMs ?? 60_000, this.#fence);
      if (!isTrouble(response)) this.#limiter.succeeded();
      return response;
    } catch (error) {
      if (!(error instanceof LostAnswer)) throw error;
      // Its time may have ended while the answer was waited for.
      if (isWrite(request)) this.#fence?.leftMs();
      return error;
    }
  }
}

/** The API server answers 500 for an object that does not fit its schema, too: that one will not get better. */
function isTrouble({ status, text }: ApiResponse): boolean {
  return TROUBLE.has(status) && !(status === 500 && text.includes('failed to create typed'));
}

/** Waits twice as long after each attempt, with jitter so that many clients do not come back at once. */
async function pause(attempt: number, askedMs: number, signal: AbortSignal | undefined): Promise<void> {
  const backoff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
  await sleep(Math.max(askedMs, backoff), undefined, signal ? { signal } : {});
}

function retryAfterMs({ headers }: ApiResponse): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1000 : 0;
}

function unreachable(server: string, request: ApiRequest, cause: LostAnswer, attempts: number): KeelsonError {
  const message = `${request.method} ${request.path} had no answer after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${cause.message}`;
  return new KeelsonError('KS8003', { object: server, message, cause });
}
