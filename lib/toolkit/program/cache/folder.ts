import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where compiled programs are kept: KEELSON_CACHE_DIR, else `.cache/keelson` of the nearest writable node_modules, else the user's cache folder. */
export function cacheFolder(appRoot: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (environment['KEELSON_CACHE_DIR']) return resolve(environment['KEELSON_CACHE_DIR']);
  for (let folder = appRoot; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (isWritable(modules)) return join(modules, '.cache', 'keelson');
    if (dirname(folder) === folder) return join(userCache(environment), 'keelson');
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function userCache(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
}
