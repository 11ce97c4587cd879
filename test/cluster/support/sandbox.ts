import { mkdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { findBinaries } from '../../../lib/sandbox/binaries/find-binary.ts';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/control-plane/up.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Name of the sandbox that this run's cluster tests share. */
    sandbox: string;
  }
}

/** Why there is no real API server on this machine, if there is none. */
export const noSandbox: string | undefined = await findBinaries(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'], {
  build: false,
}).then(
  () => undefined,
  (error: Error) => error.message,
);

/** The sandbox of this run; the first test that asks starts it. */
export async function testSandbox(): Promise<Sandbox> {
  const name = inject('sandbox');
  const lock = join(tmpdir(), `keelson-${name}.lock`);
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      await sleep(100);
    }
  }
  try {
    return await startSandbox({ name, build: false });
  } finally {
    rmdirSync(lock);
  }
}
