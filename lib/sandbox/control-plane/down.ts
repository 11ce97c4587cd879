import { existsSync, rmSync } from 'node:fs';
import { checkSandboxName, sandboxFolder } from '../cache.ts';
import { readProcess } from '../processes/process-file.ts';
import { stopProcess } from '../processes/start-process.ts';
import { locked } from './lock.ts';
import { isProgramRunning } from './state.ts';

/** What ends together, and then what it needs: an API server without its etcd hangs. */
const ORDER = [['stand-ins', 'kwok', 'kube-scheduler', 'kube-controller-manager'], ['kube-apiserver'], ['etcd']] as const;

/** Ends the programs of a sandbox, also after a crash, and keeps its data and logs. Throws KS8104. */
export async function stopSandbox(name: string, environment?: Readonly<Record<string, string | undefined>>): Promise<void> {
  checkSandboxName(name);
  const folder = sandboxFolder(name, environment);
  for (const programs of ORDER) {
    const started = programs.flatMap((program) => readProcess(folder, program) ?? []);
    // Without etcd an API server can not end in order.
    const graceMs = isProgramRunning(folder, 'etcd') ? undefined : 0;
    await Promise.all(started.map((one) => stopProcess(one, graceMs)));
  }
}

/** Ends a sandbox and removes everything of it, once nobody else starts or removes it. Throws KS8104, KS8106. @returns whether there was one */
export async function removeSandbox(name: string, environment?: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  checkSandboxName(name);
  const folder = sandboxFolder(name, environment);
  if (!existsSync(folder)) return false;
  return locked(folder, name, async () => {
    if (!existsSync(folder)) return false;
    await stopSandbox(name, environment);
    rmSync(folder, { recursive: true, force: true });
    return true;
  });
}
