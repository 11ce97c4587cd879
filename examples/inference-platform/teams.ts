import { ApiObject } from 'cdk8s';
import { Addon, type EksCluster, Namespace, Unit } from 'keelson';
import type { Stage } from './stage.ts';
import type { Storage } from './storage.ts';

/** Namespaces in which jobs are queued. */
export const TEAMS = ['training', 'research', 'evaluation'] as const;

/** Room for those who train and try: no more than their share, only through the queue, and with the datasets at hand. */
export function addTeams(cluster: EksCluster, stage: Stage, storage: Storage): readonly Namespace[] {
  const gpus = { training: (stage.training?.nodes ?? 0) * 8 + 8, research: 8, evaluation: 4 };
  const driver = addDatasetDriver(cluster, storage);
  const namespaces = TEAMS.map((team) => {
    const namespace = new Namespace(cluster, team, {
      quota: { cpu: `${gpus[team] * 24}`, memory: `${gpus[team] * 256}Gi`, gpus: gpus[team], pods: 200 },
      limits: { cpu: '500m', memory: '1Gi', memoryLimit: '1Gi' },
      labels: { 'acme.example/queued': 'true' },
    });
    new ApiObject(namespace, 'closed', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed' }, // nobody comes in but the pods of the same job
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
    });
    addDatasets(namespace, team, stage, driver);
    if (team === 'training' && stage.training) addFabricSettings(namespace);
    return namespace;
  });
  addQueueRule(cluster);
  return namespaces;
}

/** What jobs over several nodes take by envFrom, so that NCCL uses EFA. Source: aws/aws-ofi-nccl README.md, and AWS, "Get started with EFA and NCCL". */
function addFabricSettings(namespace: Namespace): void {
  new ApiObject(namespace, 'fabric', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fabric' },
    data: { FI_PROVIDER: 'efa', FI_EFA_USE_HUGE_PAGE: '0', NCCL_DEBUG: 'WARN', NCCL_SOCKET_IFNAME: '^docker,lo' },
  });
}

/** Reads the bucket of datasets as a file system. */
function addDatasetDriver(cluster: EksCluster, { datasets }: Storage): Addon {
  return new Addon(cluster, 'aws-mountpoint-s3-csi-driver', {
    eks: { version: 'v2.3.0-eksbuild.1' },
    values: { node: { tolerateAllTaints: true } }, // datasets are read on nodes with GPUs, which have taints
    identities: [
      {
        serviceAccount: 's3-csi-driver-sa',
        statements: [
          { Sid: 'ListDatasets', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [datasets.arn] },
          { Sid: 'ReadDatasets', Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${datasets.arn}/*`] },
          { Sid: 'Decrypt', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [`${datasets.kmsKeyArn}`] },
        ],
      },
    ],
  });
}

/** The datasets, as a volume that any number of pods read. A volume can not change, so it names the bucket as it will be called. */
function addDatasets(namespace: Namespace, team: string, stage: Stage, driver: Addon): void {
  const name = `datasets-${team}`;
  const shared = { accessModes: ['ReadOnlyMany'], storageClassName: '' };
  const volume = new ApiObject(namespace, 'datasets-volume', {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      ...shared,
      capacity: { storage: '1Pi' }, // required, and not looked at
      persistentVolumeReclaimPolicy: 'Retain',
      mountOptions: ['read-only', `region ${stage.place.region}`],
      claimRef: { namespace: team, name: 'datasets' },
      csi: { driver: 's3.csi.aws.com', volumeHandle: name, volumeAttributes: { bucketName: `acme-ml-${stage.name}-datasets` } },
    },
  });
  volume.node.addDependency(driver);
  new ApiObject(namespace, 'datasets', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'datasets' },
    spec: { ...shared, volumeName: name, resources: { requests: { storage: '1Pi' } } },
  });
}

/** A job that goes past the queue would take GPUs of others. */
function addQueueRule(cluster: EksCluster): void {
  const name = 'jobs-are-queued';
  const unit = new Unit(cluster, 'rules');
  new ApiObject(unit, 'policy', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['jobs'] },
          { apiGroups: ['jobset.x-k8s.io'], apiVersions: ['*'], operations: ['CREATE'], resources: ['jobsets'] },
          { apiGroups: ['ray.io'], apiVersions: ['*'], operations: ['CREATE'], resources: ['rayjobs', 'rayclusters'] },
          { apiGroups: ['leaderworkerset.x-k8s.io'], apiVersions: ['*'], operations: ['CREATE'], resources: ['leaderworkersets'] },
        ],
      },
      validations: [
        {
          expression:
            "has(object.metadata.ownerReferences) || (has(object.metadata.labels) && 'kueue.x-k8s.io/queue-name' in object.metadata.labels)",
          message: 'name a queue: the label kueue.x-k8s.io/queue-name',
          reason: 'Invalid',
        },
      ],
    },
  });
  new ApiObject(unit, 'binding', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'acme.example/queued': 'true' } } },
    },
  });
}
