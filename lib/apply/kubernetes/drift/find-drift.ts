import type { ObjectMeta } from '../client/lists.ts';
import type { UnitRecord } from '../inventory/unit-record.ts';
import { guardsDigest, ownFieldsDigest } from '../objects/own-fields.ts';

/** What happened to an object since it was applied, other than by an apply. A closed set. */
export type DriftKind =
  /** Fields that Keelson set have other values, or are somebody else's. */
  | 'changed'
  | 'deleted'
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
 * @param live metadata by id, of complete lists
 * @param unread kinds, `group/Kind`, of which nothing is known
 */
export function findDrift(record: UnitRecord, live: ReadonlyMap<string, ObjectMeta>, unread: ReadonlySet<string>): readonly Drifted[] {
  const found: Drifted[] = [];
  for (const [id, entry] of record) {
    if (entry.wanted === undefined || entry.uid === undefined || unread.has(id.split('/').slice(0, 2).join('/'))) continue;
    const meta = live.get(id);
    if (!meta) found.push({ id, kind: 'deleted' });
    else if (meta.uid !== entry.uid) found.push({ id, kind: 'recreated' });
    else if (meta.resourceVersion === entry.resourceVersion) continue;
    else if (ownFieldsDigest(meta) !== entry.fields) found.push({ id, kind: 'changed' });
    else if (guardsDigest(meta) !== (entry.guards ?? '')) found.push({ id, kind: 'guarded' });
  }
  return found;
}
