import { createHash } from 'node:crypto';
import { chmodSync, createWriteStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
import { type GetOptions, httpGet } from './http-get.ts';
import type { Release } from './releases.ts';

/**
 * Downloads a program and puts it at a path once its sha256 is the published one. Throws an error whose message says what was wrong;
 * nothing is at the path then.
 */
export async function download(release: Release, file: string, options: GetOptions): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const staged = `${file}.${process.pid}.part`;
  try {
    const wanted = await publishedChecksum(release, options);
    const got = await save(release.url, staged, options);
    if (got !== wanted) throw new Error(`${release.url} has the sha256 ${got}, and ${wanted} is published`);
    if (release.member !== undefined) writeFileSync(staged, member(staged, release.member));
    chmodSync(staged, 0o755);
    renameSync(staged, file);
  } finally {
    rmSync(staged, { force: true });
  }
}

async function publishedChecksum({ url, checksums }: Release, options: GetOptions): Promise<string> {
  const name = basename(new URL(url).pathname);
  const told = await text(await httpGet(checksums, options));
  const digest = told.startsWith('{') ? digestOfAsset(told, name) : digestInLines(told, name);
  if (digest === undefined) throw new Error(`${checksums} tells no sha256 of ${name}`);
  return digest;
}

function digestInLines(told: string, name: string): string | undefined {
  for (const line of told.split('\n')) {
    const [, digest, of] = /^([0-9a-f]{64})(?:\s+\*?(\S+))?\s*$/.exec(line.trim()) ?? [];
    if (digest !== undefined && (of === undefined || of === name)) return digest;
  }
  return undefined;
}

/** Of a file of a release, as GitHub describes it. */
function digestOfAsset(told: string, name: string): string | undefined {
  try {
    const { assets = [] } = JSON.parse(told) as {
      readonly assets?: readonly { readonly name?: string; readonly digest?: string | null }[];
    };
    return /^sha256:([0-9a-f]{64})$/.exec(assets.find((asset) => asset.name === name)?.digest ?? '')?.[1];
  } catch {
    return undefined;
  }
}

/** @returns the sha256 of what came */
async function save(url: string, file: string, options: GetOptions): Promise<string> {
  const response = await httpGet(url, options);
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(undefined, chunk);
    },
  });
  const whole = response.headers['content-length'];
  const target = createWriteStream(file);
  const closed = new Promise<void>((resolve) => target.once('close', () => resolve()));
  try {
    await pipeline(response, counted, target);
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new Error(`${url} ended after ${bytes}${whole === undefined ? '' : ` of ${whole}`} bytes`, { cause });
  } finally {
    // It may be opened only now: who removes it must come later.
    await closed;
  }
  return hash.digest('hex');
}

function member(archive: string, name: string): Uint8Array {
  const data = parseTar(gunzipSync(readFileSync(archive)), { filter: (entry) => entry.name === name })[0]?.data;
  if (!data) throw new Error(`the archive holds no ${name}`);
  return data;
}
