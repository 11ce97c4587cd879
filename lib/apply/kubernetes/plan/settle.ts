import type { ObjectMeta } from '../client/lists.ts';
import type { RecordEntry } from '../inventory/unit-record.ts';
import { ownFieldsDigest } from '../objects/own-fields.ts';
import type { DesiredObject } from './desired.ts';

/** Why an object has to be looked at, or that nothing has to be done. */
export type Settled = 'unchanged' | 'absent' | 'wanted-changed' | 'drifted' | 'unknown';

/**
 * What the record and a metadata-only list tell of an object, without a request for it. It is unchanged when what is wanted is what
 * was applied, to this very object, and Keelson still has every field that it had then.
 */
export function settle(desired: DesiredObject, entry: RecordEntry | undefined, live: ObjectMeta | undefined): Settled {
  if (!live) return entry?.uid === undefined ? 'unknown' : 'absent';
  if (!entry?.uid || entry.fields === undefined) return 'unknown';
  if (live.uid !== entry.uid || live.deletionTimestamp !== undefined) return 'unknown';
  if (desired.wanted === undefined || desired.wanted !== entry.wanted || desired.entry.apiVersion !== entry.apiVersion)
    return 'wanted-changed';
  if (live.resourceVersion === entry.resourceVersion) return 'unchanged';
  return ownFieldsDigest(live) === entry.fields ? 'unchanged' : 'drifted';
}
