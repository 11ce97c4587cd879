import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256 } from '../../core/digest.ts';
import { KeelsonError } from '../../core/errors.ts';
import { BlobChanged, type BlobStore } from './blob-store.ts';
import type { ReleaseSummary, UnitRelease } from './release.ts';

/** Where releases of units are kept, with all that they hold. */
export interface ReleaseStore {
  /** For a person: `directory /x`, `s3://bucket/prefix`. */
  readonly name: string;
  /** The newest release of each unit of an environment, by key; one cheap read. */
  latest(environment: string): Promise<ReadonlyMap<string, ReleaseSummary>>;
  /** Releases of a unit, the newest first. */
  history(key: string): Promise<readonly UnitRelease[]>;
  /** A file of a release, its digest checked. Throws KS8070. @param contentDigest of the release */
  text(contentDigest: string, digest: string): Promise<string>;
  /** Keeps a release. @param texts by their digest */
  record(release: Omit<UnitRelease, 'revision' | 'schemaVersion'>, texts: ReadonlyMap<string, string>): Promise<UnitRelease>;
}

type Index = Readonly<Record<string, ReleaseSummary>>;

/** How often a write that another applier was before is tried again. */
const TRIES = 20;
/** What a unit holds, unpacked: an assembly is bounded by the same. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Releases over blobs: an index per environment, one blob for each release, and what a unit holds as one blob by its digest, so that a
 * content that is released again takes no room.
 */
export class BlobReleases implements ReleaseStore {
  readonly name: string;
  readonly #blobs: BlobStore;
  readonly #contents = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
    this.name = blobs.name;
  }

  async latest(environment: string): Promise<ReadonlyMap<string, ReleaseSummary>> {
    const blob = await this.#blobs.get(indexKey(environment));
    return new Map(Object.entries(blob ? (parse(blob.bytes) as Index) : {}));
  }

  async history(key: string): Promise<readonly UnitRelease[]> {
    const keys = await this.#blobs.list(`releases/${key}/`);
    const blobs = await Promise.all([...keys].reverse().map((one) => this.#blobs.get(one)));
    return blobs.flatMap((blob) => (blob ? [parse(gunzipSync(blob.bytes)) as UnitRelease] : []));
  }

  async text(contentDigest: string, digest: string): Promise<string> {
    const known = this.#contents.get(contentDigest) ?? this.#content(contentDigest);
    this.#contents.set(contentDigest, known);
    const text = (await known).get(digest);
    if (text !== undefined && sha256(text) === digest) return text;
    throw new KeelsonError('KS8070', {
      object: this.name,
      message: `${digest} of the content ${contentDigest} is not there, or was changed`,
    });
  }

  async record(release: Omit<UnitRelease, 'revision' | 'schemaVersion'>, texts: ReadonlyMap<string, string>): Promise<UnitRelease> {
    const key = contentKey(release.contentDigest);
    // What a release holds is there before the release is.
    if (texts.size > 0 && !(await this.#blobs.get(key))) await this.#blobs.put(key, gzipSync(JSON.stringify(Object.fromEntries(texts))));
    const [, environment = ''] = release.key.split('/');
    for (let attempt = 1; ; attempt++) {
      const blob = await this.#blobs.get(indexKey(environment));
      const index = blob ? (parse(blob.bytes) as Index) : {};
      const revision = (index[release.key]?.revision ?? 0) + 1;
      const full: UnitRelease = { ...release, schemaVersion: '1.0', revision };
      await this.#blobs.put(`releases/${release.key}/${String(revision).padStart(8, '0')}.json.gz`, gzipSync(JSON.stringify(full)));
      const { files: _, changes: __, ...summary } = full;
      try {
        await this.#blobs.put(
          indexKey(environment),
          Buffer.from(JSON.stringify({ ...index, [release.key]: summary })),
          blob?.version ?? null,
        );
        return full;
      } catch (error) {
        if (!(error instanceof BlobChanged) || attempt === TRIES) throw error;
      }
    }
  }

  async #content(contentDigest: string): Promise<ReadonlyMap<string, string>> {
    const blob = await this.#blobs.get(contentKey(contentDigest));
    return new Map(blob ? Object.entries(parse(gunzipSync(blob.bytes, { maxOutputLength: MOST_BYTES })) as Record<string, string>) : []);
  }
}

function indexKey(environment: string): string {
  return `environments/${environment}.json`;
}

function contentKey(digest: string): string {
  return `contents/${digest.replace(/^sha256:/, '')}.json.gz`;
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
