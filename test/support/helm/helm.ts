import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findHelm } from '../../../lib/synth/charts/helm.ts';

const MODULE = import.meta.dirname;
const VERSION = /helm\.sh\/helm\/v4 (v\S+)/.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'))?.[1] ?? 'unknown';
/** A build that is older is of a process that was ended. */
const STALE_MS = 20 * 60_000;

/**
 * The helm program for tests: KEELSON_HELM, else helm of PATH, else one built with Go from the go.mod beside this file and kept in
 * the user's cache. Undefined, with a loud line, where there is neither; KEELSON_HELM is set to it.
 */
export async function helmForTests(): Promise<string | undefined> {
  const helm = findHelm() ?? (await built());
  if (helm !== undefined) process.env.KEELSON_HELM = helm;
  return helm;
}

async function built(): Promise<string | undefined> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'keelson', 'test');
  const helm = join(cache, `helm-${VERSION}`, process.platform === 'win32' ? 'helm.exe' : 'helm');
  if (existsSync(helm)) return helm;
  if (!hasGo()) return skip('there is neither helm in PATH nor Go to build it');
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, `helm-${VERSION}.lock`);
  while (!locked(lock)) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (existsSync(helm)) return helm;
  }
  try {
    if (existsSync(helm)) return helm;
    process.stderr.write(`building helm ${VERSION} with Go, once: one to five minutes\n`);
    const stage = mkdtempSync(join(cache, 'stage-'));
    const file = join(stage, 'helm');
    const argv = ['build', '-trimpath', '-ldflags', '-s -w', '-o', file, 'helm.sh/helm/v4/cmd/helm'];
    await promisify(execFile)('go', argv, { cwd: MODULE, maxBuffer: 1e8 });
    mkdirSync(join(helm, '..'), { recursive: true });
    renameSync(file, helm);
    rmSync(stage, { recursive: true, force: true });
    return helm;
  } catch (error) {
    return skip(`helm can not be built: ${(error as Error).message}`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Test files run in processes of their own; one builds, the others wait. */
function locked(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > STALE_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function skip(reason: string): undefined {
  process.stderr.write(`\n*** SKIPPED: tests that render and fetch charts: ${reason} ***\n\n`);
  return undefined;
}
