import { z } from 'zod';

/** Where releases are kept, and how many. One place at most is named; none: a directory of the user who applies. */
export interface StoreRules {
  /** Absolute path. */
  readonly directory?: string | undefined;
  readonly s3?: { readonly bucket: string; readonly prefix?: string | undefined } | undefined;
  /** In the environment's cluster, as Secrets of keelson-system. */
  readonly cluster?: boolean | undefined;
  /** Releases of each unit that are kept. @default 50 */
  readonly kept?: number | undefined;
  /** Seconds that the lease of an environment holds after each renewal, 5 to 300. @default 30 */
  readonly leaseSeconds?: number | undefined;
}

/** As an administrator writes it. */
export const storeSchema = z
  .strictObject({
    directory: z.string().startsWith('/', 'must be an absolute path').optional(),
    s3: z.strictObject({ bucket: z.string().min(3), prefix: z.string().min(1).optional() }).optional(),
    cluster: z.literal(true).optional(),
    kept: z.int().min(2).optional(),
    leaseSeconds: z.int().min(5).max(300).optional(),
  })
  .refine((store) => [store.directory, store.s3, store.cluster].filter((place) => place !== undefined).length <= 1, {
    message: 'names more than one place',
  });
