/** Clocks of this process, milliseconds. A suspended machine stops the monotonic one, and anybody may set the other. */
export interface Clocks {
  readonly monotonic: () => number;
  readonly wall: () => number;
  /** Resolves after so long; throws what the signal ends it with. */
  readonly pause: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** A moment by both clocks: it has come when either says so. */
export class Deadline {
  readonly #clocks: Clocks;
  readonly #monotonic: number;
  readonly #wall: number;

  /** @param after milliseconds from now */
  constructor(clocks: Clocks, after: number) {
    this.#clocks = clocks;
    this.#monotonic = clocks.monotonic() + after;
    this.#wall = clocks.wall() + after;
  }

  /** Milliseconds until then; 0 or less when it has come. */
  leftMs(): number {
    return Math.min(this.#monotonic - this.#clocks.monotonic(), this.#wall - this.#clocks.wall());
  }
}
