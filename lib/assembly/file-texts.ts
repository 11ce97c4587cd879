import type { OutputFiles } from './content.ts';

/** Files of an output by path. A text whose digest is known beforehand is made only when somebody asks for it. */
export class FileTexts implements OutputFiles {
  readonly #texts = new Map<string, string | (() => string)>();
  readonly #digests = new Map<string, string>();

  set(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  /** Adds a file by its digest, `sha256:<hex>`. @param make gives the text that has this digest */
  setLater(path: string, digest: string, make: () => string): void {
    this.#texts.set(path, make);
    this.#digests.set(path, digest);
  }

  /** Digest of a file whose text has not been made. */
  digestOf(path: string): string | undefined {
    return this.#digests.get(path);
  }

  get size(): number {
    return this.#texts.size;
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }

  get(path: string): string | undefined {
    const text = this.#texts.get(path);
    if (typeof text !== 'function') return text;
    const made = text();
    this.#texts.set(path, made);
    this.#digests.delete(path);
    return made;
  }

  keys(): MapIterator<string> {
    return this.#texts.keys();
  }

  *entries(): MapIterator<[string, string]> {
    for (const path of this.#texts.keys()) yield [path, this.get(path) as string];
  }

  *values(): MapIterator<string> {
    for (const [, text] of this.entries()) yield text;
  }

  forEach(visit: (text: string, path: string, map: ReadonlyMap<string, string>) => void): void {
    for (const [path, text] of this.entries()) visit(text, path, this);
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }
}
