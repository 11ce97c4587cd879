import { apiGroup } from '../../core/api-version.ts';

/** Fields of a kind that the API server refuses to change. */
export interface ImmutableFields {
  /** JSON pointers; `*` stands for any key or index. What is below such a field is immutable too. */
  readonly fields: readonly string[];
  /** Fields below those that may change all the same. */
  readonly except?: readonly string[];
  /** They can't be changed only in such an object; without it, the rule holds for all. */
  readonly when?: (object: Readonly<Record<string, unknown>>) => boolean;
  /** File of k8s.io/kubernetes v1.36.2 under pkg/apis, unless another project is named. */
  readonly source: string;
}

type Content = Readonly<Record<string, unknown>>;
const isImmutableContent = (object: Content): boolean => object.immutable === true;
const isNotIndexedJob = (object: Content): boolean => (object.spec as Content | undefined)?.completionMode !== 'Indexed';
const isLoadBalancer = (object: Content): boolean => (object.spec as Content | undefined)?.type === 'LoadBalancer';
const isNotExternalName = (object: Content): boolean => (object.spec as Content | undefined)?.type !== 'ExternalName';

const isNotSuspended = (object: Content): boolean => (object.spec as Content | undefined)?.suspend !== true;

const hasTopology = (object: Content): boolean => (object.spec as Content | undefined)?.topologyName !== undefined;

/** What Kueue may change of the pods of a suspended JobSet. */
const JOBSET_POD_FIELDS = ['metadata/annotations', 'metadata/labels', 'spec/nodeSelector', 'spec/tolerations', 'spec/schedulingGates'].map(
  (field) => `/spec/replicatedJobs/*/template/spec/template/${field}`,
);

/** What identifies any object: another value is another object. */
const IDENTITY: ImmutableFields = {
  fields: ['/apiVersion', '/kind', '/metadata/name', '/metadata/namespace'],
  source: 'ValidateObjectMetaAccessorUpdate in k8s.io/apimachinery v0.36.2 pkg/api/validation/objectmeta.go',
};

