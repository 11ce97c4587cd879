import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

const folder = join(root, 'test', 'support', 'upstream');

/**
 * Path of a program of the upstream CLIs (`cdk8s`, `cdktf`, `tsx`). They weigh half a gigabyte, so they are no dependency of
 * the project: they are installed beside this file, from a lockfile of their own, when a test or bench first needs them.
 */
export function upstreamBin(name: 'cdk8s' | 'cdktf' | 'tsx'): string {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(folder, 'node_modules', '.installed');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    const { status, stderr } = spawnSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm ci of the upstream CLIs failed: ${stderr}`);
    writeFileSync(stamp, lock);
  }
  return join(folder, 'node_modules', '.bin', name);
}
