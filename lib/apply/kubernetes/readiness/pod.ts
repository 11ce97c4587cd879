import { condition, failed, progressing, type ReadinessOf, ready, words } from './readiness.ts';

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly reason?: string; readonly exitCode?: number; readonly message?: string };
  };
  readonly lastState?: { readonly terminated?: { readonly reason?: string; readonly exitCode?: number } };
}

/** Reasons of waiting containers that a person has to mend. Source: k8s.io/kubernetes pkg/kubelet/images and pkg/kubelet/container/sync_result.go. */
const STUCK: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/** Ready when all containers are; the sentence names the container and why it is not. */
export const pod: ReadinessOf = (object) => {
  const { status } = object;
  const phase = String(status?.phase ?? 'Pending');
  if (phase === 'Succeeded') return ready('it ran to its end');
  const trouble = podTrouble(status);
  if (phase === 'Failed') return failed(trouble ?? String(status?.message ?? status?.reason ?? 'it failed'));
  if (condition(object, 'Ready')?.status === 'True') return ready('it is running');
  const unscheduled = condition(object, 'PodScheduled');
  if (unscheduled?.status === 'False') return progressing(`it can not be scheduled: ${words(unscheduled)}`);
  return progressing(trouble ?? `it is ${phase.toLowerCase()}`);
};

/** Why containers of a pod do not run; undefined when nothing speaks against them. */
export function podTrouble(status: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const containers = ['initContainerStatuses', 'containerStatuses'].flatMap(
    (list) => (status?.[list] as readonly ContainerStatus[] | undefined) ?? [],
  );
  for (const { name, state, lastState, restartCount = 0 } of containers) {
    const { waiting, terminated } = state ?? {};
    const last = terminated ?? lastState?.terminated;
    if (last?.reason === 'OOMKilled') return `container ${name} ran out of memory${times(restartCount)}`;
    if (waiting && STUCK.has(waiting.reason ?? ''))
      return `container ${name}: ${waiting.reason}${waiting.message ? ` (${firstLine(waiting.message)})` : ''}${times(restartCount)}`;
    if (terminated && terminated.exitCode !== 0)
      return `container ${name} ended with ${terminated.exitCode}${terminated.reason ? ` (${terminated.reason})` : ''}`;
  }
  return undefined;
}

function times(restarts: number): string {
  return restarts === 0 ? '' : `, restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}`;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
