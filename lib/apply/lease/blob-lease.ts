import type { BlobStore } from '../release/blob-store.ts';
import { type LeasePlace, type LeaseRecord, parseLease } from './lease-place.ts';

/** A lease as a blob of a store whose writes compare on the server, as those of S3 do. */
export class BlobLease implements LeasePlace {
  readonly name: string;
  readonly #blobs: BlobStore;
  readonly #key: string;

  constructor(blobs: BlobStore, key: string) {
    this.#blobs = blobs;
    this.#key = key;
    this.name = `${blobs.name} ${key}`;
  }

  async read(): Promise<{ readonly record: LeaseRecord; readonly version: string } | undefined> {
    const blob = await this.#blobs.get(this.#key);
    return blob && { record: parseLease(Buffer.from(blob.bytes).toString('utf8')), version: blob.version };
  }

  write(record: LeaseRecord, expected: string | null): Promise<string> {
    return this.#blobs.put(this.#key, Buffer.from(JSON.stringify(record)), expected);
  }
}
