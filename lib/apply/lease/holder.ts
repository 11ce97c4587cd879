import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** A pod as its cluster knows it. A name is given again, a UID never. */
export interface PodIdentity {
  /** UID of kube-system of the cluster that it runs in. */
  readonly clusterUid: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Name of its node. @default - it was not told */
  readonly node?: string | undefined;
}

/**
 * Who applies. A host name and a process id alone prove nothing: containers share both. On Linux a process is known by the boot of its
 * kernel, its namespace of process ids, its id and when it started.
 */
export interface Holder {
  /** Made up for this very run. */
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** `/proc/sys/kernel/random/boot_id`. @default - the system does not tell */
  readonly bootId?: string | undefined;
  /** `/proc/self/ns/pid`. @default - the system does not tell */
  readonly pidNamespace?: string | undefined;
  /** Clock ticks after the boot at which the process started (proc_pid_stat(5), field 22). @default - the system does not tell */
  readonly startTime?: string | undefined;
  /** @default - it is not in a pod, or was not told which */
  readonly pod?: PodIdentity | undefined;
}

const podSchema = z.object({
  clusterUid: z.string(),
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  node: z.string().optional(),
});

/** As it stands in a store. */
export const holderSchema = z.object({
  token: z.string(),
  host: z.string(),
  pid: z.int(),
  bootId: z.string().optional(),
  pidNamespace: z.string().optional(),
  startTime: z.string().optional(),
  pod: podSchema.optional(),
});

/** This process. */
export function thisProcess(pod?: PodIdentity): Holder {
  const startTime = startTimeOf(process.pid);
  const [bootId, pidNamespace] = [bootIdNow(), pidNamespaceNow()];
  return {
    token: randomUUID(),
    host: hostname(),
    pid: process.pid,
    ...(bootId !== undefined && { bootId }),
    ...(pidNamespace !== undefined && { pidNamespace }),
    ...(startTime !== undefined && { startTime }),
    ...(pod && { pod }),
  };
}

/** Whether a process is seen from here, and is not there any more. Of one that is elsewhere nothing is known. */
export function isProvablyGone({ pid, bootId, pidNamespace, startTime }: Holder): boolean {
  if (bootId === undefined || pidNamespace === undefined || startTime === undefined) return false;
  if (bootId !== bootIdNow() || pidNamespace !== pidNamespaceNow()) return false;
  return startTimeOf(pid) !== startTime;
}

/** When a process of this machine started; undefined for one that is not there, or has ended and not been waited for. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, also a parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** A holder for a person: `pod keelson/applier-0`, `process 812 of build-7`. */
export function holderText({ pod, pid, host }: Holder): string {
  return pod ? `pod ${pod.namespace}/${pod.name} (${pod.uid})` : `process ${pid} of ${host}`;
}

function bootIdNow(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined;
  }
}

function pidNamespaceNow(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}
