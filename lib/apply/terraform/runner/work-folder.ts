import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KeelsonError } from '../../../core/errors.ts';
import { disownFolder, ownFolder, removeStaleFolders } from './stale-folders.ts';

/** What a unit's folder may hold: its stack, the lock of its providers, its assets and its local modules. */
const TAKEN = /^(cdk\.tf\.json|\.terraform\.lock\.hcl|(assets|program)\/.+)$/;

/** Files that would change what was reviewed: what Terraform keeps for itself, states, and values of variables. */
const OWN = /(^|\/)(\.terraform|terraform\.tfstate\b.*|.*\.tfvars(\.json)?|\.terraformrc|.*override\.(tf|tofu)(\.json)?)(\/|$)/;

/** Refuses files that a unit of Keelson's never has (KS8051). @param files texts by path in the unit's folder */
export function checkFiles(files: ReadonlyMap<string, string>, unit: string): void {
  for (const path of files.keys()) {
    const strange = !TAKEN.test(path) || OWN.test(path) || path.split('/').includes('..');
    if (strange)
      throw new KeelsonError('KS8051', { object: unit, source: { file: path, line: 1 }, message: 'a Terraform unit has no such file' });
  }
}

/** Writes a unit's files into a new folder that only this user may enter: nothing of an earlier run is in it. */
export function makeWorkFolder(parent: string, files: ReadonlyMap<string, string>): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  removeStaleFolders(parent);
  const folder = mkdtempSync(join(parent, 'run-'));
  ownFolder(folder);
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  }
  return folder;
}

/** Removes a work folder: plans in it hold secrets. */
export function removeWorkFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  disownFolder(folder);
}
