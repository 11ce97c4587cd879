import { gunzipSync, gzipSync } from 'node:zlib';
import pMap from 'p-map';
import { sha256 } from '../../core/digest.ts';
import { KeelsonError } from '../../core/errors.ts';
import { BlobChanged, type BlobStore } from './blob-store.ts';
import { packContent, unpackContent } from './content.ts';
import { type Quarantine, quarantineKey } from './quarantine.ts';
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
  /** Keeps a release. @param texts what it holds; only read when the store does not have it yet */
  record(release: Omit<UnitRelease, 'revision' | 'schemaVersion'>, texts: ReleaseTexts): Promise<UnitRelease>;
  /** Contents that may not be applied again, by {@link quarantineKey}. */
  quarantined(environment: string): Promise<ReadonlyMap<string, Quarantine>>;
  /** Forbids contents, or allows them again. */
  setQuarantine(environment: string, change: { readonly add?: readonly Quarantine[]; readonly lift?: readonly string[] }): Promise<void>;
}

/** Texts by their digests, given one after the other: a unit may hold more than should be in memory at once. */
export type ReleaseTexts = () => Iterable<readonly [digest: string, text: string]>;

type Index = Readonly<Record<string, ReleaseSummary>>;

/** How releases are kept. */
export interface ReleaseOptions {
  /** Name of the platform: several can share a store. */
  readonly platform: string;
  /** Releases of each unit that are kept, 2 or more. @default 50 */
  readonly kept?: number;
}

const KEPT = 50;

/** How often a write that another applier was before is tried again. */
const TRIES = 20;
/** Releases that are read at once. */
const AT_ONCE = 8;

/**
 * Releases over blobs: an index per environment, one blob for each release, and what a unit holds as one blob by its digest, so that a
 * content that is released again takes no room.
 */
