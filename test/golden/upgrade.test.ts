import { PassThrough } from 'node:stream';
import { ApiObject } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Output } from '../../lib/cli/output.ts';
import { diffMarkdown } from '../../lib/cli/render/diff/markdown.ts';
import { printDiff } from '../../lib/cli/render/diff/terminal.ts';
import { GpuNodePool } from '../../lib/constructs/gpu/gpu-node-pool.ts';
import { Karpenter } from '../../lib/constructs/platform/addons/karpenter.ts';
import { EksCluster } from '../../lib/constructs/platform/eks/eks-cluster.ts';
import type { EksClusterProps } from '../../lib/constructs/platform/eks/eks-cluster-props.ts';
import { Network } from '../../lib/constructs/platform/network/network.ts';
import { NodePool } from '../../lib/constructs/platform/pools/node-pool.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { synthTree } from '../../lib/testing/index.ts';
import { diffAssemblies } from '../../lib/toolkit/diff/diff-assemblies.ts';
import type { AssemblyDiff } from '../../lib/toolkit/diff/types.ts';

/** A cluster of which only the line with the version changes; something in it still uses an API of long ago. */
const program = (version: string, props: Partial<EksClusterProps> = {}) => {
  const { content, errors } = synthTree(
    (platform) => {
      const prod = new Environment(platform, 'prod', { region: 'eu-central-1', account: '111122223333' });
      const network = new Network(prod, 'net', { cidr: '10.0.0.0/16', zones: ['a', 'b', 'c'] });
      const main = new EksCluster(prod, 'main', {
        network,
        version,
        external: ['karpenter.sh/v1/NodePool', 'karpenter.k8s.aws/v1/EC2NodeClass', OLD],
        ...props,
      });
      if (props.autoMode) return;
      new NodePool(main, 'system', { provisioner: 'managed', instanceTypes: ['m7i.large'], maxNodes: 3 });
      new Karpenter(main, 'karpenter');
      new GpuNodePool(main, 'l40s', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4 });
      for (const name of ['fast', 'slow'])
        new ApiObject(main, name, { apiVersion: 'storage.k8s.io/v1alpha1', kind: 'VolumeAttributesClass', metadata: { name } });
    },
    { name: 'acme' },
  );
  expect(errors.map(({ message }) => message)).toEqual([]);
  return content;
};
const OLD = { kind: 'storage.k8s.io/v1alpha1/VolumeAttributesClass', scope: 'Cluster' } as const;
const terminal = (diff: AssemblyDiff): string => {
  const out = new PassThrough();
  printDiff(new Output(out, new PassThrough(), { NO_COLOR: '1' }), diff);
  return String(out.read());
};
const upgradeOf = (diff: AssemblyDiff) => diff.constructs.flatMap(({ changes }) => changes).find(({ upgrade }) => upgrade)?.upgrade;

describe('an upgrade by one line', () => {
  const diff = diffAssemblies(program('1.35'), program('1.36'));

  it('tells the order and what the new version does not serve, on a terminal', async () => {
    await expect(terminal(diff)).toMatchFileSnapshot('upgrade/terminal.txt');
  });

  it('tells it in a pull request', async () => {
    await expect(diffMarkdown(diff)).toMatchFileSnapshot('upgrade/comment.md');
  });

  it('tells it to programs', async () => {
    await expect(`${JSON.stringify(diff, undefined, 2)}\n`).toMatchFileSnapshot('upgrade/json.txt');
  });

  it('has the order that Terraform keeps: add-ons of every node before nodes, and all after the control plane', () => {
    const stack = JSON.parse(program('1.36').files.get('prod/terraform/cluster-main/cdk.tf.json') ?? '') as {
      resource: Record<string, Record<string, { depends_on: string[] }>>;
    };
    const waits = stack.resource['aws_eks_node_group']?.['system_node-group']?.depends_on;
    expect(waits).toEqual(expect.arrayContaining(['aws_eks_addon.kube-proxy', 'aws_eks_addon.vpc-cni', 'aws_eks_cluster.cluster']));
    for (const addon of Object.values(stack.resource['aws_eks_addon'] ?? {})) expect(addon.depends_on).toContain('aws_eks_cluster.cluster');
  });
});

it('says what EKS will not do: go back, or skip a version', () => {
  const pinned = { version: 'v1.22.3-eksbuild.1', kubernetesVersions: ['1.34', '1.35', '1.36'] };
  const ebs = { version: 'v1.63.1-eksbuild.1', kubernetesVersions: ['1.34', '1.35', '1.36'] };
  const any = (version: string) =>
    program(version, {
      addons: {
        'vpc-cni': pinned,
        'aws-ebs-csi-driver': ebs,
        coredns: { version: 'v1.14.3-eksbuild.2', kubernetesVersions: pinned.kubernetesVersions },
        'kube-proxy': { version: 'v1.34.6-eksbuild.13' },
        'eks-pod-identity-agent': { version: 'v1.3.10-eksbuild.3', kubernetesVersions: pinned.kubernetesVersions },
      },
    });
  const back = diffAssemblies(any('1.35'), any('1.34'));
  expect(upgradeOf(back)).toMatchObject({ from: '1.35', to: '1.34', steps: [], refused: expect.stringContaining('takes no version back') });
  expect(terminal(back)).toContain(
    '      refused: EKS takes no version back: it stays at 1.35, and a new cluster is the only way to 1.34\n',
  );
  const far = diffAssemblies(any('1.34'), any('1.36'));
  expect(upgradeOf(far)?.refused).toBe('EKS takes one minor version at a time: go to 1.35 first');
  expect(diffMarkdown(far)).toContain('  - refused: EKS takes one minor version at a time: go to 1.35 first\n');
});

it('says that EKS replaces the nodes of Auto Mode by itself', () => {
  const auto = (version: string) => program(version, { autoMode: true });
  expect(upgradeOf(diffAssemblies(auto('1.35'), auto('1.36')))).toMatchObject({
    steps: [{ what: 'control-plane', titles: ['aws_eks_cluster.cluster'] }],
    drift: ['nodes of EKS Auto Mode'],
  });
});
