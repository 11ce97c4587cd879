import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sha256 } from '../core/digest.ts';
import { KeelsonError } from '../core/errors.ts';
import type { AssemblyContent } from './content.ts';
import { checkOwner, isSameFile, listOutput, prepareDirectory } from './output-directory.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { withLock } from './write-lock.ts';

/** Where and how an assembly is written. */
export interface WriteOptions {
  /** The output directory; made when it does not exist. */
  readonly directory: string;
  /** Major version of the format. @default - the newest */
  readonly target?: number;
}

/** What a write did; paths are relative to the directory. */
export interface WriteReport {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: number;
}

/** What differs between an assembly and a directory; nothing is written. */
export interface CheckReport {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Files that the assembly does not have. */
  readonly stray: readonly string[];
}

const MANIFEST = 'keelson.json';

/**
 * Writes an assembly by content: new and changed files are staged on the same file system, then renamed one by one,
 * `keelson.json` last; files that the assembly does not have go. Unchanged files are not touched, nor is `.terraform/`.
 * Throws KS3001 for a directory that is not Keelson's, KS3002 for a link or file in the way, KS3003 when the file system
 * refuses (while staging, so that nothing has changed), KS3004 while another synth writes, KS3005 for a newer assembly.
 */
export function writeAssembly(content: AssemblyContent, options: WriteOptions): WriteReport {
  const major = Number.parseInt(SCHEMA_VERSION, 10);
  if (options.target !== undefined && options.target !== major)
    throw new KeelsonError('KS3011', { message: `version ${options.target} of the format is unknown here, ${major} is known` });
  const directory = resolve(options.directory);
  try {
    prepareDirectory(directory);
    return withLock(directory, () => {
      checkOwner(directory);
      return write(content, directory);
    });
  } catch (error) {
    throw asKeelsonError(error, directory);
  }
}

/** Compares an assembly with a directory. Throws like {@link writeAssembly} for one that could not be written to. */
export function checkAssembly(content: AssemblyContent, options: { readonly directory: string }): CheckReport {
  const directory = resolve(options.directory);
  const present = listOutput(directory);
  const missing: string[] = [];
  const changed: string[] = [];
  for (const path of content.files.keys()) {
    if (!present.has(path)) missing.push(path);
    else if (!isCurrent(content, directory, path)) changed.push(path);
  }
  return { missing: missing.sort(), changed: changed.sort(), stray: [...present].filter((path) => !content.files.has(path)).sort() };
}

function write(content: AssemblyContent, directory: string): WriteReport {
  const folders = new Set<string>();
  const present = listOutput(directory, folders);
  checkPlaces(content, directory, present, folders);
  const changed: string[] = [];
  for (const path of content.files.keys()) if (!present.has(path) || !isCurrent(content, directory, path)) changed.push(path);
  const deleted = [...present].filter((path) => !content.files.has(path)).sort();
  changed.sort((a, b) => Number(a === MANIFEST) - Number(b === MANIFEST) || (a < b ? -1 : 1));
  if (changed.length > 0) replaceFiles(content, directory, changed);
  for (const path of deleted) unlinkSync(join(directory, path));
  removeEmptyFolders(directory, deleted);
  return { written: [...changed].sort(), deleted, unchanged: content.files.size - changed.length };
}

/** Throws KS3002 where a folder stands at the place of a file, or a file at that of a folder, before anything is changed. */
function checkPlaces({ files }: AssemblyContent, directory: string, present: ReadonlySet<string>, folders: ReadonlySet<string>): void {
  const fail = (path: string, message: string, fix: string): never => {
    throw new KeelsonError('KS3002', { object: join(directory, path), message, fix });
  };
  const checked = new Set<string>();
  for (const path of files.keys()) {
    if (folders.has(path)) fail(path, `${path} of the output is a directory, where a file is expected`, 'remove the directory');
    for (let folder = dirname(path); folder !== '.' && !checked.has(folder); folder = dirname(folder)) {
      checked.add(folder);
      if (present.has(folder)) fail(folder, `${folder} of the output is a file, where a directory is expected`, 'remove the file');
    }
  }
}

/** Whether a file of the directory is what the assembly says, by its text or, where that is not made yet, by its digest. */
function isCurrent({ files }: AssemblyContent, directory: string, path: string): boolean {
  const file = join(directory, path);
  const digest = files.digestOf?.(path);
  return digest === undefined ? isSameFile(file, files.get(path) ?? '') : sha256(readFileSync(file)) === digest;
}

/** Stages all files before the first of them is renamed: a full disk is found while the old output is whole. */
function replaceFiles(content: AssemblyContent, directory: string, paths: readonly string[]): void {
  const staging = mkdtempSync(join(directory, '.keelson-staging-'));
  try {
    for (const [index, path] of paths.entries()) writeFileSync(join(staging, String(index)), content.files.get(path) ?? '');
    const made = new Set<string>();
    for (const path of paths) {
      const folder = dirname(join(directory, path));
      if (made.has(folder)) continue;
      mkdirSync(folder, { recursive: true });
      made.add(folder);
    }
    for (const [index, path] of paths.entries()) renameSync(join(staging, String(index)), join(directory, path));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Folders that lost a file and are empty now, upwards to the directory. */
function removeEmptyFolders(directory: string, deleted: readonly string[]): void {
  const folders = new Set(deleted.map((path) => dirname(path)).filter((folder) => folder !== '.'));
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) {
    for (let current = folder; current !== '.'; current = dirname(current)) {
      if (readdirSync(join(directory, current)).length > 0) break;
      rmdirSync(join(directory, current));
      if (folders.has(dirname(current))) break;
    }
  }
}

function asKeelsonError(error: unknown, directory: string): unknown {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (KeelsonError.is(error) || code === undefined) return error;
  return new KeelsonError('KS3003', { object: path ?? directory, message: `${code}: ${message.replace(/^[A-Z]+: /, '')}`, cause: error });
}
