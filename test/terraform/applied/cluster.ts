import { expect, test } from 'vitest';
import { GpuNodePool } from '../../../lib/constructs/gpu/gpu-node-pool.ts';
import { Karpenter } from '../../../lib/constructs/platform/addons/karpenter.ts';
import { EksCluster } from '../../../lib/constructs/platform/eks/eks-cluster.ts';
import { Network } from '../../../lib/constructs/platform/network/network.ts';
import { onDemand, reserved } from '../../../lib/constructs/platform/pools/capacity.ts';
import { NodePool } from '../../../lib/constructs/platform/pools/node-pool.ts';
import { Environment } from '../../../lib/synth/environment.ts';
import { synthTree } from '../../../lib/testing/index.ts';
import { applyWithMoto } from '../harness/apply.ts';
import type { Json } from '../harness/differences.ts';
import { machineWithMoto } from '../harness/machine.ts';
import { MOTO_ACCOUNT, startMoto } from '../harness/moto.ts';
import { standIns } from '../harness/stand-ins.ts';

const CLUSTER = 'prod/terraform.cluster-main';
const UNITS = ['prod/terraform.network', CLUSTER];
const program = (build: (prod: Environment, network: Network) => void) =>
  synthTree(
    (platform) => {
      const prod = new Environment(platform, 'prod', { region: 'eu-central-1', account: MOTO_ACCOUNT });
      build(prod, new Network(prod, 'net', { cidr: '10.0.0.0/16', zones: ['a', 'b'], nat: 'none', endpoints: [], flowLogs: false }));
    },
    { name: 'acme' },
  ).content;
const made = program((prod, network) => void new EksCluster(prod, 'main', { network, version: '1.35' }));
const pools = program((prod, network) => {
  const main = EksCluster.existing(prod, 'main', { network, version: '1.35', name: 'acme' });
  new NodePool(main, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3 });
  new GpuNodePool(main, 'training', {
    provisioner: 'managed',
    gpu: 'H100',
    gpusPerNode: 8,
    maxNodes: 2,
    zones: ['b'],
    efa: true,
    capacity: [reserved('cr-0123456789abcdef1', { maxNodes: 1 }), onDemand({ maxNodes: 1 })],
  });
  new Karpenter(main, 'karpenter');
  new NodePool(main, 'workers', { instanceTypes: ['m7i.xlarge'], maxNodes: 9 });
});

test.concurrent("a cluster's roles, key and logs apply, find nothing to change, and are destroyed", async (context) => {
  const { unclean, leftOut } = await applyWithMoto(machineWithMoto(context), made, [CLUSTER], {
    // The subnets are those of the cluster itself, which is left out.
    variables: standIns(JSON.parse(made.files.get('prod/terraform/cluster-main/cdk.tf.json') ?? '{}') as Json),
    // Moto has clusters of EKS, and neither the attributes that the provider waits for, nor add-ons.
    lacks: ['aws_eks_cluster', 'aws_eks_addon'],
    during: ({ resource }) => {
      const attachment = resource('aws_iam_role_policy_attachment.role-AmazonEKSClusterPolicy');
      expect(attachment).toMatchObject({ role: 'acme-prod-main-cluster', policy_arn: 'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy' });
      expect(resource('aws_kms_alias.key-alias')['target_key_id']).toBe(resource('aws_kms_key.key')['key_id']);
      expect(resource('aws_cloudwatch_log_group.logs')['retention_in_days']).toBe(90);
    },
  });
  expect(unclean).toEqual([]);
  expect(leftOut.filter((address) => !/^(aws_eks_addon|output)\./.test(address))).toEqual(['aws_eks_cluster.cluster']);
});

test.concurrent("pools' templates, groups and roles apply in a cluster that exists, and are destroyed", async (context) => {
  const machine = machineWithMoto(context);
  const moto = await startMoto(machine);
  const cluster = {
    name: 'acme',
    version: '1.35',
    roleArn: `arn:aws:iam::${MOTO_ACCOUNT}:role/eks`,
    resourcesVpcConfig: { subnetIds: [] },
  };
  const answer = await moto.fetch('/clusters', { method: 'POST', body: JSON.stringify(cluster) }, 'eks');
  expect(answer.status, await answer.text()).toBe(200);
  const { unclean, leftOut } = await applyWithMoto(machine, pools, UNITS, {
    moto,
    lacks: ['aws_eks_node_group', 'aws_eks_access_entry', 'aws_eks_pod_identity_association', 'aws_placement_group'],
    during: ({ resource }) => {
      const template = resource('aws_launch_template.training_launch-template-reserved') as unknown as Template;
      expect(template.metadata_options).toMatchObject([{ http_tokens: 'required', http_put_response_hop_limit: 1 }]);
      expect(template.network_interfaces).toHaveLength(33);
      expect(template.capacity_reservation_specification).toMatchObject([
        { capacity_reservation_target: [{ capacity_reservation_id: 'cr-0123456789abcdef1' }] },
      ]);
      expect(template.network_interfaces.map((one) => one.security_groups)).toContainEqual(
        expect.arrayContaining([resource('aws_security_group.training_efa')['id']]),
      );
      expect(resource('aws_iam_instance_profile.node-role-karpenter_instance-profile')['role']).toBe(
        resource('aws_iam_role.node-role-karpenter_role')['name'],
      );
    },
  });
  // Moto gives a template's own tags among those of what it starts, forgets the description of a rule of a group, and has no
  // security group for a cluster.
  for (const lacked of ['tags of launch templates apart', 'descriptions of rules', 'security groups of clusters'])
    machine.note(`moto lacks ${lacked}: the second plan updates them`);
  const [plan = '', ...others] = unclean;
  expect(others).toEqual([]);
  expect([...plan.matchAll(/# (\S+) (?:will|must) be (.+)/g)].map(([, address, what]) => `${address} ${what}`)).toEqual([
    'aws_launch_template.system_launch-template updated in-place',
    'aws_launch_template.training_launch-template-reserved updated in-place',
    'aws_vpc_security_group_egress_rule.training_efa-to-itself updated in-place',
    'aws_vpc_security_group_ingress_rule.training_efa-from-itself updated in-place',
  ]);
  expect(leftOut.filter((address) => !address.startsWith('output.'))).toEqual([
    'aws_eks_access_entry.node-role-karpenter_node-access',
    'aws_eks_node_group.system_node-group',
    'aws_eks_node_group.training_node-group',
    'aws_eks_node_group.training_node-group-reserved',
    'aws_eks_pod_identity_association.karpenter_identity-karpenter_association',
    'aws_launch_template.training_launch-template',
    'aws_placement_group.training_placement',
  ]);
});

interface Template {
  readonly metadata_options: readonly unknown[];
  readonly network_interfaces: readonly { readonly security_groups: readonly string[] }[];
  readonly capacity_reservation_specification: readonly unknown[];
}
