import { createHash } from 'node:crypto';

/** `sha256:<hex>` over the UTF-8 bytes of a text, or over bytes. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
