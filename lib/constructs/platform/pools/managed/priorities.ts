import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { placeByDefault } from '../../../../synth/placement.ts';
import type { IEksCluster } from '../../eks/eks-cluster-interface.ts';

const ID = 'node-group-priorities';

/**
 * The order of managed node groups, for Cluster Autoscaler with the expander `priority`: it tries groups of a larger number first.
 * Source: kubernetes/autoscaler cluster-autoscaler/expander/priority/readme.md.
 */
class Priorities extends Construct {
  readonly orders: (readonly string[])[] = [];

  constructor(cluster: IEksCluster) {
    super(cluster, ID);
    placeByDefault(this, 'kubernetes', 'pools', cluster);
    new ApiObject(this, 'config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cluster-autoscaler-priority-expander', namespace: 'kube-system' },
      data: { priorities: Lazy.any({ produce: () => this.#text() }) },
    });
  }

  #text(): string {
    const longest = Math.max(...this.orders.map((order) => order.length));
    const ranks = Array.from({ length: longest }, (_, rank) => this.orders.flatMap((order) => order[rank] ?? []).sort());
    // An Auto Scaling group of EKS is named after the node group, with a random id behind it.
    const lines = ranks.map((names, rank) => [`${(longest - rank) * 10}:`, ...names.map((name) => `  - ^eks-${name}-[0-9a-f]{8}-`)]);
    return `${[...lines.flat(), '1:', '  - .*'].join('\n')}\n`;
  }
}

/** Adds an order of node groups, the first one first. */
export function addPriorities(cluster: IEksCluster, order: readonly string[]): void {
  const found = cluster.node.tryFindChild(ID) as Priorities | undefined;
  (found ?? new Priorities(cluster)).orders.push(order);
}
