import { z } from 'zod';
import { type Holder, holderSchema, holderText } from '../../lease/holder.ts';
import type { BlobStore } from '../../release/blob-store.ts';

/** Where records of applies are: with the releases, so that an applier in a new pod finds them. */
export type RecordStore = Pick<BlobStore, 'name' | 'get' | 'put' | 'remove'>;

/** An apply that was begun, and of which nobody knows the end while this is there. */
export interface ApplyRecord {
  readonly schemaVersion: '1.0';
  readonly holder: Holder;
  readonly startedAt: string;
  /** Addresses of what it will make, anew or again. */
  readonly creates: readonly string[];
  /** Process of Terraform. */
  readonly terraform?: { readonly pid: number; readonly startTime?: string | undefined } | undefined;
  /** Id of the lock of the state that it has. */
  readonly lockId?: string | undefined;
  /** File with the state that the backend did not take, on the machine of the holder. */
  readonly errored?: string | undefined;
}

const recordSchema = z.object({
  schemaVersion: z.literal('1.0'),
  holder: holderSchema,
  startedAt: z.string(),
  creates: z.array(z.string()),
  terraform: z.object({ pid: z.int(), startTime: z.string().optional() }).optional(),
  lockId: z.string().optional(),
  errored: z.string().optional(),
});

/** Where the record of a unit is. @param key `platform/env/terraform/stack` */
export function recordKey(key: string): string {
  return `applying/${key}.json`;
}

/** A record out of its bytes; undefined for one that can not be read, which says no more than that something was begun. */
export function parseRecord(bytes: Uint8Array): ApplyRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** What an apply was at, for a person. @param missing addresses that the state does not have as wanted */
export function describeRecord(record: ApplyRecord | undefined, missing: readonly string[], isRunning: boolean): string {
  if (!record) return 'it was at something that it does not tell';
  const { holder, terraform, startedAt } = record;
  if (isRunning) return `process ${terraform?.pid} of this machine is still at it`;
  const shown = missing.slice(0, 5).join(', ');
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  const those = missing.length === 1 ? 'is' : 'are';
  return `${holderText(holder)} was at ${shown}${more} since ${startedAt}, which ${those} not in the state as wanted`;
}
