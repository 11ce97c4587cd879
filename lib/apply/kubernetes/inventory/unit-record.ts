import { gunzipSync, gzipSync } from 'node:zlib';

/** What is known of one object after it was applied; all but the intent is disposable. */
export interface RecordEntry {
  readonly apiVersion: string;
  /** Digest of what was wanted. Absent: it was intended, and nobody knows whether it was done. */
  readonly wanted?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** Digest of the fields that Keelson has, see ownFieldsDigest. */
  readonly fields?: string;
  /** Digest of what keeps the object and what takes it along, see guardsDigest. */
  readonly guards?: string;
}

/** Objects of one unit by id, `group/Kind/namespace/name`. */
export type UnitRecord = ReadonlyMap<string, RecordEntry>;

/** Bytes of one shard at most; the API server takes 1 MiB for a whole object. */
const SHARD_BYTES = 600 * 1024;

type Row = readonly [id: string, apiVersion: string, wanted: string, uid: string, resourceVersion: string, fields: string, guards?: string];

/** A record as compressed texts, each small enough for one object. The same record gives the same shards. */
export function encodeRecord(record: UnitRecord, shardBytes: number = SHARD_BYTES): Buffer[] {
  const rows = [...record]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([id, { apiVersion, wanted = '', uid = '', resourceVersion = '', fields = '', guards = '' }]): Row =>
        guards === ''
          ? [id, apiVersion, wanted, uid, resourceVersion, fields]
          : [id, apiVersion, wanted, uid, resourceVersion, fields, guards],
    );
  const shards: Buffer[] = [];
  const add = (part: readonly Row[]): void => {
    const shard = gzipSync(JSON.stringify(part), { level: 6 });
    if (shard.length <= shardBytes || part.length === 1) shards.push(shard);
    else {
      const middle = part.length >> 1;
      add(part.slice(0, middle));
      add(part.slice(middle));
    }
  };
  if (rows.length > 0) add(rows);
  return shards;
}

/** Reads the shards of a record; undefined when one is damaged: it is then made anew from what is true. */
export function decodeRecord(shards: readonly Uint8Array[]): UnitRecord | undefined {
  const record = new Map<string, RecordEntry>();
  try {
    for (const shard of shards) {
      for (const [id, apiVersion, wanted, uid, resourceVersion, fields, guards] of JSON.parse(
        gunzipSync(shard, { maxOutputLength: 64 * 1024 * 1024 }).toString('utf8'),
      ) as Row[]) {
        record.set(id, {
          apiVersion,
          ...(wanted && { wanted }),
          ...(uid && { uid }),
          ...(resourceVersion && { resourceVersion }),
          ...(fields && { fields }),
          ...(guards && { guards }),
        });
      }
    }
  } catch {
    return undefined;
  }
  return record;
}
