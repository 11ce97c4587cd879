/** Bounds of an {@link AdaptiveLimiter}. */
export interface LimiterOptions {
  /** Requests under way at the start. @default 32 */
  readonly initial?: number;
  /** Requests under way at most. @default 64 */
  readonly most?: number;
  /** Milliseconds since some moment. @default performance.now */
  readonly now?: () => number;
}

/**
 * How many requests are under way at once: one more after a round of good answers, half as many when the server says that it has
 * too much to do (429, 503), and none before the moment that it named (additive increase, multiplicative decrease).
 */
export class AdaptiveLimiter {
  readonly #most: number;
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #running = 0;
  #good = 0;
  #notBefore = 0;
  #lastDecrease = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor({ initial = 32, most = 64, now = () => performance.now() }: LimiterOptions = {}) {
    this.#limit = Math.min(initial, most);
    this.#most = most;
    this.#now = now;
  }

  /** Requests that may be under way now. */
  get limit(): number {
    return this.#limit;
  }

  /** Runs a task when there is room for it, in the order of the calls. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.#room();
    try {
      return await task();
    } finally {
      this.#running--;
      this.#admit();
    }
  }

  /** The server answered in time. */
  succeeded(): void {
    if (++this.#good < this.#limit) return;
    this.#good = 0;
    if (this.#limit < this.#most) this.#limit++;
  }

  /** The server has too much to do. Answers of requests that were sent together count once. @param waitMs what it asked for */
  overloaded(waitMs: number): void {
    const now = this.#now();
    this.#notBefore = Math.max(this.#notBefore, now + waitMs);
    this.#good = 0;
    if (now - this.#lastDecrease < 100) return;
    this.#lastDecrease = now;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#admit();
    });
  }

  #admit(): void {
    const pause = this.#notBefore - this.#now();
    if (pause > 0) {
      if (this.#waiting.length > 0) this.#admitAfter(pause);
      return;
    }
    while (this.#waiting.length > 0 && this.#running < this.#limit) {
      this.#running++;
      this.#waiting.shift()?.();
    }
  }

  #admitAfter(milliseconds: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#admit();
    }, Math.ceil(milliseconds));
  }
}
