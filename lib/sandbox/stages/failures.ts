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

/** Pods that fail without saying so themselves: how, by `<namespace>/<name>` of their workload, of themselves, or in app.kubernetes.io/name. */
export type FailureRules = Readonly<Record<string, Failure>>;

const KEY = JSON.stringify(FAILURE_KEY);

/** Names that a pod goes by, as a jq expression: its label, its own, that of its controller, and of the Deployment behind a ReplicaSet. */
const NAMES =
  '(.metadata.labels["pod-template-hash"] // "") as $hash' +
  ' | [(.metadata.ownerReferences // [])[] | select(.controller) | .name] as $owners' +
  ' | [.metadata.labels["app.kubernetes.io/name"] // "", .metadata.name // ""] + $owners + [$owners[] | rtrimstr("-" + $hash)]';

/** How a pod shall fail, as a jq expression for a stage: a {@link Failure}, or `none`. What the pod says goes before the rules. */
export function failureOf(rules: FailureRules): string {
  const rule = `(${JSON.stringify(rules)} as $rules | (.metadata.namespace + "/") as $in | ${NAMES} | [.[] | $rules[$in + .] // empty][0])`;
  return `.metadata.labels[${KEY}] // .metadata.annotations[${KEY}] // ${rule} // "none"`;
}

/** A pod, as far as it has names. */
export interface NamedPod {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly controller?: boolean; readonly name: string }[];
  };
}

/** The same names in JavaScript, to tell which rules are about no pod. */
export function namesOf({ metadata: { name, labels = {}, ownerReferences = [] } }: NamedPod): ReadonlySet<string> {
  const owners = ownerReferences.filter(({ controller }) => controller).map((owner) => owner.name);
  const end = `-${labels['pod-template-hash'] ?? ''}`;
  const deployments = owners.map((owner) => (owner.endsWith(end) ? owner.slice(0, -end.length) : owner));
  return new Set([labels['app.kubernetes.io/name'] ?? '', name, ...owners, ...deployments].filter((one) => one !== ''));
}

/** Why a pod is not ready: those that fail here have a reason. */
const READY_REASON = '[.status.conditions[]? | select(.type == "Ready" and .status == "False")][0].reason // ""';
const NOT_READY = 'ContainersNotReady';

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Expressions that hold for pods which are well: those that failed here have a stage of their own. */
export function isWell(rules: FailureRules): Expression[] {
  return [
    { key: failureOf(rules), operator: 'In', values: ['none'] },
    { key: READY_REASON, operator: 'NotIn', values: [NOT_READY] },
  ];
}

/** A stage that pods which shall fail go to, whether they are starting or were ready. */
export function failureStage(failure: Failure, rules: FailureRules): object {
  const selected = [
    { key: '.status.phase', operator: 'In', values: ['Pending', 'Running'] },
    { key: READY_REASON, operator: 'NotIn', values: [NOT_READY] },
    { key: failureOf(rules), operator: 'In', values: [failure] },
  ];
  return stage(`pod-${failure}`, selected, template(STATES[failure]));
}

/** A stage that pods go to which failed here and shall no more. */
export function recoveredStage(rules: FailureRules): object {
  const selected = [
    { key: READY_REASON, operator: 'In', values: [NOT_READY] },
    { key: failureOf(rules), operator: 'In', values: ['none'] },
  ];
  return stage('pod-recovered', selected, RECOVERED);
}

function stage(name: string, selected: readonly Expression[], statusTemplate: string): object {
  const matchExpressions = [{ key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' }, ...selected];
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef: { apiGroup: 'v1', kind: 'Pod' }, selector: { matchExpressions }, next: { statusTemplate } },
  };
}

/** As KWOK's own stage of ready pods, but that a pod keeps the address that it has. */
const RECOVERED = `{{ $now := Now }}
conditions:
{{ range $type := (list "Ready" "ContainersReady") }}
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  reason: ""
  message: ""
  type: {{ $type }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  imageID: ""
  name: {{ .name | Quote }}
  ready: true
  restartCount: 0
  started: true
  state:
    running:
      startedAt: {{ $now | Quote }}
{{ end }}
{{ if not .status.podIP }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ end }}
phase: Running
`;

function template({ phase, restarts, container }: FailureState): string {
  return `{{ $now := Now }}
conditions:
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  type: Initialized
- lastTransitionTime: {{ $now | Quote }}
  status: "False"
  reason: ${NOT_READY}
  message: {{ printf "containers with unready status: [%s]" ( index .spec.containers 0 ).name | Quote }}
  type: Ready
- lastTransitionTime: {{ $now | Quote }}
  status: "False"
  reason: ${NOT_READY}
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