export class BlobReleases implements ReleaseStore {
  readonly name: string;
  readonly #blobs: BlobStore;
  readonly #platform: string;
  readonly #kept: number;
  readonly #contents = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(blobs: BlobStore, { platform, kept = KEPT }: ReleaseOptions) {
    this.#blobs = blobs;
    this.#platform = platform;
    this.#kept = Math.max(2, kept);
    this.name = blobs.name;
  }

  async latest(environment: string): Promise<ReadonlyMap<string, ReleaseSummary>> {
    return new Map(Object.entries((await this.#index(environment)).index));
  }

  async history(key: string): Promise<readonly UnitRelease[]> {
    const keys = await this.#blobs.list(releaseFolder(key));
    const releases = await Promise.all([...keys].reverse().map((one) => this.#release(one)));
    return releases.filter((one) => one !== undefined);
  }

  async text(contentDigest: string, digest: string): Promise<string> {
    const known = this.#contents.get(contentDigest) ?? this.#content(contentDigest);
    this.#contents.set(contentDigest, known);
    known.catch(() => this.#contents.delete(contentDigest));
    const text = (await known).get(digest);
    if (text !== undefined && sha256(text) === digest) return text;
    throw new KeelsonError('KS8070', {
      object: this.name,
      message: `${digest} of the content ${contentDigest} is not there, or was changed`,
    });
  }

  async record(release: Omit<UnitRelease, 'revision' | 'schemaVersion'>, texts: ReleaseTexts): Promise<UnitRelease> {
    // What a release holds is there before the release is.
    const put = async (): Promise<void> => {
      if (Object.keys(release.files).length > 0) await this.#putContent(contentKey(release.contentDigest), texts);
    };
    await put();
    const [, environment = ''] = release.key.split('/');
    const full = await this.#numbered(release, environment);
    // Another applier may have forgotten the last release with this content before it could see this one.
    await put();
    const { files: _, changes: __, ...summary } = full;
    await this.#change(
      indexKey(this.#platform, environment),
      () => this.#index(environment),
      (index) => ((index[full.key]?.revision ?? 0) >= full.revision ? index : { ...index, [full.key]: summary }),
    );
    await this.#forgetOld(full.key);
    return full;
  }

  async quarantined(environment: string): Promise<ReadonlyMap<string, Quarantine>> {
    return new Map((await this.#quarantine(environment)).index.map((one) => [quarantineKey(one), one]));
  }

  async setQuarantine(
    environment: string,
    { add = [], lift = [] }: { readonly add?: readonly Quarantine[]; readonly lift?: readonly string[] },
  ): Promise<void> {
    const changed = new Set([...lift, ...add.map(quarantineKey)]);
    await this.#change(
      quarantineFile(this.#platform, environment),
      () => this.#quarantine(environment),
      (list) => [...list.filter((one) => !changed.has(quarantineKey(one))), ...add],
    );
  }

  /** Puts a release under the next number that nobody else took. */
  async #numbered(release: Omit<UnitRelease, 'revision' | 'schemaVersion'>, environment: string): Promise<UnitRelease> {
    let revision = (await this.#index(environment)).index[release.key]?.revision ?? 0;
    for (let attempt = 1; ; attempt++) {
      const full: UnitRelease = { ...release, schemaVersion: '1.0', revision: ++revision };
      try {
        await this.#blobs.put(
          `${releaseFolder(release.key)}${String(revision).padStart(8, '0')}.json.gz`,
          gzipSync(JSON.stringify(full)),
          null,
        );
        return full;
      } catch (error) {
        if (!(error instanceof BlobChanged) || attempt === TRIES) throw error;
      }
    }
  }

  /** Reads, changes and writes until nobody wrote in between. */
  async #change<T>(
    key: string,
    read: () => Promise<{ readonly index: T; readonly version: string | null }>,
    change: (value: T) => T,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { index, version } = await read();
      const changed = change(index);
      if (changed === index && version !== null) return;
      try {
        await this.#blobs.put(key, Buffer.from(JSON.stringify(changed)), version);
        return;
      } catch (error) {
        if (!(error instanceof BlobChanged) || attempt === TRIES) throw error;
      }
    }
  }

  /** The newest releases; made anew from all of them when the index is not there. */
  async #index(environment: string): Promise<{ readonly index: Index; readonly version: string | null }> {
    const key = indexKey(this.#platform, environment);
    const blob = await this.#blobs.get(key);
    if (blob) return { index: this.#parse(key, () => parse(blob.bytes) as Index), version: blob.version };
    const keys = await this.#blobs.list(`releases/${this.#platform}/${environment}/`);
    const newest = new Map(keys.map((one) => [one.slice(0, one.lastIndexOf('/')), one]));
    const releases = await Promise.all([...newest.values()].map((one) => this.#release(one)));
    const index = Object.fromEntries(
      releases.flatMap((one) => {
        if (!one) return [];
        const { files: _, changes: __, ...summary } = one;
        return [[one.key, summary]];
      }),
    );
    return { index, version: null };
  }

  async #quarantine(environment: string): Promise<{ readonly index: readonly Quarantine[]; readonly version: string | null }> {
    const key = quarantineFile(this.#platform, environment);
    const blob = await this.#blobs.get(key);
    return blob
      ? { index: this.#parse(key, () => parse(blob.bytes) as readonly Quarantine[]), version: blob.version }
      : { index: [], version: null };
  }

  async #putContent(key: string, texts: ReleaseTexts): Promise<void> {
    // One that lost a part is written anew, now that its texts are at hand.
    const there = await this.#blobs.get(key).catch((error: unknown) => {
      if (KeelsonError.is(error) && error.code === 'KS8070') return undefined;
      throw error;
    });
    if (!there) await this.#blobs.put(key, await packContent(texts()));
  }

  /**
   * Beyond the number that is kept, but for what a rollback would go back to. Contents that a kept release has stay. A crash in between
   * leaves no release without content.
   */
  async #forgetOld(key: string): Promise<void> {
    const keys = await this.#blobs.list(releaseFolder(key));
    if (keys.length <= this.#kept) return;
    const read = async (one: string) => {
      const release = await this.#release(one);
      return { key: one, result: release?.result, content: release?.contentDigest };
    };
    // Of each only what decides: all that many releases hold would be large.
    const releases = (await pMap(keys, read, { concurrency: AT_ONCE })).reverse();
    const applied = releases.filter(({ result }) => result === 'applied');
    const good = applied[0];
    const before = applied.find(({ content }) => content !== good?.content);
    const kept = new Set([...releases.slice(0, this.#kept), good, before]);
    const needed = new Set([...kept].map((one) => one?.content));
    for (const one of releases) {
      if (kept.has(one)) continue;
      await this.#blobs.remove(one.key);
      if (one.content !== undefined && !needed.has(one.content)) await this.#forgetContent(one.content, { key, known: new Set(keys) });
    }
  }

  /** Unless a release has it that another applier recorded meanwhile. Who records one looks again afterwards, so that it is never lost. */
  async #forgetContent(content: string, { key, known }: { readonly key: string; readonly known: ReadonlySet<string> }): Promise<void> {
    const isWanted = async (): Promise<boolean> => {
      const later = (await this.#blobs.list(releaseFolder(key))).filter((one) => !known.has(one));
      return (await pMap(later, (one) => this.#release(one), { concurrency: AT_ONCE })).some((one) => one?.contentDigest === content);
    };
    const kept = await this.#blobs.get(contentKey(content));
    if (!kept || (await isWanted())) return;
    await this.#blobs.remove(contentKey(content));
    if (await isWanted()) await this.#blobs.put(contentKey(content), kept.bytes);
  }

  async #release(key: string): Promise<UnitRelease | undefined> {
    const blob = await this.#blobs.get(key);
    return blob && this.#parse(key, () => parse(gunzipSync(blob.bytes)) as UnitRelease);
  }

  #parse<T>(key: string, read: () => T, fix?: string): T {
    try {
      return read();
    } catch (cause) {
      throw new KeelsonError('KS8070', { object: this.name, message: `${key} can not be read`, ...(fix !== undefined && { fix }), cause });
    }
  }

  async #content(contentDigest: string): Promise<ReadonlyMap<string, string>> {
    const key = contentKey(contentDigest);
    const blob = await this.#blobs.get(key);
    if (!blob) return new Map();
    const fix = `bring ${key} back from a backup of the store; or remove it, so that the next release with this content writes it anew`;
    return this.#parse(key, () => unpackContent(blob.bytes), fix);
  }
}

function indexKey(platform: string, environment: string): string {
  return `environments/${platform}/${environment}.json`;
}

function quarantineFile(platform: string, environment: string): string {
  return `quarantine/${platform}/${environment}.json`;
}

function releaseFolder(key: string): string {
  return `releases/${key}/`;
}

function contentKey(digest: string): string {
  return `contents/${digest.replace(/^sha256:/, '')}.json.gz`;
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
