import { z } from 'zod';
import { type Holder, holderSchema } from './holder.ts';

/** A lease as it stands in its place. */
export interface LeaseRecord {
  /** Absent: it was given back. */
  readonly holder?: Holder | undefined;
  /** How long it holds after each renewal. */
  readonly durationSeconds: number;
  /** When this holder took it, ISO 8601, by its own clock: for a person. */
  readonly takenAt: string;
  /** When it was renewed, by the holder's clock: who waits goes by its own, from when it saw the record change. */
  readonly renewedAt: string;
  /** How often it went from one holder to another. */
  readonly transitions: number;
}

/** Where one lease is. Of several that write over the same version one alone succeeds, however long the others were held up. */
export interface LeasePlace {
  /** For a person. */
  readonly name: string;
  read(): Promise<{ readonly record: LeaseRecord; readonly version: string } | undefined>;
  /** Throws {@link BlobChanged} when it is not as expected. @param expected version; null: there is none. @returns the new version */
  write(record: LeaseRecord, expected: string | null): Promise<string>;
}

/** As it stands in a blob. */
export const leaseSchema = z.object({
  holder: holderSchema.optional(),
  durationSeconds: z.number().positive(),
  takenAt: z.string(),
  renewedAt: z.string(),
  transitions: z.int(),
});

/** Reads what stands in a blob. Throws what zod or the JSON parser throws. */
export function parseLease(text: string): LeaseRecord {
  return leaseSchema.parse(JSON.parse(text));
}
