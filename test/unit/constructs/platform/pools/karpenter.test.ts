import { Ec2CapacityReservation } from '@cdktf/provider-aws/lib/ec2-capacity-reservation/index.js';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { DcgmExporter } from '../../../../../lib/constructs/platform/addons/dcgm-exporter.ts';
import { GpuOperator } from '../../../../../lib/constructs/platform/addons/gpu-operator.ts';
import { Karpenter } from '../../../../../lib/constructs/platform/addons/karpenter.ts';
import { NvidiaDevicePlugin } from '../../../../../lib/constructs/platform/addons/nvidia-device-plugin.ts';
import type { IEksCluster } from '../../../../../lib/constructs/platform/eks/eks-cluster-interface.ts';
import { KmsKey } from '../../../../../lib/constructs/platform/kms/kms-key.ts';
import { onDemand, reserved, spot } from '../../../../../lib/constructs/platform/pools/capacity.ts';
import { NodePool } from '../../../../../lib/constructs/platform/pools/node-pool.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { type Reference, terraformReference } from '../../../../../lib/synth/reference/reference.ts';
import type { Synthesised } from '../../../../../lib/testing/index.ts';
import { problems } from '../../../../support/app.ts';
import { gpuPool, inEks, synthGpuPool } from '../../../../support/pools.ts';

const specOf = (result: Synthesised, kind: string, name = 'gpus') => result.object(kind, name)['spec'] as Record<string, unknown>;
const template = (result: Synthesised, name?: string) =>
  specOf(result, 'NodePool', name)['template'] as Record<string, Record<string, unknown>>;
const requirement = (result: Synthesised, key: string, name?: string) =>
  (template(result, name)['spec']?.['requirements'] as { key: string; values: string[] }[] | undefined)?.find((one) => one.key === key)
    ?.values;

