import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holderSchema, isProvablyGone, thisProcess } from '../../lease/holder.ts';

const HOLDER = '.holder.json';

/** Says whose a work folder is, beside it. */
export function ownFolder(folder: string): void {
  writeFileSync(`${folder}${HOLDER}`, JSON.stringify(thisProcess()), { mode: 0o600 });
}

/** No more is said of a work folder that is gone. */
export function disownFolder(folder: string): void {
  rmSync(`${folder}${HOLDER}`, { force: true });
}

/**
 * Removes work folders of appliers that were killed: plans in them hold secrets. One whose applier may live, or in which Terraform still
 * works, stays.
 */
export function removeStaleFolders(parent: string): void {
  for (const name of namesIn(parent)) {
    if (!name.endsWith(HOLDER)) continue;
    const folder = join(parent, name.slice(0, -HOLDER.length));
    if (!isLeft(join(parent, name)) || isWorkedIn(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
    disownFolder(folder);
  }
}

function isLeft(file: string): boolean {
  try {
    return isProvablyGone(holderSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return false;
  }
}

/** Whether a process has its working directory there: Terraform outlives an applier that is killed. */
function isWorkedIn(folder: string): boolean {
  return namesIn('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const at = readlinkSync(`/proc/${pid}/cwd`);
      return at === folder || at.startsWith(`${folder}/`);
    } catch {
      return false;
    }
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
