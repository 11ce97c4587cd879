import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** State of a file that went into a bundle: size and time of the last change, or a checksum of its content; null when it is not there. */
export type Stamp = readonly [size: number, time: number] | null;

/** By absolute path. */
export type Stamps = Readonly<Record<string, Stamp>>;

/** Stamps by size and time: for libraries, of which there are hundreds of files. */
export function stampFiles(files: Iterable<string>): Stamps {
  return Object.fromEntries([...files].map((file) => [file, stampFile(file)]));
}

/** Whether no file has changed, come or gone. */
export function filesAreCurrent(stamps: Stamps): boolean {
  return Object.entries(stamps).every(([file, stamp]) => sameStamp(stamp, stampFile(file)));
}

/** Stamps by content: for the program's own files, which tools rewrite with any time. */
export function contentsAreCurrent(stamps: Stamps): boolean {
  return Object.entries(stamps).every(([file, stamp]) => sameStamp(stamp, stampContent(tryRead(file))));
}

/** The stamp of a text; null for a file that is not there. */
export function stampContent(content: Buffer | undefined): Stamp {
  return content ? [content.length, crc32(content)] : null;
}

/** Names of the modules of a folder: a new file may change what an import means. */
export function listModules(folder: string): string {
  try {
    return readdirSync(folder)
      .filter((name) => /\.([cm]?[jt]sx?|json)$/.test(name))
      .sort()
      .join('/');
  } catch {
    return '';
  }
}

/** Files beside or above a folder that change how it is compiled or what is installed there, whether they exist or not. */
export function configurationFiles(folder: string): string[] {
  const files: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    files.push(...['tsconfig.json', 'jsconfig.json', 'package.json', ...LOCKS].map((name) => join(current, name)));
    if (dirname(current) === current) return files;
  }
}

const LOCKS = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', join('node_modules', '.package-lock.json')];

function stampFile(file: string): Stamp {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? [stat.size, stat.mtimeMs] : null;
}

function sameStamp(a: Stamp, b: Stamp): boolean {
  return a === b || (a !== null && b !== null && a[0] === b[0] && a[1] === b[1]);
}

function tryRead(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
