import { join } from 'node:path';
import { inject } from 'vitest';
import { findBinaries } from '../../../lib/sandbox/binaries/find-binary.ts';
import { removeSandbox } from '../../../lib/sandbox/control-plane/down.ts';
import { type SandboxReport, type SandboxUpOptions, sandboxUp } from '../../../lib/toolkit/sandbox/up.ts';
import { root } from '../../support/run.ts';
import { noSandbox } from './sandbox.ts';

/** Why there are no simulated nodes on this machine, if there are none. */
export const noNodes: string | undefined =
  noSandbox ??
  (await findBinaries(['kwok'], { build: false }).then(
    () => undefined,
    (error: Error) => error.message,
  ));

/** Whose sandbox with nodes: each is of one test file, which may start and remove it. */
export type NodesOf = 'nodes' | 'examples';

/** Starts a sandbox with nodes, beside the shared one that has none. */
export function nodesSandbox(of: NodesOf, options: SandboxUpOptions = {}): Promise<SandboxReport> {
  // What outlives the test is run as it is built.
  return sandboxUp({ name: nodesName(of), build: false, standIns: join(root, 'dist/sandbox/stand-ins/main.js'), ...options });
}

export function removeNodesSandbox(of: NodesOf): Promise<boolean> {
  return removeSandbox(nodesName(of));
}

function nodesName(of: NodesOf): string {
  return `${inject('sandbox')}-${of}`;
}
