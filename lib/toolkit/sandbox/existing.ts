import { KeelsonError } from '../../core/errors.ts';
import { removeSandbox } from '../../sandbox/control-plane/down.ts';
import { listSandboxes, type SandboxStatus, sandboxStatus } from '../../sandbox/status.ts';
import { nameOption } from '../apply/target.ts';

export type { SandboxStatus } from '../../sandbox/status.ts';

const DEFAULT = 'default';

/** Ends a sandbox and removes everything of it, also after a crash. Throws KS8103 when there is none. */
export async function sandboxDown(name: string = DEFAULT): Promise<void> {
  if (!(await removeSandbox(name))) throw absent(name);
}

/** How one sandbox is, or all of this user. Throws KS8103 for a name that there is not. */
export async function sandboxStatuses(name?: string): Promise<readonly SandboxStatus[]> {
  if (name === undefined) return (await Promise.all(listSandboxes().map((one) => sandboxStatus(one)))).flatMap((one) => one ?? []);
  const status = await sandboxStatus(name);
  if (!status) throw absent(name);
  return [status];
}

/** Path of the kubeconfig of a sandbox. Throws KS8103 when there is none. */
export async function sandboxKubeconfig(name: string = DEFAULT): Promise<string> {
  const status = await sandboxStatus(name);
  if (!status) throw absent(name);
  return status.kubeconfig;
}

function absent(name: string): KeelsonError {
  const others = listSandboxes();
  return new KeelsonError('KS8103', {
    message: `there is no sandbox ${JSON.stringify(name)}${others.length > 0 ? `; there is ${others.join(', ')}` : ''}`,
    fix: `${others.length > 0 ? 'name it with --name, or start this one' : 'start it'}: keelson sandbox up${nameOption(name)}`,
  });
}
