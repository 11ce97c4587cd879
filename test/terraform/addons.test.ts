import { describe, expect, test, vi } from 'vitest';
import { Addon } from '../../lib/constructs/platform/addon/addon.ts';
import { AwsLoadBalancerController } from '../../lib/constructs/platform/addons/aws-load-balancer-controller.ts';
import { ExternalDns } from '../../lib/constructs/platform/addons/external-dns.ts';
import { Karpenter } from '../../lib/constructs/platform/addons/karpenter.ts';
import { Cluster } from '../../lib/constructs/platform/cluster.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { synthTree } from '../../lib/testing/index.ts';
import { testStack } from './harness/check-stack.ts';
import { validateStacks } from './harness/check-stacks.ts';
import { machineFor } from './harness/machine.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const { content } = synthTree((platform) => {
  const dev = new Environment(platform, 'dev', { region: 'eu-central-1', account: '111122223333' });
  const cluster = Cluster.existing(dev, 'main', { version: '1.35', name: 'acme-dev' });
  new Addon(cluster, 'vpc-cni', {
    eks: { preserve: true },
    values: { env: { WARM_ENI_TARGET: '1' } },
    identities: [{ serviceAccount: 'aws-node', managedPolicies: ['AmazonEKS_CNI_Policy'] }],
  });
  new AwsLoadBalancerController(cluster, 'load-balancers', { vpcId: 'vpc-1', waf: true, shield: true });
  new ExternalDns(cluster, 'dns', { zones: ['Z1'], domains: ['acme.example'] });
  new Karpenter(cluster, 'karpenter', { nodeRoles: ['arn:aws:iam::111122223333:role/nodes'] });
});

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes both units of the add-ons', async (context) => {
    const stacks = ['dev/terraform.cluster-main', 'dev/terraform.addons-main'].map((unit) => ({ name: unit, content, unit }));
    expect((await validateStacks(machineFor(context, tool), stacks)).problems).toEqual([]);
  });
});

test('roles are for one ServiceAccount, and only EventBridge fills the queue', async (context) => {
  const trust = 'jsondecode(aws_iam_role.karpenter_identity-karpenter_role.assume_role_policy).Statement[0]';
  const { passed, output } = await testStack(machineFor(context), content, 'dev/terraform.cluster-main', {
    conditions: {
      'pods of EKS take the role': `${trust}.Principal.Service == "pods.eks.amazonaws.com"`,
      'of one ServiceAccount': `${trust}.Condition.StringEquals["aws:RequestTag/kubernetes-service-account"] == "karpenter"`,
      'the association is with it':
        'aws_eks_pod_identity_association.karpenter_identity-karpenter_association.service_account == "karpenter"',
      'the add-on is pinned': 'aws_eks_addon.vpc-cni.addon_version == "v1.22.1-eksbuild.2"',
      'its configuration is JSON': 'jsondecode(aws_eks_addon.vpc-cni.configuration_values).env.WARM_ENI_TARGET == "1"',
      'the queue is encrypted': 'aws_sqs_queue.karpenter_interruptions.sqs_managed_sse_enabled',
    },
  });
  expect(passed, output).toBe(true);
});
