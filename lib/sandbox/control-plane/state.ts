import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, readProcess } from '../processes/process-file.ts';
import type { FailureRules } from '../stages/failures.ts';
import type { Places } from './flags.ts';

/** Programs of a sandbox, in the order in which they start. */
export const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok', 'stand-ins'] as const;
export type Program = (typeof PROGRAMS)[number];

/** What is written down of a sandbox. */
export interface SandboxState extends Places {
  readonly name: string;
  readonly programs: readonly Program[];
  readonly webhooks: boolean;
  /** Pods that fail. @default - none but those that say so themselves */
  readonly failures?: FailureRules;
}

/** A sandbox that was started. */
export interface Sandbox {
  readonly name: string;
  readonly folder: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Path of the kubeconfig of a user without any right. */
  readonly guestKubeconfig: string;
  readonly apiPort: number;
}

export function writeState(state: SandboxState): void {
  writeFileSync(join(state.folder, 'sandbox.json'), `${JSON.stringify(state)}\n`);
}

/** The sandbox of a folder, running or not. */
export function readState(folder: string): SandboxState | undefined {
  const file = join(folder, 'sandbox.json');
  if (!existsSync(file)) return undefined;
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as SandboxState;
    return Array.isArray(state.programs) && state.folder === folder ? state : undefined;
  } catch {
    return undefined;
  }
}

export function isProgramRunning(folder: string, program: Program): boolean {
  const started = readProcess(folder, program);
  return started !== undefined && isRunning(started);
}

/** The sandbox of this name, if all its programs run. */
export function runningSandbox(name: string, folder: string): Sandbox | undefined {
  const state = readState(folder);
  if (!state || !existsSync(join(folder, 'kubeconfig'))) return undefined;
  return state.programs.every((program) => isProgramRunning(folder, program)) ? describe(name, state) : undefined;
}

export function describe(name: string, { folder, apiPort }: Places): Sandbox {
  return { name, folder, apiPort, kubeconfig: join(folder, 'kubeconfig'), guestKubeconfig: join(folder, 'guest.kubeconfig') };
}
