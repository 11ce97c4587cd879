import type { KubernetesObject } from './content.ts';

/** Manifests that are parsed at their first use, for those who need few of many. */
export class LazyObjects implements ReadonlyMap<string, KubernetesObject> {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #parse: (text: string, path: string) => KubernetesObject;
  readonly #parsed = new Map<string, KubernetesObject>();

  /** @param texts by path */
  constructor(texts: ReadonlyMap<string, string>, parse: (text: string, path: string) => KubernetesObject) {
    this.#texts = texts;
    this.#parse = parse;
  }

  get size(): number {
    return this.#texts.size;
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }

  get(path: string): KubernetesObject | undefined {
    const text = this.#texts.get(path);
    const known = this.#parsed.get(path);
    if (text === undefined || known) return known;
    const object = this.#parse(text, path);
    this.#parsed.set(path, object);
    return object;
  }

  keys(): MapIterator<string> {
    return this.#texts.keys();
  }

  *entries(): MapIterator<[string, KubernetesObject]> {
    for (const path of this.#texts.keys()) yield [path, this.get(path) as KubernetesObject];
  }

  *values(): MapIterator<KubernetesObject> {
    for (const [, object] of this.entries()) yield object;
  }

  forEach(visit: (object: KubernetesObject, path: string, map: ReadonlyMap<string, KubernetesObject>) => void): void {
    for (const [path, object] of this.entries()) visit(object, path, this);
  }

  [Symbol.iterator](): MapIterator<[string, KubernetesObject]> {
    return this.entries();
  }
}
