import { z } from 'zod';
import { referable } from '../../synth/props.ts';

/**
 * An image with a tag or digest. Without one, or as `latest`, it would change under a running workload, and no synth would
 * show it.
 */
export const imageSchema = referable(
  z
    .string()
    .regex(/^[a-z0-9][^\s@]*(@sha256:[0-9a-f]{64})?$/, 'must be an image, such as ghcr.io/acme/chat:1.2 or …@sha256:<64 digits>')
    .refine(
      (image) => image.includes('@') || (/:[\w][\w.-]*$/.test(image) && !image.endsWith(':latest')),
      'must be an image with a tag other than latest, or a digest',
    ),
);
