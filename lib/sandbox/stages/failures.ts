/** Label or annotation of a pod that makes it fail in a sandbox. */
export const FAILURE_KEY = 'keelson.dev/sandbox-failure';

/** How a pod can fail. */
export const FAILURES = ['image-pull', 'crash-loop', 'out-of-memory', 'never-ready'] as const;
export type Failure = (typeof FAILURES)[number];

interface FailureState {
  readonly phase: 'Pending' | 'Running';
  /** Restarts of each container. */
  readonly restarts: number;
  /** `state` and `lastState` of each container, as a template. */
  readonly container: string;
}

const BACK_OFF = `state:
    waiting:
      reason: CrashLoopBackOff
      message: {{ printf "back-off 5m0s restarting failed container=%s" .name | Quote }}
  lastState:
    terminated:`;

/** What a kubelet tells of such a pod. Source: k8s.io/kubernetes v1.36.2 pkg/kubelet/images/types.go, pkg/kubelet/container/sync_result.go. */
const STATES: Readonly<Record<Failure, FailureState>> = {
  'image-pull': {
    phase: 'Pending',
    restarts: 0,
    container: `state:
    waiting:
      reason: ImagePullBackOff
      message: {{ printf "Back-off pulling image \\"%s\\"" .image | Quote }}`,
  },
  'crash-loop': {
    phase: 'Running',
    restarts: 5,
    container: `${BACK_OFF}
      exitCode: 1
      reason: Error
      startedAt: {{ $now | Quote }}
      finishedAt: {{ $now | Quote }}`,
  },
  'out-of-memory': {
    phase: 'Running',
    restarts: 5,
    container: `${BACK_OFF}
      exitCode: 137
      reason: OOMKilled
      startedAt: {{ $now | Quote }}
      finishedAt: {{ $now | Quote }}`,
  },
  'never-ready': {
    phase: 'Running',
    restarts: 0,
    container: `started: true
  state:
    running:
      startedAt: {{ $now | Quote }}`,
  },
};

/** A stage that pods with the key go to instead of becoming ready; they leave it when the key is gone. */
export function failureStage(failure: Failure, kind: 'labels' | 'annotations'): object {
  const key = `.metadata.${kind}["${FAILURE_KEY}"]`;
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: `pod-${failure}-by-${kind}` },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: {
        matchExpressions: [
          { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
          { key: '.status.phase', operator: 'In', values: ['Pending'] },
          { key: '.status.containerStatuses', operator: 'DoesNotExist' },
          { key, operator: 'In', values: [failure] },
        ],
      },
      next: { statusTemplate: template(STATES[failure]) },
    },
  };
}

function template({ phase, restarts, container }: FailureState): string {
  return `{{ $now := Now }}
conditions:
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  type: Initialized
- lastTransitionTime: {{ $now | Quote }}
  status: "False"
  reason: ContainersNotReady
  message: {{ printf "containers with unready status: [%s]" ( index .spec.containers 0 ).name | Quote }}
  type: Ready
- lastTransitionTime: {{ $now | Quote }}
  status: "False"
  reason: ContainersNotReady
  type: ContainersReady
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  imageID: ""
  name: {{ .name | Quote }}
  ready: false
  restartCount: ${restarts}
  ${container}
{{ end }}
phase: ${phase}
startTime: {{ $now | Quote }}
`;
}
