import type { LeasePlace } from '../lease/lease-place.ts';

/** A blob as it is now. */
export interface Blob {
  readonly bytes: Uint8Array;
  /** Changes whenever the bytes do. */
  readonly version: string;
}

/** Named bytes that several appliers read and write. */
export interface BlobStore {
  /** For a person: `directory /x`, `s3://bucket/prefix`. */
  readonly name: string;
  get(key: string): Promise<Blob | undefined>;
  /**
   * Writes a blob whole: a reader sees the old bytes or the new. Throws {@link BlobChanged} when it is not as expected.
   * @param expected version that it must have; null: it must not be there. @default - whatever is there is replaced
   * @returns the new version
   */
  put(key: string, bytes: Uint8Array, expected?: string | null): Promise<string>;
  /** Keys that begin with a text, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  remove(key: string): Promise<void>;
  /** Where an environment's lease is. @param environment `platform/env` */
  lease(environment: string): LeasePlace;
}

/** Somebody else wrote a blob in the meantime. */
export class BlobChanged extends Error {
  constructor(key: string) {
    super(`${key} was written by another applier in the meantime`);
    this.name = 'BlobChanged';
  }
}
