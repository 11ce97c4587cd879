import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sandboxFolder } from './cache.ts';
import { SandboxClient } from './client/sandbox-client.ts';
import { isProgramRunning, PROGRAMS, type Program, readState } from './control-plane/state.ts';
import { POOL_LABEL } from './nodes/pool-nodes.ts';
import { readProcess } from './processes/process-file.ts';
import type { FailureRules } from './stages/failures.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A sandbox as it is now. */
export interface SandboxStatus {
  readonly name: string;
  /** Whether every program of it runs. */
  readonly running: boolean;
  readonly kubeconfig: string;
  readonly server: string;
  readonly programs: readonly ProgramStatus[];
  /** Pods that fail on demand: how, by `<namespace>/<name>`. */
  readonly failures: FailureRules;
  /** Nodes by pool; absent when the API server does not answer. */
  readonly pools?: readonly { readonly pool: string; readonly nodes: number; readonly ready: number }[];
  /** Pods by namespace; absent when the API server does not answer. */
  readonly pods?: readonly { readonly namespace: string; readonly pods: number; readonly ready: number }[];
}

export interface ProgramStatus {
  readonly name: Program;
  readonly state: 'running' | 'ended';
  readonly pid?: number;
  readonly log: string;
}

/** Names of the sandboxes of this user, running or not. */
export function listSandboxes(environment?: Environment): string[] {
  const folder = dirname(sandboxFolder('any', environment));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => readState(join(folder, name)) !== undefined)
    .sort();
}

/** How a sandbox is; undefined when there is none of this name. */
export async function sandboxStatus(name: string, environment?: Environment): Promise<SandboxStatus | undefined> {
  const folder = sandboxFolder(name, environment);
  const state = readState(folder);
  if (!state) return undefined;
  const programs = PROGRAMS.filter((program) => state.programs.includes(program)).map((program): ProgramStatus => {
    const runs = isProgramRunning(folder, program);
    const pid = readProcess(folder, program)?.pid;
    return {
      name: program,
      state: runs ? 'running' : 'ended',
      ...(runs && pid !== undefined && { pid }),
      log: join(folder, `${program}.log`),
    };
  });
  return {
    name,
    running: programs.every((program) => program.state === 'running'),
    kubeconfig: join(folder, 'kubeconfig'),
    server: `https://127.0.0.1:${state.apiPort}`,
    programs,
    failures: state.failures ?? {},
    ...(isProgramRunning(folder, 'kube-apiserver') && (await contents(folder))),
  };
}

interface Listed {
  readonly metadata: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

async function contents(folder: string): Promise<Pick<SandboxStatus, 'pools' | 'pods'>> {
  try {
    const client = new SandboxClient(folder);
    try {
      const [nodes, pods] = (await Promise.all([client.done('GET', '/api/v1/nodes'), client.done('GET', '/api/v1/pods')])) as [
        { readonly items: readonly Listed[] },
        { readonly items: readonly Listed[] },
      ];
      return {
        pools: counted(nodes.items, (node) => node.metadata.labels?.[POOL_LABEL] ?? '').map(([pool, all, ready]) => ({
          pool,
          nodes: all,
          ready,
        })),
        pods: counted(pods.items, (pod) => pod.metadata.namespace ?? '').map(([namespace, all, ready]) => ({
          namespace,
          pods: all,
          ready,
        })),
      };
    } finally {
      client.close();
    }
  } catch {
    return {};
  }
}

/** Numbers of all and of ready objects by a name, sorted. */
function counted(items: readonly Listed[], nameOf: (item: Listed) => string): [string, number, number][] {
  const counts = new Map<string, [number, number]>();
  for (const item of items) {
    const count = counts.get(nameOf(item)) ?? [0, 0];
    count[0]++;
    if (item.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) count[1]++;
    counts.set(nameOf(item), count);
  }
  return [...counts].map(([name, [all, ready]]): [string, number, number] => [name, all, ready]).sort(([a], [b]) => (a < b ? -1 : 1));
}
