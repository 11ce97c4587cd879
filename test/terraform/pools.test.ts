import { describe, expect, test, vi } from 'vitest';
import { GpuNodePool } from '../../lib/constructs/gpu/gpu-node-pool.ts';
import { Karpenter } from '../../lib/constructs/platform/addons/karpenter.ts';
import { capacityBlock, onDemand, reserved, spot } from '../../lib/constructs/platform/pools/capacity.ts';
import { NodePool } from '../../lib/constructs/platform/pools/node-pool.ts';
import { inEks } from '../support/pools.ts';
import { testStack, validateStack } from './harness/check-stack.ts';
import { machineFor } from './harness/machine.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const UNIT = 'dev/terraform.cluster-main';
const { content } = inEks(
  (cluster) => {
    new Karpenter(cluster, 'karpenter');
    new NodePool(cluster, 'system', { provisioner: 'managed', instanceTypes: ['m7i.xlarge', 'm7a.xlarge'], maxNodes: 6 });
    new NodePool(cluster, 'edge', {
      provisioner: 'managed',
      instanceTypes: ['m7g.large'],
      arch: 'arm64',
      maxNodes: 2,
      ami: { type: 'BOTTLEROCKET_ARM_64' },
      kubelet: { maxPods: 40 },
      taints: [{ key: 'edge', effect: 'PreferNoSchedule' }],
    });
    new GpuNodePool(cluster, 'training', {
      provisioner: 'managed',
      gpu: 'H100',
      gpusPerNode: 8,
      maxNodes: 8,
      zones: ['b'],
      efa: true,
      disk: {
        sizeGiB: 500,
        iops: 6000,
        throughput: 500,
        kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000000',
      },
      capacity: [
        capacityBlock('cr-0123456789abcdef0', { zone: 'b', maxNodes: 4 }),
        reserved('cr-0123456789abcdef1', { maxNodes: 1 }),
        spot({ maxNodes: 1 }),
        onDemand({ maxNodes: 2 }),
      ],
    });
    new GpuNodePool(cluster, 'serving', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4, efa: true, zones: ['a'] });
  },
  { existing: true },
);

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes node pools of every kind', async (context) => {
    expect((await validateStack(machineFor(context, tool), content, UNIT)).problems).toEqual([]);
  });
});

const each = (ids: readonly string[], condition: string): string =>
  `alltrue([for template in [${ids.map((id) => `aws_launch_template.${id}`).join(', ')}] : ${condition}])`;
const TRAINING = ['block', 'reserved', 'spot'].map((kind) => `training_launch-template-${kind}`).concat('training_launch-template');
const ALL = ['system_launch-template', 'edge_launch-template', ...TRAINING];
const group = (id: string): string => `aws_eks_node_group.training_node-group${id}`;

test('plans launch templates and node groups that nodes can be trusted with', async (context) => {
  const itself = 'aws_vpc_security_group_ingress_rule.training_efa-from-itself';
  const { passed, output } = await testStack(machineFor(context), content, UNIT, {
    conditions: {
      'nodes speak only IMDSv2': each(ALL, 'template.metadata_options[0].http_tokens == "required"'),
      'which pods do not reach': each(ALL, 'template.metadata_options[0].http_put_response_hop_limit == 1'),
      'disks are encrypted': each(ALL, 'alltrue([for disk in template.block_device_mappings : disk.ebs[0].encrypted == "true"])'),
      'disks are gp3': each(ALL, 'alltrue([for disk in template.block_device_mappings : disk.ebs[0].volume_type == "gp3"])'),
      'disks of the pool have its key': each(TRAINING, 'endswith(template.block_device_mappings[0].ebs[0].kms_key_id, "000000000000")'),
      'Bottlerocket has a disk for itself': 'length(aws_launch_template.edge_launch-template.block_device_mappings) == 2',
      'every interface of EFA is there': each(TRAINING, 'length(template.network_interfaces) == 33'),
      'one of them with an address': each(
        TRAINING,
        'length([for one in template.network_interfaces : one if one.interface_type == "interface"]) == 1',
      ),
      'the first of them': each(TRAINING, 'template.network_interfaces[0].interface_type == "interface"'),
      'on every network card': each(
        TRAINING,
        'length(distinct([for one in template.network_interfaces : one.network_card_index if one.interface_type == "efa-only"])) == 32',
      ),
      'traffic of EFA comes from its own group': `${itself}.ip_protocol == "-1"`,
      'the block is targeted':
        'aws_launch_template.training_launch-template-block.capacity_reservation_specification[0].capacity_reservation_target[0].capacity_reservation_id == "cr-0123456789abcdef0"',
      'as a block': 'aws_launch_template.training_launch-template-block.instance_market_options[0].market_type == "capacity-block"',
      'with its type': 'aws_launch_template.training_launch-template-block.instance_type == "p5.48xlarge"',
      'the reservation is targeted':
        'aws_launch_template.training_launch-template-reserved.capacity_reservation_specification[0].capacity_reservation_target[0].capacity_reservation_id == "cr-0123456789abcdef1"',
      'nodes outside reservations are near each other': 'aws_placement_group.training_placement.strategy == "cluster"',
      'reservations are in no placement group': 'length(aws_launch_template.training_launch-template-reserved.placement) == 0',
      'instances are tagged': each(
        ALL,
        'contains([for one in template.tag_specifications : one.tags["keelson.dev/environment"] if one.resource_type == "instance"], "dev")',
      ),
      'groups have kinds of capacity': `[${['-block', '-reserved', '-spot', ''].map((id) => `${group(id)}.capacity_type`).join(', ')}] == ["CAPACITY_BLOCK", "ON_DEMAND", "SPOT", "ON_DEMAND"]`,
      'groups have limits of their own': `[${['-block', '-reserved', '-spot', ''].map((id) => `${group(id)}.scaling_config[0].max_size`).join(', ')}] == [4, 1, 1, 2]`,
      'GPU nodes have the driver': `${group('')}.ami_type == "AL2023_x86_64_NVIDIA"`,
      'images are pinned': `${group('')}.release_version == "1.35.6-20260714"`,
      'GPU nodes are tainted': `one(${group('')}.taint).key == "nvidia.com/gpu"`,
      'the system has two nodes': 'aws_eks_node_group.system_node-group.scaling_config[0].min_size == 2',
      "Karpenter's nodes may join": 'aws_eks_access_entry.node-role-karpenter_node-access.type == "EC2_LINUX"',
      'only EC2 takes the role':
        'jsondecode(aws_iam_role.node-role-karpenter_role.assume_role_policy).Statement[0].Principal.Service == "ec2.amazonaws.com"',
      'its profile has the role': 'aws_iam_instance_profile.node-role-karpenter_instance-profile.role == "acme_dev_main_karpenter-nodes"',
    },
  });
  expect(passed, output).toBe(true);
});
