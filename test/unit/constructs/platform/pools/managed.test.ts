import { describe, expect, test } from 'vitest';
import { KmsKey, type KmsKeyProps } from '../../../../../lib/constructs/platform/kms/kms-key.ts';
import { capacityBlock, onDemand, reserved, spot } from '../../../../../lib/constructs/platform/pools/capacity.ts';
import { userData } from '../../../../../lib/constructs/platform/pools/managed/user-data.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { problems } from '../../../../support/app.ts';
import { gpuPool, inEks, synthGpuPool } from '../../../../support/pools.ts';

const managed = (props: Parameters<typeof synthGpuPool>[0] = {}) => synthGpuPool({ provisioner: 'managed', ...props });
const text = (...args: Parameters<typeof userData>): string => Buffer.from(userData(...args) ?? '', 'base64').toString();

describe('a managed pool', () => {
  test('is a node group with a launch template, in the unit of the cluster', () => {
    const result = managed({ minNodes: 1 });
    expect(result.objects).toEqual([]);
    const group = result.resource('aws_eks_node_group');
    expect(group.unit).toBe('dev/terraform.cluster-main');
    expect(group.body).toMatchObject({
      node_group_name: 'gpus',
      ami_type: 'AL2023_x86_64_NVIDIA',
      release_version: '1.35.6-20260714',
      capacity_type: 'ON_DEMAND',
      instance_types: ['g6e.xlarge', 'g6e.2xlarge', 'g6e.4xlarge', 'g6e.8xlarge', 'g6e.16xlarge'],
      labels: { 'keelson.dev/node-pool': 'gpus', 'nvidia.com/gpu.present': 'true' },
      taint: [{ key: 'nvidia.com/gpu', effect: 'NO_SCHEDULE' }],
      scaling_config: { min_size: 1, desired_size: 1, max_size: 4 },
      update_config: { max_unavailable: 1 },
      node_repair_config: { enabled: true },
      lifecycle: { ignore_changes: ['scaling_config[0].desired_size'] },
    });
    expect(group.body['depends_on']).toEqual(
      expect.arrayContaining(['aws_eks_cluster.cluster', 'aws_iam_role_policy_attachment.node-role-managed_AmazonEKSWorkerNodePolicy']),
    );
    expect(group.body).not.toHaveProperty('version');
  });

  test('waits for the add-ons that every node needs, and not for those whose pods wait for nodes', () => {
    const waits = managed().resource('aws_eks_node_group').body['depends_on'] as string[];
    expect(waits.filter((address) => address.startsWith('aws_eks_addon.'))).toEqual([
      'aws_eks_addon.eks-pod-identity-agent',
      'aws_eks_addon.kube-proxy',
      'aws_eks_addon.vpc-cni',
    ]);
  });

  test('follows the version of the cluster where no release is known', () => {
    expect(managed({ ami: { version: 'latest' } }).resource('aws_eks_node_group').body).toMatchObject({ version: '1.35' });
  });

  test('has nodes that speak only IMDSv2, on encrypted disks, in the group of the cluster, with tags', () => {
    const { body } = managed().resource('aws_launch_template');
    expect(body).toMatchObject({
      metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
      block_device_mappings: [{ device_name: '/dev/xvda', ebs: { encrypted: 'true', volume_type: 'gp3', volume_size: 100 } }],
      vpc_security_group_ids: ['${aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id}'],
    });
    const tags = body['tag_specifications'] as { resource_type: string; tags: Record<string, string> }[];
    expect(tags.map(({ resource_type }) => resource_type)).toEqual(['instance', 'volume', 'network-interface']);
    for (const one of tags)
      expect(one.tags).toEqual({
        Name: 'acme-dev-main-gpus',
        'keelson.dev/environment': 'dev',
        'keelson.dev/node-pool': 'gpus',
        'keelson.dev/platform': 'acme',
        team: 'ml',
      });
  });

  test('needs no access entry: EKS makes that of its role', () => {
    expect(managed().resources.filter(({ address }) => address.includes('access_entry.node'))).toEqual([]);
  });

  test('with EFA has all interfaces in its template, each in both groups', () => {
    const { body } = managed({ gpu: 'A100-40GB', gpusPerNode: 8, efa: true, zones: ['a'] }).resource('aws_launch_template');
    const interfaces = body['network_interfaces'] as Record<string, unknown>[];
    expect(interfaces.map((one) => [one['network_card_index'], one['device_index'], one['interface_type']])).toEqual([
      [0, 0, 'interface'],
      [0, 1, 'efa-only'],
      [1, 1, 'efa-only'],
      [2, 1, 'efa-only'],
      [3, 1, 'efa-only'],
    ]);
    for (const one of interfaces) expect(one['security_groups']).toHaveLength(2);
    expect(body).not.toHaveProperty('vpc_security_group_ids');
    expect(body['placement']).toEqual({ group_name: '${aws_placement_group.gpus_placement.name}' });
  });

  test('is a node group for each step, in the order that Cluster Autoscaler is told', () => {
    const result = managed({
      minNodes: 1,
      capacity: [
        capacityBlock('cr-02', { zone: 'b', instanceType: 'g6e.xlarge', maxNodes: 1 }),
        reserved('cr-01', { zone: 'a', instanceType: 'g6e.xlarge', maxNodes: 1 }),
        spot({ maxNodes: 1 }),
        onDemand({ maxNodes: 1 }),
      ],
    });
    const groups = ['node-group-block', 'node-group-reserved', 'node-group-spot', 'node-group'].map(
      (id) => result.resource('aws_eks_node_group', `gpus_${id}`).body,
    );
    expect(groups.map((body) => [body['node_group_name'], body['capacity_type'], (body['subnet_ids'] as string[]).length])).toEqual([
      ['gpus-block', 'CAPACITY_BLOCK', 1],
      ['gpus-reserved', 'ON_DEMAND', 1],
      ['gpus-spot', 'SPOT', 3],
      ['gpus', 'ON_DEMAND', 3],
    ]);
    expect(groups.map((body) => (body['scaling_config'] as { min_size: number }).min_size)).toEqual([1, 0, 0, 0]);
    expect(groups[0]).not.toHaveProperty('instance_types');
    expect(result.resource('aws_launch_template', 'gpus_launch-template-block').body).toMatchObject({
      instance_type: 'g6e.xlarge',
      instance_market_options: { market_type: 'capacity-block' },
      capacity_reservation_specification: { capacity_reservation_target: { capacity_reservation_id: 'cr-02' } },
    });
    const reserve = result.resource('aws_launch_template', 'gpus_launch-template-reserved').body;
    expect(reserve).toMatchObject({
      capacity_reservation_specification: { capacity_reservation_target: { capacity_reservation_id: 'cr-01' } },
    });
    expect(reserve).not.toHaveProperty('instance_market_options');
    expect((result.object('ConfigMap', 'cluster-autoscaler-priority-expander')['data'] as Record<string, string>)['priorities']).toBe(
      [
        '40:\n  - ^eks-gpus-block-[0-9a-f]{8}-\n',
        '30:\n  - ^eks-gpus-reserved-[0-9a-f]{8}-\n',
        '20:\n  - ^eks-gpus-spot-[0-9a-f]{8}-\n',
        '10:\n  - ^eks-gpus-[0-9a-f]{8}-\n',
        '1:\n  - .*\n',
      ].join(''),
    );
  });
});

