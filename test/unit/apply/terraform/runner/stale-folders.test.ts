import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeWorkFolder, removeWorkFolder } from '../../../../../lib/apply/terraform/runner/work-folder.ts';
import { temporaryFolder } from '../../../../support/run.ts';

const files = new Map([['cdk.tf.json', '{}']]);

it.runIf(process.platform === 'linux')('work folders of an applier that was killed go with the next run, those in use stay', async () => {
  const parent = join(temporaryFolder(), 'work');
  const [left, working, own] = [1, 2, 3].map(() => makeWorkFolder(parent, files)) as [string, string, string];
  // As two appliers leave them that are gone; in one of them Terraform still works.
  for (const folder of [left, working]) {
    const file = `${folder}.holder.json`;
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), startTime: '1' }));
  }
  const terraform = spawn('sleep', ['60'], { cwd: working });
  const next = makeWorkFolder(parent, files);
  expect([left, working, own, next].map((folder) => existsSync(folder))).toEqual([false, true, true, true]);
  terraform.kill('SIGKILL');
  await once(terraform, 'exit');
  const last = makeWorkFolder(parent, files);
  expect(existsSync(working)).toBe(false);
  for (const folder of [own, next, last]) removeWorkFolder(folder);
  expect(readdirSync(parent)).toEqual([]);
});
