import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, type RecordEntry } from '../../../../lib/apply/kubernetes/inventory/unit-record.ts';

const record = (size: number): Map<string, RecordEntry> =>
  new Map(
    Array.from({ length: size }, (_, i) => [
      `apps/Deployment/ns/d${i}`,
      {
        apiVersion: 'apps/v1',
        ...(i % 2 === 0 && { wanted: `${i}`.padStart(32, 'a'), uid: `uid-${i}`, resourceVersion: `${i}`, fields: 'f'.repeat(22) }),
      },
    ]),
  );

describe('the record of a unit', () => {
  it('reads back as it was written', () => {
    expect(decodeRecord(encodeRecord(record(50)))).toEqual(record(50));
  });

  it('is cut into shards that are each small enough, and gives the same bytes each time', () => {
    const shards = encodeRecord(record(500), 1000);
    expect(shards.length).toBeGreaterThan(3);
    expect(Math.max(...shards.map((shard) => shard.length))).toBeLessThanOrEqual(1000);
    expect(decodeRecord(shards)).toEqual(record(500));
    expect(encodeRecord(new Map([...record(500)].reverse()), 1000)).toEqual(shards);
  });

  it('is made anew when a shard is damaged', () => {
    const [shard] = encodeRecord(record(5));
    expect(decodeRecord([(shard as Buffer).subarray(0, 20)])).toBeUndefined();
    expect(decodeRecord([Buffer.from('no gzip')])).toBeUndefined();
  });

  it('is empty without shards', () => {
    expect(decodeRecord([])).toEqual(new Map());
    expect(encodeRecord(new Map())).toEqual([]);
  });
});
