import { ApiObject } from 'cdk8s';
import { EksCluster, type Environment, type Network, NodePool, Unit } from 'keelson';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';

/** Unit of what other workloads name: classes of disks, and of priority. */
export const CLASSES = 'classes';

export function addCluster(environment: Environment, stage: Stage, network: Network, keys: Keys): EksCluster {
  const cluster = new EksCluster(environment, 'main', {
    network,
    version: '1.35',
    serviceCidr: '10.255.0.0/16',
    logs: { retentionDays: stage.logDays, kmsKeyArn: keys.logs.arn },
    volumeKeys: [keys.nodes.arn], // what account.ts encrypts disks by
    deletionProtection: stage.production,
    oidc: { name: 'acme', issuerUrl: 'https://login.acme.example/oauth2/kubernetes', clientId: `eks-${stage.name}` },
  });
  new NodePool(cluster, 'system', {
    provisioner: 'managed', // Karpenter and the other controllers run on it
    instanceTypes: ['m7i.xlarge', 'm7a.xlarge', 'm6i.xlarge'],
    minNodes: stage.systemNodes,
    maxNodes: stage.systemNodes * 2,
    disk: { ...stage.systemDisk, kmsKeyArn: keys.nodes.arn },
  });
  const classes = new Unit(cluster, CLASSES);
  addStorageClasses(classes);
  addPriorities(classes);
  return cluster;
}

function addStorageClasses(classes: Unit): void {
  const provisioner = 'ebs.csi.aws.com';
  const shared = { provisioner, volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true };
  new ApiObject(classes, 'standard-disk', {
    ...kind('storage.k8s.io/v1', 'StorageClass'),
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    ...shared,
    reclaimPolicy: 'Delete',
    parameters: { type: 'gp3', encrypted: 'true' },
  });
  new ApiObject(classes, 'kept-disk', {
    ...kind('storage.k8s.io/v1', 'StorageClass'),
    metadata: { name: 'kept' }, // for what must outlive its claim, as the metrics of a month
    ...shared,
    reclaimPolicy: 'Retain',
    parameters: { type: 'gp3', encrypted: 'true', throughput: '250', tagSpecification_1: 'acme.example/backup=nightly' },
  });
}

/** Who goes first when a pool is full: requests of customers before training, training before tests. */
function addPriorities(classes: Unit): void {
  for (const [name, value, description] of [
    ['serving', 100_000, 'Requests of customers wait for it'],
    ['training', 10_000, 'It can start again from its last checkpoint'],
    ['best-effort', 1_000, 'Anything may take its place'],
  ] as const)
    new ApiObject(classes, `priority-${name}`, {
      ...kind('scheduling.k8s.io/v1', 'PriorityClass'),
      metadata: { name },
      value,
      description,
      preemptionPolicy: name === 'best-effort' ? 'Never' : 'PreemptLowerPriority',
    });
}

const kind = (apiVersion: string, name: string) => ({ apiVersion, kind: name });
