import type { UnitRecord } from '../inventory/unit-record.ts';
import { guardsDigest, ownFieldsDigest } from '../objects/own-fields.ts';
import type { LiveMetadata } from '../plan/live-metadata.ts';

/** What happened to an object since it was applied, other than by an apply. A closed set. */
export type DriftKind =
  /** Fields that Keelson set have other values, or are somebody else's. */
  | 'changed'
  | 'deleted'
  /** It is there, and no longer marked as its unit's: somebody changed the label. */
  | 'relabelled'
  /** It was deleted and made again by somebody else. */
  | 'recreated'
  /** It has other finalizers or owners: what keeps it, or takes it along. */
  | 'guarded';

/** An object that is not as it was applied. */
export interface Drifted {
  readonly id: string;
  readonly kind: DriftKind;
}

/**
 * The objects of a record that are not as they were applied, out of their metadata alone. Fields that were never applied, and
 * objects whose apply did not end, have no drift. Pure.
 * @param live metadata of complete lists
 */
export function findDrift(record: UnitRecord, live: LiveMetadata): readonly Drifted[] {
  const found: Drifted[] = [];
  for (const [id, entry] of record) {
    if (entry.wanted === undefined || entry.uid === undefined || live.unread.has(id.split('/').slice(0, 2).join('/'))) continue;
    const meta = live.byId.get(id)?.meta;
    if (!meta) found.push({ id, kind: 'deleted' });
    else if (meta.uid !== entry.uid) found.push({ id, kind: 'recreated' });
    else if (meta.resourceVersion !== entry.resourceVersion && ownFieldsDigest(meta) !== entry.fields) found.push({ id, kind: 'changed' });
    // A later write of the unit records the version of what it found settled: finalizers and owners stay what they were applied with.
    else if (guardsDigest(meta) !== (entry.guards ?? '')) found.push({ id, kind: 'guarded' });
  }
  return found;
}
