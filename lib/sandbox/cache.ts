import { homedir } from 'node:os';
import { join } from 'node:path';
import { KeelsonError } from '../core/errors.ts';

/** Keelson's folder in the user's cache: XDG_CACHE_HOME, else the platform's own place. */
export function userCache(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, 'keelson');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'keelson');
  return join(homedir(), '.cache', 'keelson');
}

/** Folder of one sandbox: its data, logs, certificates and kubeconfig. */
export function sandboxFolder(name: string, environment?: Readonly<Record<string, string | undefined>>): string {
  return join(userCache(environment), 'sandboxes', name);
}

/** Refuses a name that would lead out of the folder of sandboxes, or to all of them (KS8104). Asked before anything is made or removed. */
export function checkSandboxName(name: string): void {
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name))
    throw new KeelsonError('KS8104', { message: `${JSON.stringify(name)} is no name for a sandbox` });
}
