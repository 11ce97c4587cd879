import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/root.ts';

/** Folder of the go.mod that pins OpenTofu and everything it is built from. */
export const tofuModule = join(root, 'test', 'terraform', 'tofu');

/** Where `npm run tools` puts the OpenTofu that it builds: in the user's cache, by what it is built from. */
export function tofuFile(): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(tofuModule, file)));
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'keelson', 'tools', `tofu-${hash.digest('hex').slice(0, 16)}`, 'tofu');
}
