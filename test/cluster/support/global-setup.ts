import type { TestProject } from 'vitest/node';
import { removeSandbox } from '../../../lib/sandbox/control-plane/down.ts';

const name = `test-${process.pid}`;

/** Names the sandbox of this run; the first test that needs it starts it. */
export function setup(project: TestProject): void {
  project.provide('sandbox', name);
}

/** Removes it, if it was started. */
export async function teardown(): Promise<void> {
  await removeSandbox(name);
}