/** Immutable fields by `group/Kind`, with an empty group for the core one. */
export const immutableFields: Readonly<Record<string, readonly ImmutableFields[]>> = {
  '/ConfigMap': [
    {
      fields: ['/immutable', '/data', '/binaryData'],
      when: isImmutableContent,
      source: 'core/validation/validation.go ValidateConfigMapUpdate',
    },
  ],
  '/Secret': [
    { fields: ['/type'], source: 'core/validation/validation.go ValidateSecretUpdate' },
    {
      fields: ['/immutable', '/data', '/stringData'],
      when: isImmutableContent,
      source: 'core/validation/validation.go ValidateSecretUpdate',
    },
  ],
  '/PersistentVolume': [
    {
      fields: ['/spec/*'],
      // PersistentVolumeSource is inlined: every field of spec that is not one of these is a source, or volumeMode.
      except: [
        'accessModes',
        'capacity',
        'claimRef',
        'mountOptions',
        'nodeAffinity',
        'persistentVolumeReclaimPolicy',
        'storageClassName',
        'volumeAttributesClassName',
      ].map((field) => `/spec/${field}`),
      source: 'core/validation/validation.go ValidatePersistentVolumeUpdate',
    },
  ],
  '/PersistentVolumeClaim': [
    {
      fields: ['/spec'],
      except: ['/spec/resources/requests/storage', '/spec/volumeAttributesClassName'],
      source: 'core/validation/validation.go ValidatePersistentVolumeClaimUpdate',
    },
  ],
  '/Pod': [
    {
      fields: ['/spec'],
      except: [
        '/spec/containers/*/image',
        '/spec/initContainers/*/image',
        '/spec/activeDeadlineSeconds',
        '/spec/tolerations',
        '/spec/schedulingGates',
      ],
      source: 'core/validation/validation.go ValidatePodUpdate',
    },
  ],
  '/ResourceQuota': [{ fields: ['/spec/scopes'], source: 'core/validation/validation.go ValidateResourceQuotaUpdate' }],
  '/Service': [
    {
      fields: ['/spec/clusterIP', '/spec/clusterIPs/0', '/spec/ipFamilies/0'],
      when: isNotExternalName,
      source: 'core/validation/validation.go ValidateServiceUpdate',
    },
    {
      fields: ['/spec/loadBalancerClass', '/spec/healthCheckNodePort'],
      when: isLoadBalancer,
      source: 'core/validation/validation.go ValidateServiceUpdate',
    },
  ],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    {
      fields: ['/spec/group', '/spec/scope', '/spec/names/plural', '/spec/names/kind'],
      source: 'k8s.io/apiextensions-apiserver v0.36.2 pkg/apis/apiextensions/validation/validation.go',
    },
  ],
  'apps/ControllerRevision': [{ fields: ['/data'], source: 'apps/validation/validation.go ValidateControllerRevisionUpdate' }],
  'apps/DaemonSet': [{ fields: ['/spec/selector'], source: 'apps/validation/validation.go ValidateDaemonSetSpecUpdate' }],
  'apps/Deployment': [{ fields: ['/spec/selector'], source: 'apps/validation/validation.go ValidateDeploymentUpdate' }],
  'apps/ReplicaSet': [{ fields: ['/spec/selector'], source: 'apps/validation/validation.go ValidateReplicaSetUpdate' }],
  'apps/StatefulSet': [
    {
      fields: ['/spec'],
      except: [
        'replicas',
        'ordinals',
        'template',
        'updateStrategy',
        'revisionHistoryLimit',
        'persistentVolumeClaimRetentionPolicy',
        'minReadySeconds',
      ].map((field) => `/spec/${field}`),
      source: 'apps/validation/validation.go ValidateStatefulSetUpdate',
    },
  ],
  'batch/Job': [
    {
      fields: ['selector', 'template', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'].map(
        (field) => `/spec/${field}`,
      ),
      source: 'batch/validation/validation.go ValidateJobSpecUpdate',
    },
    { fields: ['/spec/completions'], when: isNotIndexedJob, source: 'batch/validation/validation.go validateCompletions' },
  ],
  'certificates.k8s.io/CertificateSigningRequest': [
    { fields: ['/spec'], source: 'pkg/registry/certificates/certificates/strategy.go PrepareForUpdate' },
  ],
  'discovery.k8s.io/EndpointSlice': [
    { fields: ['/addressType'], source: 'discovery/validation/validation.go ValidateEndpointSliceUpdate' },
  ],
  'networking.k8s.io/IPAddress': [{ fields: ['/spec/parentRef'], source: 'networking/validation/validation.go ValidateIPAddressUpdate' }],
  'networking.k8s.io/IngressClass': [
    { fields: ['/spec/controller'], source: 'networking/validation/validation.go ValidateIngressClassUpdate' },
  ],
  'networking.k8s.io/ServiceCIDR': [{ fields: ['/spec/cidrs/0'], source: 'networking/validation/validation.go ValidateServiceCIDRUpdate' }],
  'node.k8s.io/RuntimeClass': [{ fields: ['/handler'], source: 'node/validation/validation.go ValidateRuntimeClassUpdate' }],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [
    { fields: ['/roleRef'], source: 'rbac/validation/validation.go ValidateClusterRoleBindingUpdate' },
  ],
  'rbac.authorization.k8s.io/RoleBinding': [{ fields: ['/roleRef'], source: 'rbac/validation/validation.go ValidateRoleBindingUpdate' }],
  'resource.k8s.io/ResourceClaim': [{ fields: ['/spec'], source: 'resource/validation/validation.go ValidateResourceClaimUpdate' }],
  'resource.k8s.io/ResourceClaimTemplate': [
    { fields: ['/spec'], source: 'resource/validation/validation.go ValidateResourceClaimTemplateUpdate' },
  ],
  'resource.k8s.io/ResourceSlice': [
    {
      fields: ['/spec/driver', '/spec/nodeName', '/spec/pool/name'],
      source: 'resource/validation/validation.go validateResourceSliceSpec',
    },
  ],
  'scheduling.k8s.io/PriorityClass': [
    { fields: ['/value', '/preemptionPolicy'], source: 'scheduling/validation/validation.go ValidatePriorityClassUpdate' },
  ],
  'storage.k8s.io/CSIDriver': [
    { fields: ['/spec/attachRequired', '/spec/volumeLifecycleModes'], source: 'storage/validation/validation.go ValidateCSIDriverUpdate' },
  ],
  'storage.k8s.io/CSIStorageCapacity': [
    { fields: ['/nodeTopology', '/storageClassName'], source: 'storage/validation/validation.go ValidateCSIStorageCapacityUpdate' },
  ],
  'storage.k8s.io/StorageClass': [
    {
      fields: ['/parameters', '/provisioner', '/reclaimPolicy', '/volumeBindingMode'],
      source: 'storage/validation/validation.go ValidateStorageClassUpdate',
    },
  ],
  'storage.k8s.io/VolumeAttachment': [{ fields: ['/spec'], source: 'storage/validation/validation.go ValidateVolumeAttachmentUpdate' }],
  'storage.k8s.io/VolumeAttributesClass': [
    { fields: ['/driverName', '/parameters'], source: 'storage/validation/validation.go ValidateVolumeAttributesClassUpdate' },
  ],
  'argoproj.io/Rollout': [{ fields: ['/spec/selector'], source: 'argoproj/argo-rollouts, x-kubernetes-validations of its definition' }],
  'jobset.x-k8s.io/JobSet': [
    {
      fields: ['failurePolicy', 'network', 'startupPolicy', 'successPolicy', 'volumeClaimPolicies'].map((field) => `/spec/${field}`),
      source: 'kubernetes-sigs/jobset v0.12.0, x-kubernetes-validations of its definition',
    },
    {
      fields: ['/spec/replicatedJobs', '/spec/managedBy'],
      except: JOBSET_POD_FIELDS,
      source: 'kubernetes-sigs/jobset v0.12.0 pkg/webhooks/jobset_webhook.go ValidateUpdate',
    },
    {
      fields: JOBSET_POD_FIELDS,
      when: isNotSuspended,
      source: 'kubernetes-sigs/jobset v0.12.0 pkg/webhooks/jobset_webhook.go ValidateUpdate',
    },
  ],
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': [
    {
      fields: ['/spec/leaderWorkerTemplate/subGroupPolicy/subGroupSize'],
      source: 'kubernetes-sigs/lws v0.10.0 pkg/webhooks/leaderworkerset_webhook.go ValidateUpdate',
    },
  ],
  'karpenter.sh/NodePool': [
    {
      fields: ['/spec/template/spec/nodeClassRef/group', '/spec/template/spec/nodeClassRef/kind'],
      source: 'kubernetes-sigs/karpenter, x-kubernetes-validations of its definition',
    },
  ],
  'kueue.x-k8s.io/AdmissionCheck': [
    { fields: ['/spec/controllerName'], source: 'kubernetes-sigs/kueue, x-kubernetes-validations of its definition' },
  ],
  'kueue.x-k8s.io/LocalQueue': [
    { fields: ['/spec/clusterQueue'], source: 'kubernetes-sigs/kueue, x-kubernetes-validations of its definition' },
  ],
  'kueue.x-k8s.io/Topology': [{ fields: ['/spec/levels'], source: 'kubernetes-sigs/kueue, x-kubernetes-validations of its definition' }],
  'kueue.x-k8s.io/ResourceFlavor': [
    {
      fields: ['/spec/nodeLabels', '/spec/tolerations', '/spec/topologyName'],
      when: hasTopology,
      source: 'kubernetes-sigs/kueue, x-kubernetes-validations of its definition',
    },
  ],
  'nvidia.com/NVIDIADriver': [
    { fields: ['/spec/driverType', '/spec/usePrecompiled'], source: 'NVIDIA/gpu-operator, x-kubernetes-validations of its definition' },
  ],
  'resource.nvidia.com/ComputeDomain': [
    { fields: ['/spec'], source: 'NVIDIA/k8s-dra-driver-gpu, x-kubernetes-validations of its definition' },
  ],
  'serving.kserve.io/LocalModelCache': [
    { fields: ['/spec/sourceModelUri'], source: 'kserve/kserve, x-kubernetes-validations of its definition' },
  ],
  'trainer.kubeflow.org/TrainJob': [
    {
      fields: ['activeDeadlineSeconds', 'initializer', 'managedBy', 'runtimeRef', 'trainer'].map((field) => `/spec/${field}`),
      source: 'kubeflow/trainer, x-kubernetes-validations of its definition',
    },
  ],
  ...Object.fromEntries(
    [
      ['RayCluster', ''],
      ['RayService', '/rayClusterConfig'],
      ['RayJob', '/rayClusterSpec'],
      ['RayCronJob', '/jobTemplate/rayClusterSpec'],
    ].map(([kind, cluster]) => [
      `ray.io/${kind}`,
      [
        {
          fields: [
            ...(kind === 'RayCronJob' ? ['/spec/jobTemplate/managedBy'] : ['/spec/managedBy']),
            `/spec${cluster}/managedBy`,
            `/spec${cluster}/gcsFaultToleranceOptions/backend`,
          ],
          source: 'ray-project/kuberay, x-kubernetes-validations of its definition',
        },
      ],
    ]),
  ),
  'gateway.networking.k8s.io/GatewayClass': [
    { fields: ['/spec/controllerName'], source: 'kubernetes-sigs/gateway-api v1.6.1 config/crd/standard, x-kubernetes-validations' },
  ],
};

