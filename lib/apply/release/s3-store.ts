import type { S3Client } from '@aws-sdk/client-s3';
import { withoutNodeWarning } from '../../core/aws-sdk.ts';
import { KeelsonError } from '../../core/errors.ts';
import { BlobLease } from '../lease/blob-lease.ts';
import type { LeasePlace } from '../lease/lease-place.ts';
import { type Blob, BlobChanged, type BlobStore } from './blob-store.ts';

/** A bucket, and where in it. */
export interface S3Place {
  readonly bucket: string;
  /** Before each key. @default - none */
  readonly prefix?: string;
}

type Sdk = typeof import('@aws-sdk/client-s3');

/**
 * Blobs in a bucket of S3, with the credentials, region and endpoint that AWS' own tools would take. Writes that compare are conditional
 * requests (Amazon S3 User Guide, "Conditional writes"), so that no lock is needed. The SDK is loaded with the first request.
 */
export class S3Store implements BlobStore {
  readonly name: string;
  readonly #bucket: string;
  readonly #prefix: string;
  #opened: Promise<{ readonly sdk: Sdk; readonly client: S3Client }> | undefined;

  constructor({ bucket, prefix = '' }: S3Place) {
    this.#bucket = bucket;
    this.#prefix = prefix === '' ? '' : `${prefix.replace(/\/+$/, '')}/`;
    this.name = `s3://${bucket}/${this.#prefix.replace(/\/$/, '')}`;
  }

  async get(key: string): Promise<Blob | undefined> {
    const { sdk, client } = await this.#open();
    try {
      const { Body, ETag } = await client.send(new sdk.GetObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key }));
      return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), version: ETag ?? '' };
    } catch (error) {
      if (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket') return undefined;
      throw this.#trouble(error);
    }
  }

  async put(key: string, bytes: Uint8Array, expected?: string | null): Promise<string> {
    const { sdk, client } = await this.#open();
    const condition = expected === null ? { IfNoneMatch: '*' } : expected === undefined ? {} : { IfMatch: expected };
    try {
      const command = new sdk.PutObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key, Body: bytes, ...condition });
      return (await client.send(command)).ETag ?? '';
    } catch (error) {
      // 409: another conditional write of the same key was under way; 404: the object that had to match is gone.
      const status = statusOf(error);
      if (expected !== undefined && (status === 412 || status === 409 || nameOf(error) === 'NoSuchKey')) throw new BlobChanged(key);
      throw this.#trouble(error);
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    const { sdk, client } = await this.#open();
    const keys: string[] = [];
    try {
      const pages = sdk.paginateListObjectsV2({ client }, { Bucket: this.#bucket, Prefix: this.#prefix + prefix });
      for await (const { Contents = [] } of pages) for (const { Key = '' } of Contents) keys.push(Key.slice(this.#prefix.length));
    } catch (error) {
      throw this.#trouble(error);
    }
    return keys.sort();
  }

  async remove(key: string): Promise<void> {
    const { sdk, client } = await this.#open();
    try {
      await client.send(new sdk.DeleteObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key }));
    } catch (error) {
      throw this.#trouble(error);
    }
  }

  lease(environment: string): LeasePlace {
    return new BlobLease(this, `leases/${environment}.json`);
  }

  #open(): Promise<{ readonly sdk: Sdk; readonly client: S3Client }> {
    withoutNodeWarning();
    this.#opened ??= import('@aws-sdk/client-s3').then((sdk) => ({
      sdk,
      // An endpoint of one's own (AWS_ENDPOINT_URL) seldom answers at <bucket>.<host>.
      client: new sdk.S3Client({ forcePathStyle: process.env['AWS_ENDPOINT_URL'] !== undefined }),
    }));
    this.#opened.catch(() => {
      this.#opened = undefined;
    });
    return this.#opened;
  }

  #trouble(error: unknown): KeelsonError {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return new KeelsonError('KS8071', { object: this.name, message, cause: error });
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
