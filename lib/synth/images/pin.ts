import type { ApiObject } from 'cdk8s';
import type { KubernetesObject } from '../../assembly/content.ts';
import { findPin } from '../../facts/images/images.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { Environment } from '../environment.ts';
import { loadLock } from '../locks.ts';
import { hasMarker } from '../reference/markers.ts';
import { requestLock } from '../requests.ts';
import { isCdktfText } from '../terraform/tokens.ts';
import { hasDigest, IMAGES_LOCK, imagesLockSchema } from './images-lock.ts';

type Json = Record<string, unknown>;

/** Lists of containers, in pods and wherever a custom resource holds pods. */
const CONTAINERS: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/**
 * Adds its digest to each image of an object that images.lock has: of containers and of image volumes, in any kind. Where the
 * environment takes pinned images only, reports KS1018 for one without a digest; KS1016, once, for a lock of another form.
 */
export function pinImages(
  context: SynthContext,
  object: ApiObject,
  environment: Environment,
  manifest: KubernetesObject,
): KubernetesObject {
  const lock = loadLock(context.platform, IMAGES_LOCK, imagesLockSchema);
  const pinned = environment.images === 'pinned';
  if (lock === 'wrong' || (lock === 'absent' && !pinned) || manifest.kind === 'CustomResourceDefinition') return manifest;
  const images = lock === 'absent' ? {} : lock.images;
  const pin = (image: string): string => {
    if (hasDigest(image)) return image;
    const isReference = hasMarker(image) || isCdktfText(image);
    const digest = Object.hasOwn(images, image) ? images[image]?.digest : undefined;
    if (!isReference) requestLock(object, { kind: 'image', image });
    if (digest !== undefined) return `${image}@${digest}`;
    if (pinned) context.error(object, 'KS1018', ...unpinned(image, isReference));
    return image;
  };
  return mapImages(manifest, pin) as KubernetesObject;
}

function unpinned(image: string, isReference: boolean): [message: string, more: { fix?: string }] {
  if (isReference)
    return ['an image is a reference without a digest, which no lock can have', { fix: 'give it with its digest: …@sha256:…' }];
  const known = findPin(image)?.digest;
  const fix =
    known === undefined ? undefined : `run keelson lock, or add "${image}": { "digest": "${known}" } to the images of ${IMAGES_LOCK}`;
  return [`the image ${image} has no digest, and ${IMAGES_LOCK} has none for it`, fix === undefined ? {} : { fix }];
}

/** A copy with other images where one changes; the value itself where none does. */
function mapImages(value: unknown, pin: (image: string) => string, key = ''): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const entries = value.map((entry) =>
      CONTAINERS.has(key) ? withImage(mapImages(entry, pin), 'image', pin) : mapImages(entry, pin, key),
    );
    return entries.some((entry, i) => entry !== value[i]) ? entries : value;
  }
  let copy = value as Json;
  for (const [name, entry] of Object.entries(copy)) {
    const below = mapImages(entry, pin, name);
    const mapped = key === 'volumes' && name === 'image' ? withImage(below, 'reference', pin) : below;
    if (mapped !== entry) copy = { ...copy, [name]: mapped };
  }
  return copy;
}

function withImage(value: unknown, field: 'image' | 'reference', pin: (image: string) => string): unknown {
  const image = (value as Json | null)?.[field];
  if (typeof image !== 'string') return value;
  const pinned = pin(image);
  return pinned === image ? value : { ...(value as Json), [field]: pinned };
}
