import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Folder of the applier on this machine: `$XDG_STATE_HOME/keelson`, else `~/.local/state/keelson`. What is in it is not made anew. */
export function applierHome({ XDG_STATE_HOME }: NodeJS.ProcessEnv = process.env): string {
  const state = XDG_STATE_HOME !== undefined && isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(homedir(), '.local', 'state');
  return join(state, 'keelson');
}