/**
 * Whether the API server refuses a change of a field, so that the object must be deleted and made again.
 * @param pointer JSON pointer into the manifest, such as `/spec/selector/matchLabels/app`; the answer is for the field
 *   itself, so `/spec` of a Deployment is not immutable although `/spec/selector` is
 * @param object the manifest; without it, a field that is immutable only in some objects of the kind counts as mutable
 */
export function isImmutable(apiVersion: string, kind: string, pointer: string, object?: Readonly<Record<string, unknown>>): boolean {
  const group = apiGroup(apiVersion);
  return [IDENTITY, ...(immutableFields[`${group}/${kind}`] ?? [])].some((rule) => holds(rule, pointer, object));
}

function holds(rule: ImmutableFields, pointer: string, object: Content | undefined): boolean {
  if (rule.when && !(object && rule.when(object))) return false;
  if (rule.except?.some((field) => isAtOrBelow(pointer, field))) return false;
  return rule.fields.some((field) => isAtOrBelow(pointer, field));
}

/** Whether a pointer is a field of the pattern, or lies below it. */
export function isAtOrBelow(pointer: string, pattern: string): boolean {
  const path = pointer.split('/');
  return pattern.split('/').every((segment, index) => path[index] === segment || (segment === '*' && path[index] !== undefined));
}
