import { homedir } from 'node:os';
import { sep } from 'node:path';

/** A path as people write it: with ~ for their home. Shells take it, unless it is quoted. */
export function homePath(path: string): string {
  const home = homedir();
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