describe('a pool of Karpenter', () => {
  test('is a NodePool and an EC2NodeClass in the unit pools, which pass their schemas', () => {
    const result = synthGpuPool();
    expect(result.content.units.get('dev/kubernetes.main.pools')).toMatchObject({ plane: 'kubernetes' });
    expect(result.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['EC2NodeClass gpus', 'NodePool gpus']);
    expect(specOf(result, 'NodePool')).toMatchObject({
      limits: { nodes: '4', 'nvidia.com/gpu': '4' },
      template: {
        metadata: { labels: { 'keelson.dev/node-pool': 'gpus', 'nvidia.com/gpu.present': 'true' } },
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpus' },
          taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
        },
      },
    });
    expect(specOf(result, 'NodePool')).not.toHaveProperty('weight');
    expect(requirement(result, 'node.kubernetes.io/instance-type')).toContain('g6e.xlarge');
    expect(requirement(result, 'kubernetes.io/arch')).toEqual(['amd64']);
    expect(requirement(result, 'karpenter.sh/capacity-type')).toEqual(['on-demand']);
    expect(requirement(result, 'topology.kubernetes.io/zone')).toEqual(['eu-central-1a', 'eu-central-1b', 'eu-central-1c']);
  });

  test('comes after the cluster, the network, and the Karpenter that reads it', () => {
    const result = inEks((cluster) => {
      new Karpenter(cluster, 'karpenter');
      gpuPool(cluster);
    });
    expect(result.content.units.get('dev/kubernetes.main.pools')?.dependsOn.map(({ unit }) => unit)).toEqual([
      'dev/terraform.addons-main',
      'dev/terraform.cluster-main',
      'dev/terraform.network',
    ]);
  });

  test('has nodes that speak only IMDSv2, on encrypted disks, with their own disks as one', () => {
    expect(specOf(synthGpuPool(), 'EC2NodeClass')).toMatchObject({
      amiSelectorTerms: [{ alias: 'al2023@v20260714' }],
      metadataOptions: { httpEndpoint: 'enabled', httpProtocolIPv6: 'disabled', httpPutResponseHopLimit: 1, httpTokens: 'required' },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          rootVolume: true,
          ebs: { encrypted: true, volumeType: 'gp3', volumeSize: '100Gi', deleteOnTermination: true },
        },
      ],
      instanceStorePolicy: 'RAID0',
      tags: { 'keelson.dev/environment': 'dev', 'keelson.dev/node-pool': 'gpus', team: 'ml' },
    });
  });

  test('takes subnets, groups and the profile of its nodes from Terraform', () => {
    const result = synthGpuPool({ zones: ['c'] });
    expect(specOf(result, 'EC2NodeClass')).toMatchObject({
      instanceProfile: expect.stringContaining('<keelson:terraform.cluster-main.aws_iam_instance_profile_'),
      subnetSelectorTerms: [{ id: expect.stringMatching(/^<keelson:terraform\.network\..*private_eu_central_1c_id>$/) }],
      securityGroupSelectorTerms: [{ id: expect.stringContaining('<keelson:terraform.cluster-main.') }],
    });
    expect(requirement(result, 'topology.kubernetes.io/zone')).toEqual(['eu-central-1c']);
  });

  test('never ends a node that a pod runs on to save money, nor one for its age', () => {
    const result = synthGpuPool();
    expect(specOf(result, 'NodePool')['disruption']).toEqual({
      consolidationPolicy: 'WhenEmpty',
      consolidateAfter: '10m',
      budgets: [
        { nodes: '100%', reasons: ['Empty'] },
        { nodes: '1', reasons: ['Drifted'] },
        { nodes: '0', reasons: ['Underutilized'] },
      ],
    });
    expect(template(result)['spec']?.['expireAfter']).toBe('Never');
  });

  test('ends nodes as it is told', () => {
    const disruption = { consolidate: 'when-underutilized' as const, after: '1h', expireAfter: '240h', terminationGracePeriod: '24h' };
    const result = synthGpuPool({ disruption });
    expect(specOf(result, 'NodePool')['disruption']).toMatchObject({
      consolidationPolicy: 'WhenEmptyOrUnderutilized',
      consolidateAfter: '1h',
      budgets: [{}, {}, { nodes: '1', reasons: ['Underutilized'] }],
    });
    expect(template(result)['spec']).toMatchObject({ expireAfter: '240h', terminationGracePeriod: '24h' });
    const budgets = [{ nodes: 0, schedule: '0 8 * * mon-fri', duration: '10h' }];
    expect(specOf(synthGpuPool({ disruption: { consolidate: 'never', budgets } }), 'NodePool')['disruption']).toEqual({
      consolidationPolicy: 'WhenEmpty',
      consolidateAfter: 'Never',
      budgets: [{ nodes: '0', schedule: '0 8 * * mon-fri', duration: '10h' }],
    });
  });

  test('has labels, taints, kubelet, disk, tags and image of its own', () => {
    const result = synthGpuPool({
      labels: { team: 'ml' },
      taints: [{ key: 'team', value: 'ml', effect: 'NoExecute' }],
      kubelet: { maxPods: 40, systemReserved: { cpu: '200m' }, evictionHard: { 'memory.available': '5%' } },
      disk: { sizeGiB: 300, iops: 6000, throughput: 500, kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/abc' },
      tags: { cost: 'gpu' },
      localDisks: 'none',
      ami: { type: 'BOTTLEROCKET_x86_64_NVIDIA', version: '1.50.0' },
    });
    expect(template(result)['metadata']?.['labels']).toMatchObject({ team: 'ml', 'keelson.dev/node-pool': 'gpus' });
    expect(template(result)['spec']?.['taints']).toEqual([{ key: 'team', value: 'ml', effect: 'NoExecute' }]);
    const nodeClass = specOf(result, 'EC2NodeClass');
    expect(nodeClass).not.toHaveProperty('instanceStorePolicy');
    expect(nodeClass).toMatchObject({
      amiSelectorTerms: [{ alias: 'bottlerocket@v1.50.0' }],
      kubelet: { maxPods: 40, systemReserved: { cpu: '200m' }, evictionHard: { 'memory.available': '5%' } },
      blockDeviceMappings: [
        { deviceName: '/dev/xvda', rootVolume: true, ebs: { volumeSize: '4Gi', encrypted: true } },
        {
          deviceName: '/dev/xvdb',
          ebs: { volumeSize: '300Gi', iops: 6000, throughput: 500, encrypted: true, kmsKeyID: expect.stringContaining('key/abc') },
        },
      ],
      tags: { cost: 'gpu' },
    });
  });

  test('has an image of its own with the family that it was built from', () => {
    const result = synthGpuPool({ gpu: 'RTX-PRO-4500', gpusPerNode: 8, ami: { id: 'ami-0123', driver: '595.58.03' } });
    expect(specOf(result, 'EC2NodeClass')).toMatchObject({ amiFamily: 'AL2023', amiSelectorTerms: [{ id: 'ami-0123' }] });
  });

  test('looks for capacity in its order, in one NodePool where Karpenter keeps it by itself', () => {
    const result = synthGpuPool({ capacity: [reserved('cr-01', { zone: 'a' }), spot(), onDemand()] });
    expect(result.find('NodePool')).toHaveLength(1);
    expect(requirement(result, 'karpenter.sh/capacity-type')).toEqual(['reserved', 'spot', 'on-demand']);
    expect(specOf(result, 'EC2NodeClass')['capacityReservationSelectorTerms']).toEqual([{ id: 'cr-01' }]);
  });

  test('looks for capacity in any other order by weights, with a limit for each', () => {
    const result = synthGpuPool({ capacity: [onDemand({ maxNodes: 3 }), spot({ zones: ['b'], maxNodes: 1 })] });
    expect(specOf(result, 'NodePool', 'gpus-on-demand')).toMatchObject({ weight: 1, limits: { 'nvidia.com/gpu': '3' } });
    expect(specOf(result, 'NodePool')).toMatchObject({ limits: { nodes: '1', 'nvidia.com/gpu': '1' } });
    expect(requirement(result, 'topology.kubernetes.io/zone')).toEqual(['eu-central-1b']);
    expect(specOf(result, 'EC2NodeClass')['subnetSelectorTerms']).toHaveLength(1);
    const labels = ['gpus', 'gpus-on-demand'].map((name) => template(result, name)['metadata']?.['labels']);
    for (const one of labels) expect(one).toMatchObject({ 'keelson.dev/node-pool': 'gpus' });
  });

  test('with EFA has all interfaces, a group that allows itself, and nodes near each other', () => {
    const result = synthGpuPool({ gpu: 'H100', gpusPerNode: 8, efa: true, zones: ['b'] });
    const nodeClass = specOf(result, 'EC2NodeClass');
    expect(nodeClass['networkInterfaces']).toHaveLength(33);
    expect(nodeClass['securityGroupSelectorTerms']).toHaveLength(2);
    expect(nodeClass['placementGroupSelector']).toEqual({ id: expect.stringContaining('aws_placement_group_gpus_placement') });
    expect(result.resource('aws_placement_group').body).toEqual({ name: 'acme-dev-main-gpus', strategy: 'cluster' });
    const itself = {
      security_group_id: '${aws_security_group.gpus_efa.id}',
      referenced_security_group_id: '${aws_security_group.gpus_efa.id}',
      ip_protocol: '-1',
    };
    expect(result.resource('aws_vpc_security_group_ingress_rule').body).toMatchObject(itself);
    expect(result.resource('aws_vpc_security_group_egress_rule').body).toMatchObject(itself);
    expect(template(result)['metadata']?.['labels']).toMatchObject({ 'vpc.amazonaws.com/efa.present': 'true' });
  });

  test('with EFA in a reservation is in no placement group', () => {
    const result = synthGpuPool({ gpu: 'H100', gpusPerNode: 8, efa: true, capacity: [reserved('cr-01')] });
    expect(result.resources.filter(({ address }) => address.startsWith('aws_placement_group'))).toEqual([]);
    expect(specOf(result, 'EC2NodeClass')).not.toHaveProperty('placementGroupSelector');
  });

  test('cut by MIG tells Karpenter of the instances that its nodes will have', () => {
    const result = inEks((cluster) => {
      expect(gpuPool(cluster, { gpu: 'H100', gpusPerNode: 8, mig: '1g.10gb' })).toMatchObject({
        resource: 'nvidia.com/mig-1g.10gb',
        gpusPerNode: 56,
      });
    });
    expect(specOf(result, 'NodeOverlay')).toEqual({
      requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: ['gpus'] }],
      capacity: { 'nvidia.com/mig-1g.10gb': '56' },
    });
    expect(template(result)['metadata']?.['labels']).toMatchObject({ 'nvidia.com/mig.config': 'all-1g.10gb' });
    expect(specOf(result, 'NodePool')['limits']).toEqual({ nodes: '4', 'nvidia.com/gpu': '32' });
  });
});

