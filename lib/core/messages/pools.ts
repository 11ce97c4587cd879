import type { Message } from './message.ts';

/** KS604x: node pools, their instances, images and capacity. */
export const poolMessages = {
  KS6040: {
    title: 'no instance type fits a node pool',
    explanation:
      'A pool names instance types that have the GPUs, memory, architecture and disks that it promises. What no source says of a type counts as missing.',
    fix: 'ask for what one of the named instance types has',
  },
  KS6041: {
    title: 'a node pool can not have EFA like this',
    explanation:
      'An Elastic Fabric Adapter is on larger instance types only, in numbers of their own; nodes that talk over it are alike, and near each other in one zone.',
    fix: 'name instance types with the same EFA interfaces, in one zone',
  },
  KS6042: {
    title: 'a kind of capacity that can not be had like this',
    explanation:
      'A reservation is billed on demand and is in one zone, and a capacity block can be used only in its own; spot capacity can not be reserved. Karpenter and managed node groups limit each group of nodes by itself, so several groups need limits of their own.',
    fix: 'give the steps as onDemand(), spot(), reserved(id) and capacityBlock(id, { zone })',
  },
  KS6043: {
    title: 'an image does not fit the instances of a node pool',
    explanation:
      'An image is built for one architecture, and one for GPUs has one version of the NVIDIA driver, which does not know every GPU. Source: awslabs/amazon-eks-ami doc/usage/g7-ami.md.',
    fix: 'give an image for the architecture and GPUs of the instances, such as ami: { id, driver }',
  },
  KS6044: {
    title: 'MIG instances that can not be had',
    explanation:
      'Each model of GPU can be cut in its own few ways; smaller models can not be cut at all. Pods get the instances by their profile only where the device plugin has the strategy mixed, and Karpenter starts nodes for them only with its feature gate NodeOverlay.',
    fix: "give a profile of the GPU, GpuOperator migStrategy: 'mixed', and Karpenter nodeOverlay: true",
  },
  KS6045: {
    title: 'a node pool that its cluster can not have',
    explanation:
      'Node pools are made on EKS, where the program knows network, security group and access entries. A cluster with Auto Mode brings its own Karpenter, which does not read EC2NodeClass.',
    fix: 'use EksCluster or EksCluster.existing, and declare pools of other clusters with GpuNodePool.existing',
  },
  KS6046: {
    title: 'a cluster without nodes for Karpenter',
    explanation:
      'Karpenter starts nodes, and runs on nodes itself; so do the DNS of the cluster and other add-ons, which Terraform waits for. This is a warning: the first nodes may come from elsewhere.',
    fix: "add a first pool, such as new NodePool(cluster, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3 })",
  },
  KS6047: {
    title: 'a key that the disks of a managed pool can not use',
    explanation:
      'Nodes of a managed node group are started by the service-linked role of Auto Scaling. It needs rights in the policy of the KMS key of their disks; without them each instance ends as soon as it starts.',
    fix: "give the KmsKey services: ['autoscaling']",
  },
} satisfies Record<string, Message>;
