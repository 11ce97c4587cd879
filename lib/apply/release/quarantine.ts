/**
 * A content that was rolled back. The digest of a unit's file stands for all that the unit holds and for nothing else, so the same
 * content is known again under another commit, rebased or squashed.
 */
export interface Quarantine {
  /** `platform/env/cluster/unit` or `platform/env/terraform/stack`. */
  readonly key: string;
  readonly contentDigest: string;
  /** The release that was bad. */
  readonly revision: number;
  /** ISO 8601. */
  readonly since: string;
  /** Who rolled it back. */
  readonly by?: string;
  readonly reason?: string;
}

/** What a quarantined content is found by. */
export function quarantineKey({ key, contentDigest }: Pick<Quarantine, 'key' | 'contentDigest'>): string {
  return `${key}@${contentDigest}`;
}