describe('what a managed node is told', () => {
  test('is nothing, where EKS tells it all', () => {
    expect(userData('AL2023', false, undefined)).toBeUndefined();
  });

  test('is a NodeConfig for Amazon Linux, as a part of a message that EKS adds to', () => {
    const [head = '', body = ''] = text('AL2023', true, { maxPods: 40 }).split('Content-Type: application/node.eks.aws\n\n');
    expect(head).toBe('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="==KEELSON=="\n\n--==KEELSON==\n');
    expect(body.endsWith('\n--==KEELSON==--\n')).toBe(true);
    expect(JSON.parse(body.replace('--==KEELSON==--', ''))).toEqual({
      apiVersion: 'node.eks.aws/v1alpha1',
      kind: 'NodeConfig',
      spec: { instance: { localStorage: { strategy: 'RAID0' } }, kubelet: { config: { maxPods: 40 } } },
    });
  });

  test('is TOML for Bottlerocket', () => {
    const kubelet = { maxPods: 40, cpuCFSQuota: false, imageGCHighThresholdPercent: 90, evictionHard: { 'memory.available': '5%' } };
    expect(text('Bottlerocket', true, kubelet)).toBe(
      [
        '[settings.kubernetes]',
        '"max-pods" = 40',
        '"image-gc-high-threshold-percent" = "90"',
        '"cpu-cfs-quota-enforced" = false',
        '',
        '[settings.kubernetes.eviction-hard]',
        '"memory.available" = "5%"',
        '',
        '[settings.bootstrap-commands.000-mount-instance-storage]',
        '"commands" = [["apiclient","ephemeral-storage","init"],["apiclient","ephemeral-storage","bind","--dirs","/var/lib/containerd","/var/lib/kubelet","/var/log/pods"]]',
        '"essential" = true',
        '"mode" = "always"',
        '',
      ].join('\n'),
    );
  });
});

describe('a key for the disks of managed nodes', () => {
  const withKey = (props: KmsKeyProps, provisioner: 'managed' | 'karpenter' = 'managed') =>
    inEks((cluster) => {
      const { arn: kmsKeyArn } = new KmsKey(Environment.of(cluster), 'nodes', props);
      gpuPool(cluster, { provisioner, disk: { kmsKeyArn } });
    });

  test('that Auto Scaling may not use is told: no node would start', () => {
    expect(problems(withKey({ services: ['logs'] }))).toEqual([
      "Auto Scaling, which starts the nodes of a managed pool, may not use the key dev/nodes of their disks; give that key services: ['autoscaling']",
    ]);
  });

  test('is in the template where it may, and needs nothing for Karpenter', () => {
    expect(withKey({ services: ['autoscaling'] }).resource('aws_launch_template').body).toMatchObject({
      block_device_mappings: [{ ebs: { kms_key_id: '${var.data_aws_kms_key_nodes_arn}' } }],
    });
    expect(withKey({}, 'karpenter').errors).toEqual([]);
  });
});
