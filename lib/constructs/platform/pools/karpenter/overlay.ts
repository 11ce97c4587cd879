import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Tells Karpenter of resources that the nodes of NodePools will have, and that EC2 says nothing of, as MIG instances: it starts no
 * node for a pod that asks for a resource it does not know. Needs Karpenter's feature gate NodeOverlay.
 * Source: aws/karpenter-provider-aws website/content/en/docs/concepts/nodeoverlays.md @1d927085d.
 */
export function addOverlay(pool: Construct, name: string, nodePools: readonly string[], capacity: Readonly<Record<string, string>>): void {
  new ApiObject(pool, 'overlay', {
    apiVersion: 'karpenter.sh/v1alpha1',
    kind: 'NodeOverlay',
    metadata: { name },
    spec: { requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: nodePools }], capacity },
  });
}
