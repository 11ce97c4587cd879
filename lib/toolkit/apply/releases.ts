import { join, resolve } from 'node:path';
import { DirectoryStore } from '../../apply/release/directory-store.ts';
import { BlobReleases, type ReleaseStore } from '../../apply/release/release-store.ts';

/**
 * Where releases are kept.
 * @param place a directory. @default - one in the applier's folder
 */
export function openReleases(place: string | undefined, home: string, platform: string): ReleaseStore {
  return new BlobReleases(new DirectoryStore(place === undefined ? join(home, 'releases') : resolve(place)), { platform });
}
