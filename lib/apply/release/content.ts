import { once } from 'node:events';
import { createGzip, gunzipSync } from 'node:zlib';

/** What a unit holds, unpacked: an assembly is bounded by the same. */
const MOST_BYTES = 512 * 1024 * 1024;
/** Characters that are given to gzip at once: each piece is a task of its own. */
const PIECE = 64 * 1024;

/** Packs texts as a JSON object by digest, of which only the packed form is ever whole in memory. Throws what reading a text throws. */
export async function packContent(texts: Iterable<readonly [digest: string, text: string]>): Promise<Uint8Array> {
  const gzip = createGzip();
  const packed: Buffer[] = [];
  gzip.on('data', (piece: Buffer) => packed.push(piece));
  const ended = once(gzip, 'end');
  // Told below, or nothing was written for want of a text.
  ended.catch(() => {});
  const seen = new Set<string>();
  let piece = '{';
  try {
    for (const [digest, text] of texts) {
      if (seen.has(digest)) continue;
      piece += `${seen.size === 0 ? '' : ','}${JSON.stringify(digest)}:${JSON.stringify(text)}`;
      seen.add(digest);
      if (piece.length < PIECE) continue;
      if (!gzip.write(piece)) await once(gzip, 'drain');
      piece = '';
    }
    gzip.end(`${piece}}`);
    await ended;
    return Buffer.concat(packed);
  } finally {
    gzip.destroy();
  }
}

/** Texts by digest. Throws what zlib and JSON throw for bytes that were changed. */
export function unpackContent(bytes: Uint8Array): ReadonlyMap<string, string> {
  const text = gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8');
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}
