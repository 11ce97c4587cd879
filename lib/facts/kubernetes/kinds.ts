/** Whether the objects of a kind live in a namespace. */
export type KindScope = 'Namespaced' | 'Cluster';

/** A kind that the API server of Kubernetes 1.36 serves without a definition. */
export interface BuiltinKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the resource in URLs, RBAC rules and `kubectl`, such as `deployments`. */
  readonly plural: string;
  readonly scope: KindScope;
  /** False for a request that the server answers and does not keep, such as a TokenReview: it can't stand in a repository. */
  readonly stored: boolean;
}

/*
 * Source: kube-apiserver v1.36.2, GET /openapi/v3 (x-kubernetes-group-version-kind), which is the default set of served
 * versions; scope: NamespaceScoped() of each strategy in k8s.io/kubernetes v1.36.2, pkg/registry.
 */
const NAMESPACED: Readonly<Record<string, string>> = {
  v1: 'ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
  'apps/v1': 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  'autoscaling/v1': 'HorizontalPodAutoscaler',
  'autoscaling/v2': 'HorizontalPodAutoscaler',
  'batch/v1': 'CronJob Job',
  'coordination.k8s.io/v1': 'Lease',
  'discovery.k8s.io/v1': 'EndpointSlice',
  'events.k8s.io/v1': 'Event',
  'networking.k8s.io/v1': 'Ingress NetworkPolicy',
  'policy/v1': 'PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1': 'Role RoleBinding',
  'resource.k8s.io/v1': 'ResourceClaim ResourceClaimTemplate',
  'storage.k8s.io/v1': 'CSIStorageCapacity',
};
const CLUSTER: Readonly<Record<string, string>> = {
  v1: 'ComponentStatus Namespace Node PersistentVolume',
  'admissionregistration.k8s.io/v1':
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1': 'CustomResourceDefinition',
  'apiregistration.k8s.io/v1': 'APIService',
  'certificates.k8s.io/v1': 'CertificateSigningRequest',
  'flowcontrol.apiserver.k8s.io/v1': 'FlowSchema PriorityLevelConfiguration',
  'networking.k8s.io/v1': 'IPAddress IngressClass ServiceCIDR',
  'node.k8s.io/v1': 'RuntimeClass',
  'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding',
  'resource.k8s.io/v1': 'DeviceClass ResourceSlice',
  'scheduling.k8s.io/v1': 'PriorityClass',
  'storage.k8s.io/v1': 'CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass',
};
const NAMESPACED_REQUESTS: Readonly<Record<string, string>> = {
  v1: 'Binding',
  'authentication.k8s.io/v1': 'TokenRequest',
  'authorization.k8s.io/v1': 'LocalSubjectAccessReview',
  'autoscaling/v1': 'Scale',
  'policy/v1': 'Eviction',
};
const CLUSTER_REQUESTS: Readonly<Record<string, string>> = {
  'authentication.k8s.io/v1': 'SelfSubjectReview TokenReview',
  'authorization.k8s.io/v1': 'SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
};

const KINDS: ReadonlyMap<string, BuiltinKind> = new Map(
  [
    ...rows(NAMESPACED, 'Namespaced', true),
    ...rows(CLUSTER, 'Cluster', true),
    ...rows(NAMESPACED_REQUESTS, 'Namespaced', false),
    ...rows(CLUSTER_REQUESTS, 'Cluster', false),
  ].map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]),
);

/** Every built-in kind. */
export const builtinKinds: readonly BuiltinKind[] = [...KINDS.values()];

/** The built-in kind of an API version, such as `apps/v1` and `Deployment`; undefined for a custom resource or a misspelt kind. */
export function findBuiltinKind(apiVersion: string, kind: string): BuiltinKind | undefined {
  return KINDS.get(`${apiVersion}/${kind}`);
}

/** Whether objects of a built-in kind have no namespace; undefined for a kind that is not built in. */
export function isClusterScoped(apiVersion: string, kind: string): boolean | undefined {
  const found = findBuiltinKind(apiVersion, kind);
  return found && found.scope === 'Cluster';
}

function rows(table: Readonly<Record<string, string>>, scope: KindScope, stored: boolean): BuiltinKind[] {
  return Object.entries(table).flatMap(([apiVersion, kinds]) =>
    kinds.split(' ').map((kind) => ({ apiVersion, kind, plural: pluralOf(kind), scope, stored })),
  );
}

/** The regular plural of the API server's own kinds; `Endpoints` is the one that is its own plural. */
function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular === 'endpoints') return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
