import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KeelsonError } from '../core/errors.ts';
import { checkVersion } from './version.ts';
import { LOCK } from './write-lock.ts';

const MANIFEST = 'keelson.json';
/** Not Keelson's, and left alone: what terraform keeps beside a stack, and git's own notes. */
const FOREIGN = /^(\.terraform|terraform\.tfstate.*|.+\.tfstate(\.backup|\.lock\.info)?|\.git.*|\.keelson-lock)$/;
const STAGING = /^\.keelson-staging-/;

/** Whether a file or folder of this name is never part of an assembly, wherever it stands. */
export function isForeign(name: string): boolean {
  return FOREIGN.test(name);
}

/**
 * Makes the output directory, or checks that it can be written to. While another process writes it, whose it is can not be
 * told: its keelson.json comes last.
 */
export function prepareDirectory(directory: string): void {
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (!found) {
    mkdirSync(directory, { recursive: true });
    return;
  }
  if (!found.isDirectory())
    throw new KeelsonError('KS3002', {
      object: directory,
      message: `the output directory is a ${found.isSymbolicLink() ? 'symbolic link' : 'file'}`,
    });
  if (!readdirSync(directory).includes(LOCK)) checkOwner(directory);
}

/** Checks that a directory is Keelson's: empty, or with a keelson.json that this version can replace. */
export function checkOwner(directory: string): void {
  const names = readdirSync(directory).filter((name) => !isForeign(name) && !STAGING.test(name));
  if (names.length === 0) return;
  if (!names.includes(MANIFEST))
    throw new KeelsonError('KS3001', { object: directory, message: `it holds ${names.slice(0, 3).sort().join(', ')} and no ${MANIFEST}` });
  checkManifest(join(directory, MANIFEST), directory);
}

/**
 * Every file of the output, relative to the directory, with `/`. Throws KS3002 for a link inside.
 * @param folders gets every folder, in the same form
 */
export function listOutput(directory: string, folders = new Set<string>()): Set<string> {
  const files = new Set<string>();
  if (!statSync(directory, { throwIfNoEntry: false })) return files;
  const visit = (folder: string, prefix: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (isForeign(entry.name) || (prefix === '' && STAGING.test(entry.name))) continue;
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) {
        folders.add(path);
        visit(join(folder, entry.name), `${path}/`);
      } else if (entry.isFile()) files.add(path);
      else
        throw new KeelsonError('KS3002', {
          object: join(folder, entry.name),
          message: `${path} of the output is ${entry.isSymbolicLink() ? 'a symbolic link' : 'no file'}`,
        });
    }
  };
  visit(directory, '');
  return files;
}

/** Whether a file has exactly this text; the size is compared first. */
export function isSameFile(file: string, text: string): boolean {
  const bytes = Buffer.from(text);
  return statSync(file).size === bytes.length && readFileSync(file).equals(bytes);
}

/** A keelson.json that is broken still marks the directory as Keelson's: the next synth repairs it. A newer one is left alone. */
function checkManifest(file: string, directory: string): void {
  const text = lstatSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  if (text === undefined) throw new KeelsonError('KS3002', { object: file, message: `${MANIFEST} is no file` });
  if (!text.includes('"schemaVersion"'))
    throw new KeelsonError('KS3001', { object: directory, message: `its ${MANIFEST} is not one of Keelson's` });
  const version = /"schemaVersion":\s*"([^"]*)"/.exec(text)?.[1];
  if (version !== undefined) checkVersion(version, file);
}
