import type { IConstruct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import type { Referable } from '../../../synth/reference/reference.ts';

/** What pools need of the add-ons of their cluster. */
export interface ClusterNeeds {
  /** ARN of a role that Karpenter starts nodes with, as Terraform has it. */
  readonly nodeRole: string;
  /** ARN of a KMS key that encrypts the disks of nodes that Karpenter starts. */
  readonly nodeKey: Referable<string>;
  /** A pool whose GPUs are cut by MIG, and the resource that its pods ask for. */
  readonly mig: { readonly pool: IConstruct; readonly resource: string; readonly karpenter: boolean };
}

type Lists = {
  readonly [N in keyof ClusterNeeds]: { readonly needs: ClusterNeeds[N][]; readonly listeners: ((need: ClusterNeeds[N]) => void)[] };
};

const clusters = new WeakMap<ClusterScope, Lists>();

function listsOf(cluster: ClusterScope): Lists {
  const lists = clusters.get(cluster) ?? {
    nodeRole: { needs: [], listeners: [] },
    nodeKey: { needs: [], listeners: [] },
    mig: { needs: [], listeners: [] },
  };
  clusters.set(cluster, lists);
  return lists;
}

/** Says what a pool needs. */
export function announceNeed<N extends keyof ClusterNeeds>(cluster: ClusterScope, name: N, need: ClusterNeeds[N]): void {
  const { needs, listeners } = listsOf(cluster)[name];
  needs.push(need);
  for (const listener of listeners) listener(need);
}

/** Calls a function with every need of the pools of a cluster, announced before or after. */
export function onNeed<N extends keyof ClusterNeeds>(cluster: ClusterScope, name: N, listener: (need: ClusterNeeds[N]) => void): void {
  const { needs, listeners } = listsOf(cluster)[name];
  listeners.push(listener);
  for (const need of needs) listener(need);
}
