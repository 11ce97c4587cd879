/** A version of built-in kinds that a minor version of Kubernetes stopped to serve. */
export interface RemovedApi {
  readonly apiVersion: string;
  readonly kind: string;
  /** First version of Kubernetes, `major.minor`, without it. */
  readonly removedIn: string;
  /** What to write in its place, where the same kind is still served; absent where there is none. */
  readonly replacement?: string;
}

/** `apiVersion`, its kinds, the first version without them, and what serves them since. */
type Row = readonly [apiVersion: string, kinds: string, removedIn: string, replacement?: string];

/*
 * Source: Kubernetes, "Deprecated API Migration Guide", up to 1.32; APILifecycleRemoved and APILifecycleReplacement of kubernetes/api
 * @10b39a39bcee995dfe7cd5e8e7b922be5e46f1e2 (after v0.37.0-beta.0), zz_generated.prerelease-lifecycle.go of each version, which agrees
 * with the guide and goes on to 1.39. Requests that nobody keeps, as a TokenReview, are left out.
 */
// biome-ignore format: one row a line
const ROWS: readonly Row[] = [
  ['extensions/v1beta1', 'NetworkPolicy', '1.16', 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', '1.16', 'apps/v1'],
  ['extensions/v1beta1', 'PodSecurityPolicy', '1.16'],
  ['apps/v1beta1', 'Deployment StatefulSet', '1.16', 'apps/v1'],
  ['apps/v1beta2', 'DaemonSet Deployment ReplicaSet StatefulSet', '1.16', 'apps/v1'],
  ['admissionregistration.k8s.io/v1beta1', 'MutatingWebhookConfiguration ValidatingWebhookConfiguration', '1.22', 'admissionregistration.k8s.io/v1'],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', '1.22', 'apiextensions.k8s.io/v1'],
  ['apiregistration.k8s.io/v1beta1', 'APIService', '1.22', 'apiregistration.k8s.io/v1'],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', '1.22', 'certificates.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', 'Lease', '1.22', 'coordination.k8s.io/v1'],
  ['extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress IngressClass', '1.22', 'networking.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole ClusterRoleBinding Role RoleBinding', '1.22', 'rbac.authorization.k8s.io/v1'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', '1.22', 'scheduling.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', '1.22', 'storage.k8s.io/v1'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', '1.25', 'autoscaling/v2'],
  ['batch/v1beta1', 'CronJob', '1.25', 'batch/v1'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', '1.25', 'discovery.k8s.io/v1'],
  ['events.k8s.io/v1beta1', 'Event', '1.25', 'events.k8s.io/v1'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', '1.25', 'node.k8s.io/v1'],
  ['policy/v1beta1', 'PodDisruptionBudget', '1.25', 'policy/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', '1.25'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.26', 'autoscaling/v2'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema PriorityLevelConfiguration', '1.26', 'flowcontrol.apiserver.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', '1.27', 'storage.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', 'FlowSchema PriorityLevelConfiguration', '1.29', 'flowcontrol.apiserver.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1alpha1', 'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding', '1.32', 'admissionregistration.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema PriorityLevelConfiguration', '1.32', 'flowcontrol.apiserver.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding', '1.34', 'admissionregistration.k8s.io/v1'],
  ['storage.k8s.io/v1alpha1', 'VolumeAttributesClass', '1.35', 'storage.k8s.io/v1'],
  ['certificates.k8s.io/v1alpha1', 'ClusterTrustBundle', '1.37'],
  ['networking.k8s.io/v1beta1', 'IPAddress ServiceCIDR', '1.37', 'networking.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'VolumeAttributesClass', '1.37', 'storage.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1alpha1', 'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding', '1.38', 'admissionregistration.k8s.io/v1'],
  ['coordination.k8s.io/v1alpha2', 'LeaseCandidate', '1.38'],
  ['resource.k8s.io/v1beta1', 'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice', '1.38', 'resource.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', 'LeaseCandidate', '1.39'],
  ['resource.k8s.io/v1alpha3', 'DeviceTaintRule', '1.39'],
  ['resource.k8s.io/v1beta2', 'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice', '1.39', 'resource.k8s.io/v1'],
];

/** Every removed API, the oldest first. */
export const removedApis: readonly RemovedApi[] = ROWS.flatMap(([apiVersion, kinds, removedIn, replacement]) =>
  kinds.split(' ').map((kind) => ({ apiVersion, kind, removedIn, ...(replacement !== undefined && { replacement }) })),
);

const BY_KIND: ReadonlyMap<string, RemovedApi> = new Map(removedApis.map((api) => [`${api.apiVersion}/${api.kind}`, api]));

/**
 * What is known of a kind that a version of Kubernetes does not serve any more; undefined for one that it serves, and for
 * whatever never was built in.
 * @param version `major.minor`
 */
export function findRemovedApi(apiVersion: string, kind: string, version: string): RemovedApi | undefined {
  const found = BY_KIND.get(`${apiVersion}/${kind}`);
  return found && minorOf(found.removedIn) <= minorOf(version) ? found : undefined;
}

/** The minor number of a version of Kubernetes, whose major one is 1; not a number for anything else. */
export function minorOf(version: string): number {
  const minor = /^1\.(\d+)$/.exec(version)?.[1];
  return minor === undefined ? Number.NaN : Number(minor);
}
