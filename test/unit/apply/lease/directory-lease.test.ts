import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DirectoryLease } from '../../../../lib/apply/lease/directory-lease.ts';
import type { LeaseRecord } from '../../../../lib/apply/lease/lease-place.ts';
import { BlobChanged } from '../../../../lib/apply/release/blob-store.ts';
import { temporaryFolder } from '../../../support/run.ts';

const record = (token: string): LeaseRecord => ({
  holder: { token, host: 'h', pid: 1 },
  durationSeconds: 30,
  takenAt: '2026-01-01T00:00:00.000Z',
  renewedAt: '2026-01-01T00:00:00.000Z',
  transitions: 1,
});

it('a lease in a directory is written by one of those that read the same', async () => {
  const folder = join(temporaryFolder(), 'leases');
  const [one, other] = [new DirectoryLease(folder), new DirectoryLease(folder)];
  expect(await one.read()).toBeUndefined();
  const first = await one.write(record('a'), null);
  await expect(other.write(record('b'), null)).rejects.toBeInstanceOf(BlobChanged);
  expect(await other.read()).toEqual({ record: record('a'), version: first });
  const second = await other.write(record('b'), first);
  await expect(one.write(record('a'), first)).rejects.toBeInstanceOf(BlobChanged);
  expect(await one.read()).toEqual({ record: record('b'), version: second });
  expect(readdirSync(folder)).toHaveLength(1);
});

it('a writer that was stopped before its write has lost, also when the number that it read is long gone', async () => {
  const folder = join(temporaryFolder(), 'leases');
  const [one, other] = [new DirectoryLease(folder), new DirectoryLease(folder)];
  const read = await one.write(record('a'), null);
  let version = read;
  for (const token of ['b', 'c', 'd']) version = await other.write(record(token), version);
  await expect(one.write(record('a'), read)).rejects.toBeInstanceOf(BlobChanged);
  expect(await one.read()).toEqual({ record: record('d'), version });
  // What it left does not come to count.
  await other.write(record('e'), version);
  expect(readdirSync(folder)).toHaveLength(1);
  expect((await one.read())?.record.holder?.token).toBe('e');
});

it('a lease that can not be read is no lease that nobody has', async () => {
  const folder = join(temporaryFolder(), 'leases');
  mkdirSync(folder);
  writeFileSync(join(folder, '000000000007.json'), '{"holder":');
  await expect(new DirectoryLease(folder).read()).rejects.toThrow(SyntaxError);
});
