import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeSandbox } from '../../../lib/sandbox/control-plane/down.ts';
import { temporaryFolder } from '../../support/run.ts';

it.each(['../../../victim', '', '.', '..', '/etc', 'a/b', 'No Name'])('nothing is removed for the name %j', async (name) => {
  const cache = temporaryFolder();
  const folders = [join(cache, 'keelson', 'sandboxes', 'mine'), join(cache, 'victim')];
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  await expect(removeSandbox(name, { XDG_CACHE_HOME: join(cache) })).rejects.toThrow('KS8104');
  expect(folders.map((folder) => existsSync(folder))).toEqual([true, true]);
});
