import type { IConstruct } from 'constructs';
import { Environment } from '../../../synth/environment.ts';
import { errorAt, stateOf } from '../../../synth/state.ts';
import { EksCluster } from '../eks/eks-cluster.ts';
import type { IEksCluster } from '../eks/eks-cluster-interface.ts';

/** What Karpenter may run on. */
const NODES: readonly unknown[] = ['aws_eks_node_group', 'aws_eks_fargate_profile', 'aws_autoscaling_group'];

/** Warns (KS6046) of a new cluster all of whose nodes are to be made by Karpenter, which itself runs on nodes. */
export function warnWithoutNodes(pool: IConstruct, cluster: IEksCluster): void {
  if (!(cluster instanceof EksCluster)) return;
  cluster.node.addValidation({
    validate: () => {
      const elements = Environment.of(cluster).node.findAll() as readonly (IConstruct & { readonly terraformResourceType?: unknown })[];
      if (!elements.some(({ terraformResourceType }) => NODES.includes(terraformResourceType)))
        stateOf(pool).warnings.push(
          errorAt(
            cluster,
            'KS6046',
            `all nodes of the cluster ${cluster.name} are made by Karpenter, and there are none that it can run on`,
          ),
        );
      return [];
    },
  });
}
