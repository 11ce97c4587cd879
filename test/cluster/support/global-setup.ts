import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive } from '../../../lib/assembly/is-alive.ts';
import { sandboxFolder } from '../../../lib/sandbox/cache.ts';
import { removeSandbox } from '../../../lib/sandbox/control-plane/down.ts';

const name = `test-${process.pid}`;

/** Names the sandbox of this run, which the first test that needs it starts, and removes those of runs that were killed. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('sandbox', name);
  const folder = dirname(sandboxFolder(name));
  const others = existsSync(folder) ? readdirSync(folder).filter((other) => /^test-\d+(?:-\w+)?$/.test(other)) : [];
  for (const other of others) if (!isAlive(Number.parseInt(other.slice('test-'.length), 10))) await removeSandbox(other);
}

/** Removes it, if it was started. */
export async function teardown(): Promise<void> {
  rmSync(join(tmpdir(), `keelson-state-${process.pid}`), { recursive: true, force: true });
  await Promise.all(['', '-own', '-nodes', '-examples', '-removal'].map((suffix) => removeSandbox(`${name}${suffix}`)));
}
