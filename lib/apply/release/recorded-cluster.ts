import type { ReleaseSummary } from './release.ts';

/** The cluster that releases went to. */
export interface RecordedCluster {
  /** UID of its namespace kube-system. */
  readonly uid: string;
  /** The newest release that says so, for a person. */
  readonly by: string;
}

/**
 * Which cluster the units of one went to last, as the applier's own releases say: the records in a cluster can't tell that it is another.
 * What was removed pins nothing, so that a cluster that was emptied can be made anew. @param cluster `platform/env/cluster`
 */
export function recordedCluster(latest: ReadonlyMap<string, ReleaseSummary>, cluster: string): RecordedCluster | undefined {
  let newest: ReleaseSummary | undefined;
  for (const release of latest.values()) {
    if (release.clusterUid === undefined || release.result === 'removed' || !release.key.startsWith(`${cluster}/`)) continue;
    if (newest === undefined || release.startedAt > newest.startedAt) newest = release;
  }
  return newest?.clusterUid === undefined ? undefined : { uid: newest.clusterUid, by: `release ${newest.revision} of ${newest.unit}` };
}
