import { GpuNodePool } from '../../lib/constructs/gpu/gpu-node-pool.ts';
import type { GpuNodePoolProps } from '../../lib/constructs/gpu/gpu-node-pool-props.ts';
import { EksCluster } from '../../lib/constructs/platform/eks/eks-cluster.ts';
import type { IEksCluster } from '../../lib/constructs/platform/eks/eks-cluster-interface.ts';
import type { EksClusterProps } from '../../lib/constructs/platform/eks/eks-cluster-props.ts';
import { Network } from '../../lib/constructs/platform/network/network.ts';
import type { GpuModel } from '../../lib/facts/gpus/models.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { type Synthesised, synthTree } from '../../lib/testing/index.ts';
import { validateContent } from '../../lib/toolkit/validate/index.ts';

/** Runs a program with the cluster dev/main in a network of three zones; what it makes is held against all schemas. */
export function inEks(
  build: (cluster: IEksCluster) => void,
  options: Partial<EksClusterProps> & { readonly existing?: boolean; readonly region?: string } = {},
): Synthesised {
  const { existing = false, region = 'eu-central-1', ...more } = options;
  const result = synthTree(
    (platform) => {
      const dev = new Environment(platform, 'dev', { region, tags: { team: 'ml' } });
      const network = new Network(dev, 'network', { cidr: '10.0.0.0/16', zones: ['a', 'b', 'c'] });
      const external = ['karpenter.sh/v1/NodePool', 'karpenter.k8s.aws/v1/EC2NodeClass', 'karpenter.sh/v1alpha1/NodeOverlay'];
      const props = { network, version: '1.35', external, ...more };
      build(existing ? EksCluster.existing(dev, 'main', { ...props, name: 'acme-dev-main' }) : new EksCluster(dev, 'main', props));
    },
    { name: 'acme' },
  );
  if (result.errors.length > 0) return result;
  const findings = validateContent(result.content).findings.map(({ path, pointer, message }) => `${path} ${pointer}: ${message}`);
  if (findings.length > 0) throw new Error(findings.join('\n'));
  return result;
}

/** The pool `gpus` of one L40S per node, unless told otherwise. */
export function gpuPool(cluster: IEksCluster, props: Partial<GpuNodePoolProps> | object = {}, id = 'gpus'): GpuNodePool {
  return new GpuNodePool<GpuModel>(cluster, id, { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4, ...props } as GpuNodePoolProps);
}

/** Runs a program with the one pool `gpus`. */
export function synthGpuPool(props: Partial<GpuNodePoolProps> | object = {}, options: Parameters<typeof inEks>[1] = {}): Synthesised {
  return inEks((cluster) => void gpuPool(cluster, props), options);
}