describe('the nodes that Karpenter starts', () => {
  test('have one role, which joins the cluster, whatever the number of pools', () => {
    const result = inEks((cluster) => {
      gpuPool(cluster);
      gpuPool(cluster, { gpu: 'H100', gpusPerNode: 8 }, 'training');
    });
    expect(result.resource('aws_iam_instance_profile').body).toMatchObject({ name: 'acme_dev_main_karpenter-nodes' });
    expect(result.resource('aws_eks_access_entry').body).toMatchObject({ type: 'EC2_LINUX', cluster_name: 'acme-dev-main' });
    const policies = result.resources.filter(({ address }) => address.startsWith('aws_iam_role_policy_attachment.node-role-karpenter'));
    expect(policies.map(({ body }) => body['policy_arn'])).toEqual([
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
    ]);
  });

  test.each(['before', 'after'])('may be started by the add-on, when it is made %s them', (order) => {
    const result = inEks((cluster) => {
      if (order === 'after') gpuPool(cluster);
      new Karpenter(cluster, 'karpenter');
      if (order === 'before') gpuPool(cluster);
    });
    const policy = String(result.resource('aws_iam_role_policy', 'karpenter_identity-karpenter_policy').body['policy']);
    const passed = (JSON.parse(policy).Statement as { Action: string[]; Resource: string[] }[]).filter(({ Action }) =>
      Action.includes('iam:PassRole'),
    );
    expect(passed.map(({ Resource }) => Resource)).toEqual([['${aws_iam_role.node-role-karpenter_role.arn}']]);
  });
});

