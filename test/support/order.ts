/** Orders that a seed decides (mulberry32), so that a failure can be run again. */
export class Order {
  #state: number;
  /** Lists that came out in another order. */
  changed = 0;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A copy in another order (Fisher and Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let last = result.length - 1; last > 0; last--) {
      const other = Math.floor(this.#next() * (last + 1));
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    if (result.some((entry, index) => entry !== list[index])) this.changed++;
    return result;
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  }
}
