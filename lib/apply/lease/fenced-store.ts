import type { Fence } from '../kubernetes/client/fence.ts';
import type { Blob, BlobStore } from '../release/blob-store.ts';
import type { LeasePlace } from './lease-place.ts';

/** Blobs that only who may still write changes. What is under way when the time ends is held back by its own comparison. */
export class FencedStore implements BlobStore {
  readonly name: string;
  readonly #blobs: BlobStore;
  readonly #fence: Fence;

  constructor(blobs: BlobStore, fence: Fence) {
    this.#blobs = blobs;
    this.#fence = fence;
    this.name = blobs.name;
  }

  get(key: string): Promise<Blob | undefined> {
    return this.#blobs.get(key);
  }

  async put(key: string, bytes: Uint8Array, expected?: string | null): Promise<string> {
    this.#fence.leftMs();
    return this.#blobs.put(key, bytes, expected);
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#blobs.list(prefix);
  }

  async remove(key: string): Promise<void> {
    this.#fence.leftMs();
    return this.#blobs.remove(key);
  }

  lease(environment: string): LeasePlace {
    return this.#blobs.lease(environment);
  }
}
