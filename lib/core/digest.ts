import { hash } from 'node:crypto';

/** `sha256:<hex>` over the UTF-8 bytes of a text, or over bytes. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${hash('sha256', content, 'hex')}`;
}

/** A short digest to recognise a text by, for caches. */
export function fastDigest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