describe('disks under a KMS key', () => {
  const NODES = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-4333-8444-555555555555';

  test.each(['before', 'after'])('are ones that Karpenter, made %s the pools, may encrypt, and only by EC2', (order) => {
    const result = inEks((cluster) => {
      const own = new KmsKey(Environment.of(cluster), 'nodes-key').arn;
      const pools = () => {
        gpuPool(cluster, { disk: { kmsKeyArn: own } });
        new NodePool(cluster, 'general', { maxNodes: 2, maxCpus: 8, disk: { kmsKeyArn: own } });
        new NodePool(cluster, 'other', { maxNodes: 2, maxCpus: 8, disk: { kmsKeyArn: NODES } });
      };
      if (order === 'after') pools();
      new Karpenter(cluster, 'karpenter');
      if (order === 'before') pools();
    });
    const policy = String(result.resource('aws_iam_role_policy', 'karpenter_identity-karpenter_policy').body['policy']);
    const statements = (JSON.parse(policy).Statement as { Action: string[] }[]).filter(({ Action }) => Action[0]?.startsWith('kms:'));
    const via = { 'kms:ViaService': 'ec2.eu-central-1.amazonaws.com' };
    const use = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
    const expected = ['${var.data_aws_kms_key_nodes_key_arn}', NODES].flatMap((key, index) => [
      { Sid: `AllowNodeDisks${index + 1}`, Effect: 'Allow', Action: use, Resource: [key], Condition: { StringLike: via } },
      {
        Sid: `AllowNodeDiskGrants${index + 1}`,
        Effect: 'Allow',
        Action: ['kms:CreateGrant'],
        Resource: [key],
        Condition: { StringLike: via, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ]);
    expect(statements).toHaveLength(4);
    expect(statements).toEqual(expect.arrayContaining(expected));
  });

  test('of managed nodes are none of its business', () => {
    const result = inEks((cluster) => {
      new Karpenter(cluster, 'karpenter');
      new NodePool(cluster, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3, disk: { kmsKeyArn: NODES } });
    });
    expect(String(result.resource('aws_iam_role_policy', 'karpenter_identity-karpenter_policy').body['policy'])).not.toContain('kms:');
  });
});

describe('GPUs of a cluster', () => {
  test('have one device plugin, and one exporter of their metrics', () => {
    const result = inEks((cluster) => {
      new GpuOperator(cluster, 'operator');
      new NvidiaDevicePlugin(cluster, 'plugin');
      new DcgmExporter(cluster, 'exporter');
    });
    expect(problems(result)).toEqual([
      'the cluster main has a device plugin of NVIDIA already, from dev/main/operator; remove one of them, or give the GpuOperator values: { devicePlugin: { enabled: false } }',
      'the cluster main has a DCGM exporter already, from dev/main/operator; remove one of them, or give the GpuOperator metrics: false',
    ]);
  });

  test('may have those that the operator leaves to others', () => {
    const result = inEks((cluster) => {
      new GpuOperator(cluster, 'operator', { metrics: false, values: { devicePlugin: { enabled: false } } });
      new NvidiaDevicePlugin(cluster, 'plugin');
      new DcgmExporter(cluster, 'exporter');
    });
    expect(problems(result)).toEqual([]);
  });
});

describe('GPUs cut by MIG', () => {
  const mig = { gpu: 'H100', gpusPerNode: 8, mig: '1g.10gb' };

  test.each(['before', 'after'])('need add-ons that know of them, made %s the pool', (order) => {
    const result = inEks((cluster) => {
      if (order === 'after') gpuPool(cluster, mig);
      new Karpenter(cluster, 'karpenter');
      new GpuOperator(cluster, 'gpu-operator');
      if (order === 'before') gpuPool(cluster, mig);
    });
    expect(problems(result)).toEqual([
      "no pod gets nvidia.com/mig-1g.10gb: dev/main/karpenter starts no node for what EC2 says nothing of, and dev/main/gpu-operator has the MIG strategy single; give dev/main/karpenter nodeOverlay: true, and dev/main/gpu-operator migStrategy: 'mixed'",
    ]);
  });

  test('are told once for all pools, with the add-ons that are in their way', () => {
    const result = inEks((cluster) => {
      new Karpenter(cluster, 'karpenter', { nodeOverlay: true });
      new NvidiaDevicePlugin(cluster, 'plugin');
      gpuPool(cluster, mig);
      gpuPool(cluster, { ...mig, mig: '3g.40gb' }, 'halves');
    });
    expect(problems(result)).toEqual([
      "no pod gets nvidia.com/mig-1g.10gb, nvidia.com/mig-3g.40gb of dev/main/gpus, dev/main/halves: dev/main/plugin has the MIG strategy none; give dev/main/plugin migStrategy: 'mixed'",
    ]);
  });

  test('are fine with add-ons that do', () => {
    const result = inEks((cluster) => {
      new Karpenter(cluster, 'karpenter', { nodeOverlay: true });
      new GpuOperator(cluster, 'gpu-operator', { migStrategy: 'mixed' });
      gpuPool(cluster, mig);
    });
    const [values] = result.resource('helm_release', 'karpenter').body['values'] as string[];
    expect(JSON.parse(values ?? '{}')).toMatchObject({ settings: { featureGates: { nodeOverlay: true } } });
  });

  test('need no overlay in a managed pool', () => {
    const result = inEks((cluster) => {
      new Karpenter(cluster, 'karpenter');
      gpuPool(cluster, { ...mig, provisioner: 'managed' });
    });
    expect(result.find('NodeOverlay')).toEqual([]);
  });
});

describe('a new cluster whose nodes are all made by Karpenter', () => {
  const warnings = (result: Synthesised) => result.warnings.map(({ code, details }) => `${code} ${details.message}`);

  test('is warned of: Karpenter runs on nodes', () => {
    expect(warnings(synthGpuPool())).toEqual([
      'KS6046 all nodes of the cluster main are made by Karpenter, and there are none that it can run on',
    ]);
  });

  test('is fine with a managed pool, and when it is there already', () => {
    const system = { provisioner: 'managed' as const, instanceTypes: ['m7i.large'], maxNodes: 3 };
    const both = inEks((cluster) => {
      gpuPool(cluster);
      new NodePool(cluster, 'system', system);
    });
    expect(warnings(both)).toEqual([]);
    expect(warnings(synthGpuPool({}, { existing: true }))).toEqual([]);
  });
});

describe('a reservation that Terraform makes', () => {
  const reservation = (cluster: IEksCluster): Reference<string> => {
    const made = new Ec2CapacityReservation(cluster.node.scope as Construct, 'reservation', {
      availabilityZone: 'eu-central-1a',
      instanceCount: 1,
      instancePlatform: 'Linux/UNIX',
      instanceType: 'g6e.xlarge',
    });
    return terraformReference(cluster, made.id);
  };

  test('is bound in the node class, and in the launch template', () => {
    const karpenter = inEks((cluster) => void gpuPool(cluster, { capacity: [reserved(reservation(cluster))] }));
    expect(specOf(karpenter, 'EC2NodeClass')['capacityReservationSelectorTerms']).toEqual([
      { id: '<keelson:terraform.data.aws_ec2_capacity_reservation_reservation_id>' },
    ]);
    const managed = inEks((cluster) => {
      const options = { zone: 'a', instanceType: 'g6e.xlarge' };
      gpuPool(cluster, { provisioner: 'managed', capacity: [reserved(reservation(cluster), options)] });
    });
    expect(managed.resource('aws_launch_template').body['capacity_reservation_specification']).toEqual({
      capacity_reservation_target: { capacity_reservation_id: '${var.data_aws_ec2_capacity_reservation_reservation_id}' },
    });
  });

  test('is told of like any other where it does not belong', () => {
    const result = inEks((cluster) => void gpuPool(cluster, { capacity: [{ kind: 'spot', reservation: reservation(cluster) }] }));
    expect(problems(result)).toEqual([
      'step 1 of capacity, spot capacity, has the reservation id; a reservation is on demand: give reserved(id) as a step of its own',
    ]);
  });
});

test('Auto Mode, which has a Karpenter of its own, is told', () => {
  expect(problems(synthGpuPool({}, { autoMode: true }))).toEqual([
    "the cluster main has Auto Mode, whose Karpenter does not read the node classes of this pool; give provisioner: 'managed', or a cluster without autoMode",
  ]);
});
