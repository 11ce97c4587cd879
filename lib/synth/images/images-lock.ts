import { z } from 'zod';

/** Name of the file beside the program. */
export const IMAGES_LOCK = 'images.lock';

/** The form of `images.lock`: the digest of each image that the program gives by tag, by its text in the program. */
export const imagesLockSchema = z.strictObject({
  version: z.literal(1),
  images: z.record(
    z.string().regex(/^[^\s@]+$/, 'must be an image without a digest'),
    z.strictObject({
      /** Of the tag: of the list of platforms, where there is one. */
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits'),
    }),
  ),
});

/** The content of `images.lock`. */
export type ImagesLock = z.output<typeof imagesLockSchema>;

/** Whether the text of an image names its bytes, so that a lock has nothing to add. */
export function hasDigest(image: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image);
}
