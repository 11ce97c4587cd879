import type { UnitRelease } from './release.ts';

/** Where releases of units are kept, with all that they hold. */
export interface ReleaseStore {
  /** For a person: `directory /x`, `s3://bucket/prefix`. */
  readonly name: string;
  /** The newest release of each unit of an environment, by key; one cheap read. */
  latest(environment: string): Promise<ReadonlyMap<string, UnitRelease>>;
  /** Releases of a unit, the newest first. */
  history(key: string): Promise<readonly UnitRelease[]>;
  /** A file by its digest. */
  text(digest: string): Promise<string>;
  /** Keeps a release. @param texts by their digest */
  record(release: Omit<UnitRelease, 'revision' | 'schemaVersion'>, texts: ReadonlyMap<string, string>): Promise<UnitRelease>;
}
