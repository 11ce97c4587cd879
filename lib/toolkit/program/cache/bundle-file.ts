import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

/*
 * One file per bundle: a line of JSON, then the parts. V8 crashes on damaged code-cache data instead of refusing it, so
 * everything is under a checksum, and one rename replaces all parts at once.
 */

const MAGIC = 'keelson-bundle-2';

/** A compiled script: its code, V8's code cache, and a source map. */
export interface Bundle<Header> {
  /** Data about the bundle; any JSON. */
  readonly header: Header;
  /** JavaScript of a function that takes what a CommonJS module does. */
  readonly code: string;
  /** V8's data; absent until the script has run once. */
  readonly compiled?: Buffer;
  /** Source map as JSON text; empty when there is none. */
  readonly map: string;
}

interface Frame<Header> {
  readonly magic: string;
  readonly header: Header;
  /** Bytes of code, compiled data and map. */
  readonly sizes: readonly [number, number, number];
  /** One-byte code is read several times faster. */
  readonly ascii: boolean;
  readonly checksum: number;
}

/** Reads a bundle; undefined when there is none, or it is damaged or of another version. */
export function readBundle<Header>(file: string, isCurrent: (header: Header) => boolean): Bundle<Header> | undefined {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf(10);
    const frame = JSON.parse(bytes.toString('utf8', 0, end)) as Frame<Header>;
    if (frame.magic !== MAGIC || !isCurrent(frame.header)) return undefined;
    const [code, compiled, map] = frame.sizes;
    const start = end + 1;
    if (bytes.length !== start + code + compiled + map || crc32(bytes.subarray(start)) !== frame.checksum) return undefined;
    return {
      header: frame.header,
      code: bytes.toString(frame.ascii ? 'latin1' : 'utf8', start, start + code),
      ...(compiled > 0 && { compiled: bytes.subarray(start + code, start + code + compiled) }),
      map: bytes.toString('utf8', start + code + compiled),
    };
  } catch {
    return undefined;
  }
}

/** Writes a bundle for the next run. A cache that can't be written is no error: the next run compiles again. */
export function writeBundle<Header>(file: string, bundle: Bundle<Header>): void {
  const code = Buffer.from(bundle.code);
  const compiled = bundle.compiled ?? Buffer.alloc(0);
  const map = Buffer.from(bundle.map);
  const parts = Buffer.concat([code, compiled, map]);
  const ascii = code.length === bundle.code.length;
  const frame: Frame<Header> = {
    magic: MAGIC,
    header: bundle.header,
    sizes: [code.length, compiled.length, map.length],
    ascii,
    checksum: crc32(parts),
  };
  const temporary = `${file}.${process.pid}.${Date.now().toString(36)}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(frame)}\n`), parts]));
    renameSync(temporary, file);
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // its folder can't be reached either
  }
}
