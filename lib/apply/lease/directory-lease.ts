import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobChanged } from '../release/blob-store.ts';
import { type LeasePlace, type LeaseRecord, parseLease } from './lease-place.ts';

/** Attempts to read the newest file while another applier replaces it. */
const TRIES = 100;

/**
 * A lease in a directory: each write is a file of its own, named by its number. A link is made only where there is none, so that a
 * process that was stopped between its look and its write writes over nobody. The file of the highest number counts, and is never removed.
 */
export class DirectoryLease implements LeasePlace {
  readonly name: string;
  readonly #folder: string;

  /** @param folder for this lease alone */
  constructor(folder: string) {
    this.#folder = folder;
    this.name = folder;
  }

  async read(): Promise<{ readonly record: LeaseRecord; readonly version: string } | undefined> {
    for (let attempt = 1; ; attempt++) {
      const newest = this.#numbers().at(-1);
      if (newest === undefined) return undefined;
      try {
        return { record: parseLease(readFileSync(this.#file(newest), 'utf8')), version: String(newest) };
      } catch (error) {
        // A newer one took its place in between.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === TRIES) throw error;
      }
    }
  }

  async write(record: LeaseRecord, expected: string | null): Promise<string> {
    const number = Number(expected ?? 0) + 1;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const staged = join(this.#folder, `${randomUUID()}.new`);
    writeFileSync(staged, JSON.stringify(record), { mode: 0o600 });
    try {
      linkSync(staged, this.#file(number));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new BlobChanged(this.name);
      throw error;
    } finally {
      rmSync(staged, { force: true });
    }
    const numbers = this.#numbers();
    // Whoever was held up may have linked a number that others used and removed long ago: theirs is higher, and counts.
    if (numbers.at(-1) !== number) throw new BlobChanged(this.name);
    for (const old of numbers) if (old < number) rmSync(this.#file(old), { force: true });
    return String(number);
  }

  #numbers(): number[] {
    try {
      return readdirSync(this.#folder)
        .flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []))
        .sort((a, b) => a - b);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #file(number: number): string {
    return join(this.#folder, `${String(number).padStart(12, '0')}.json`);
  }
}
