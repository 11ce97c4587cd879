import type { ObjectMeta } from '../client/lists.ts';
import { guardsDigest, ownFieldsDigest } from '../objects/own-fields.ts';
import type { DesiredObject } from '../plan/desired.ts';
import { groupKind } from '../plan/order.ts';
import type { RecordEntry } from './unit-record.ts';

/** What is known of an object that is as wanted. */
export function recorded({ entry, wanted }: DesiredObject, meta: ObjectMeta, guards: string = guardsDigest(meta)): RecordEntry {
  return {
    apiVersion: entry.apiVersion,
    ...(wanted !== undefined && { wanted }),
    uid: meta.uid,
    resourceVersion: meta.resourceVersion,
    fields: ownFieldsDigest(meta),
    ...(guards !== '' && { guards }),
  };
}

/** Of an object that is about to be written only its UID stays known. */
export function known(entry: RecordEntry | undefined): { uid?: string } {
  return entry?.uid === undefined ? {} : { uid: entry.uid };
}

/** `Kind.group`, as ApplySets write it. */
export function setKind({ entry }: DesiredObject): string {
  const [group, kind] = groupKind(entry).split('/');
  return group === '' ? `${kind}` : `${kind}.${group}`;
}

/** The same of an id, `group/Kind/namespace/name`. */
export function setKindOfId(id: string): string {
  const [group, kind] = id.split('/');
  return group === '' ? `${kind}` : `${kind}.${group}`;
}

/** A resourceVersion that moved for somebody else's reason is not worth a write. */
export function same(a: ReadonlyMap<string, RecordEntry>, b: ReadonlyMap<string, RecordEntry>): boolean {
  if (a.size !== b.size) return false;
  for (const [id, entry] of a) {
    const other = b.get(id);
    if (
      !other ||
      other.wanted !== entry.wanted ||
      other.uid !== entry.uid ||
      other.fields !== entry.fields ||
      other.guards !== entry.guards ||
      other.apiVersion !== entry.apiVersion
    )
      return false;
  }
  return true;
}
