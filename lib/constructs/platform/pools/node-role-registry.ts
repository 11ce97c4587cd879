import type { ClusterScope } from '../../../synth/cluster-scope.ts';

interface Roles {
  readonly arns: string[];
  readonly listeners: ((arn: string) => void)[];
}

const clusters = new WeakMap<ClusterScope, Roles>();

function rolesOf(cluster: ClusterScope): Roles {
  let roles = clusters.get(cluster);
  if (!roles) {
    roles = { arns: [], listeners: [] };
    clusters.set(cluster, roles);
  }
  return roles;
}

/** Says that Karpenter starts nodes with a role. @param arn as Terraform has it */
export function announceNodeRole(cluster: ClusterScope, arn: string): void {
  const roles = rolesOf(cluster);
  roles.arns.push(arn);
  for (const listener of roles.listeners) listener(arn);
}

/** Calls a function with every role that Karpenter starts nodes of a cluster with, announced before or after. */
export function onNodeRole(cluster: ClusterScope, listener: (arn: string) => void): void {
  const roles = rolesOf(cluster);
  roles.listeners.push(listener);
  for (const arn of roles.arns) listener(arn);
}
