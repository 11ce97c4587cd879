import type { IConstruct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { isReference, type Reference } from '../../../synth/reference/reference.ts';
import { isTerraformPrototype } from '../../../synth/terraform/adapter.ts';
import { Cluster } from '../cluster.ts';

/** Name that EKS has for a cluster. */
export function clusterName(cluster: ClusterScope): string {
  return cluster instanceof Cluster ? cluster.clusterName : cluster.name;
}

/** Lets an element wait for the cluster itself, where the program creates it: its name alone says nothing to Terraform. */
export function dependOnCluster(element: IConstruct, cluster: ClusterScope): void {
  const resource = cluster.node.children.find(
    (child) =>
      isTerraformPrototype(child) && (child as { readonly terraformResourceType?: string }).terraformResourceType === 'aws_eks_cluster',
  );
  if (resource) element.node.addDependency(resource);
}

/** Add-ons that run on every node: a node is not ready without its network, and pods that start before it has none. */
const ON_EVERY_NODE: ReadonlySet<unknown> = new Set(['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent']);

/**
 * Lets nodes wait for the add-ons that every node needs, so that they come up with their settings, and are replaced after them in an
 * upgrade. Not for those with pods of their own, as coredns, which wait for nodes. Source: Amazon EKS Best Practices Guide, "Cluster
 * Upgrades" (control plane, add-ons, data plane).
 */
export function dependOnNodeAddons(element: IConstruct, cluster: ClusterScope): void {
  for (const child of cluster.node.findAll()) {
    if (!isTerraformPrototype(child)) continue;
    const { terraformResourceType, addonNameInput } = child as { terraformResourceType?: string; addonNameInput?: string };
    if (terraformResourceType === 'aws_eks_addon' && ON_EVERY_NODE.has(addonNameInput)) element.node.addDependency(child);
  }
}

/** How to reach a cluster, as cdktf values, where the program knows it. */
export function clusterAccess(cluster: ClusterScope): { readonly endpoint: string; readonly certificateAuthority: string } | undefined {
  const { endpoint, certificateAuthority } = cluster as { endpoint?: unknown; certificateAuthority?: unknown };
  const [host, authority] = [endpoint, certificateAuthority].map(tokenOf);
  return host !== undefined && authority !== undefined ? { endpoint: host, certificateAuthority: authority } : undefined;
}

/** The cdktf value behind a reference: in another stack's expression it becomes a variable, also inside a function. */
function tokenOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isReference(value)) return undefined;
  const { origin } = value as Reference<unknown>;
  return origin.kind === 'terraform' && typeof origin.token === 'string' ? origin.token : undefined;
}
