import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../core/canonical-json.ts';
import { compareText } from '../../../core/compare.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { IMAGES_LOCK, type ImagesLock, imagesLockSchema } from '../../../synth/images/images-lock.ts';
import { lockProblem } from '../../../synth/locks.ts';
import type { LockRequest } from '../../../synth/requests.ts';
import type { IoHost } from '../../io-host.ts';
import { writeWhole } from '../write-whole.ts';

/** What `images.lock` holds, lacks, and holds for nothing. All are images as they stand in the program, sorted. */
export interface ImagePlan {
  readonly locked: ImagesLock['images'];
  readonly missing: readonly string[];
  readonly unused: readonly string[];
}

/** What became of the images. */
export interface ImagesReport {
  readonly resolved: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  readonly errors: readonly KeelsonError[];
}

/** How many registries are asked at one time. */
const AT_ONCE = 8;

/** Compares the images that a program gives by tag with images.lock. Throws KS1016 for a lock of another form. */
export function planImages(appRoot: string, requests: readonly LockRequest[]): ImagePlan {
  const locked = readImagesLock(appRoot);
  const wanted = new Set(requests.flatMap((request) => (request.kind === 'image' ? [request.image] : [])));
  return {
    locked,
    missing: [...wanted].filter((image) => !Object.hasOwn(locked, image)).sort(compareText),
    unused: Object.keys(locked)
      .filter((image) => !wanted.has(image))
      .sort(compareText),
  };
}

/**
 * Looks up what is missing, and writes `images.lock`. An entry that is there stays: a tag that moved is followed once its entry
 * is removed. What could not be looked up is in the report; the rest is written.
 * @param resolve gives the digest of an image; throws KS9013
 */
export async function lockImages(
  appRoot: string,
  plan: ImagePlan,
  resolve: (image: string) => Promise<string>,
  io: IoHost,
): Promise<ImagesReport> {
  const images: Record<string, ImagesLock['images'][string]> = { ...plan.locked };
  const errors: KeelsonError[] = [];
  const resolved: string[] = [];
  for (const image of plan.unused) delete images[image];
  for (let start = 0; start < plan.missing.length; start += AT_ONCE) {
    const some = plan.missing.slice(start, start + AT_ONCE);
    io.notify({ level: 'progress', code: 'lock.fetching', payload: { name: some.join(', ') } });
    for (const [index, result] of (await Promise.allSettled(some.map(resolve))).entries()) {
      const image = some[index] as string;
      if (result.status === 'rejected') {
        if (!KeelsonError.is(result.reason)) throw result.reason;
        errors.push(result.reason);
        continue;
      }
      images[image] = { digest: result.value };
      resolved.push(image);
    }
  }
  if (resolved.length + plan.unused.length > 0) writeWhole(join(appRoot, IMAGES_LOCK), canonicalJson({ version: 1, images }));
  return { resolved, removed: plan.unused, unchanged: Object.keys(images).filter((image) => !resolved.includes(image)), errors };
}

function readImagesLock(appRoot: string): ImagesLock['images'] {
  const source = { file: IMAGES_LOCK, line: 1 };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(appRoot, IMAGES_LOCK), 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new KeelsonError('KS1016', { source, message: `${IMAGES_LOCK} is no JSON: ${(cause as Error).message}`, cause });
  }
  const parsed = imagesLockSchema.safeParse(json);
  if (parsed.success) return parsed.data.images;
  throw new KeelsonError('KS1016', { source, message: lockProblem(IMAGES_LOCK, parsed.error) });
}
