import { Construct } from 'constructs';
import { addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Reference } from '../../../synth/reference/reference.ts';
import { errorAt, reportError } from '../../../synth/state.ts';
import { clusterName, dependOnCluster } from '../../platform/addon/cluster-resource.ts';
import { Cluster } from '../../platform/cluster.ts';
import { ClusterRole } from '../../platform/cluster-role.ts';
import { EksCluster } from '../../platform/eks/eks-cluster.ts';
import { loadAccess } from '../../platform/eks/lazy.ts';
import type { IIamRole } from '../../platform/iam/iam-role.ts';
import { partitionOf } from '../../platform/iam/partition.ts';
import type { Subject } from '../../platform/role-subject.ts';
import { type AccessGroupProps, type AccessRole, accessGroupSchema } from './access-group-props.ts';
import { bindExisting } from './bind-existing.ts';
import { addGroupRole } from './group-role.ts';
import { clusterViewerRules, engineerRules, planRules, viewerRules } from './group-rules.ts';
import { checkMembers } from './member-checks.ts';

/**
 * People, or a CI system, and what they may do, on all three planes from one declaration: access entries of EKS for roles of IAM,
 * RBAC of Kubernetes for them and for groups of the cluster's identity provider and, where asked for, a role of IAM to sign in with.
 * Entries and roles are in the Terraform unit `access-<cluster>`, RBAC in the Kubernetes unit `access`.
 */
export class AccessGroup extends Construct {
  /** Group of Kubernetes that its roles of IAM are in. */
  readonly kubernetesGroup: string;
  /** Its members, to give them more by `Role.grant`: the roles of IAM, and the groups of the identity provider. */
  readonly subjects: readonly Subject[];
  /** ARN of the role that `assumedBy` makes. */
  readonly roleArn: Reference<string> | undefined;

  /**
   * Reports KS1001 for a wrong prop, KS6063 for a group without members, KS6064 for a role of IAM that is in another group of the
   * cluster, KS6065 for groups on an EksCluster without `oidc`. Throws KS1003 for a scope that is no cluster.
   * @param cluster the cluster that the rights are in
   */
  constructor(cluster: Cluster, id: string, props: AccessGroupProps) {
    super(cluster, id);
    if (!(cluster instanceof Cluster))
      throw errorAt(this, 'KS1003', `the access group ${id} is not in a cluster`, { fix: 'create it under a Cluster' });
    this.kubernetesGroup = `keelson:${id}`;
    placeByDefault(this, 'terraform', `access-${cluster.name}`, cluster);
    placeByDefault(this, 'kubernetes', 'access', cluster);
    const parsed = parseProps(this, accessGroupSchema(), props);
    if (!parsed) {
      this.subjects = [];
      return;
    }
    const { role, iam = [], groups = [], assumedBy, namespaces, exec = false, aliases } = props;
    if (aliases) addAliases(this, ...aliases);
    checkMembers(this, cluster, props);
    const prefix = cluster instanceof EksCluster ? (cluster.groupsPrefix ?? '') : '';
    const claimed = groups.map((group): Subject => ({ group: `${prefix}${group}` }));
    this.roleArn = assumedBy && addGroupRole(this, cluster, props);
    const principals = new Map<string, string>();
    for (const one of iam)
      if (typeof one === 'string') principals.set(entryId(one), one);
      else principals.set(`entry-${rolePath(one)}`, String(one.arn));
    if (this.roleArn) principals.set('entry', String(this.roleArn));
    if (principals.size + claimed.length === 0) reportError(this, 'KS6063', 'it has neither iam nor groups nor assumedBy');
    this.#checkOnce(cluster, iam);
    for (const [entry, principal] of principals) this.#addEntry(cluster, entry, principal, role === 'platform');
    this.subjects = [...(principals.size > 0 ? [{ group: this.kubernetesGroup }] : []), ...claimed];
    if (this.subjects.length === 0) return;
    if (role === 'platform') {
      // EKS gives roles of IAM their rights by a policy, which holds also when RBAC is broken; claimed groups need a binding.
      if (claimed.length > 0) bindExisting(this, { role: 'cluster-admin', name: this.kubernetesGroup, subjects: claimed });
      return;
    }
    this.#grant(role, exec, namespaces);
  }

  /** What has no namespace is seen in the whole cluster, whatever the namespaces. */
  #grant(role: AccessRole, exec: boolean, namespaces: AccessGroupProps['namespaces']): void {
    if (role === 'ci') {
      for (const namespace of namespaces ?? [])
        bindExisting(this, { role: 'admin', name: this.kubernetesGroup, subjects: this.subjects, namespace });
      return;
    }
    const name = this.kubernetesGroup;
    const rules = role === 'ml-engineer' ? engineerRules(exec) : [...viewerRules(), ...(role === 'ci-plan' ? planRules() : [])];
    if (!namespaces) {
      new ClusterRole(this, 'rights', { name, rules: [...rules, ...clusterViewerRules()] }).grant(...this.subjects);
      return;
    }
    const rights = new ClusterRole(this, 'rights', { name, rules });
    for (const namespace of namespaces) rights.grantIn(namespace, ...this.subjects);
    new ClusterRole(this, 'cluster-rights', { name: `${name}:cluster`, rules: clusterViewerRules() }).grant(...this.subjects);
  }

  /** EKS takes one entry per principal and cluster. */
  #checkOnce(cluster: Cluster, roles: readonly (string | IIamRole)[]): void {
    const others = cluster.node.findAll().filter((one): one is AccessGroup => one instanceof AccessGroup && one !== this);
    for (const role of roles.map((one) => (typeof one === 'string' ? one : one.node.path))) {
      const other = others.find((group) => group.#roles.has(role));
      if (other) reportError(this, 'KS6064', `${role} is in ${other.node.path} already`);
      else if (this.#roles.has(role)) reportError(this, 'KS6064', `${role} is in it twice`, { fix: 'name it once' });
      this.#roles.add(role);
    }
  }

  /** ARNs, and paths of roles of the program. */
  readonly #roles = new Set<string>();

  /** Source: Amazon EKS User Guide, "Create access entries", "Associate access policies with access entries". */
  #addEntry(cluster: Cluster, id: string, principalArn: string, administers: boolean): void {
    const { EksAccessEntry, EksAccessPolicyAssociation } = loadAccess();
    const name = clusterName(cluster);
    const entry = new EksAccessEntry(this, id, {
      clusterName: name,
      principalArn,
      type: 'STANDARD',
      ...(!administers && { kubernetesGroups: [this.kubernetesGroup] }),
    });
    dependOnCluster(entry, cluster);
    if (!administers) return;
    // Whoever applies the cluster's units is let in by it.
    cluster.prerequisites.add(entry);
    const partition = partitionOf(Environment.of(this).region);
    const policy = new EksAccessPolicyAssociation(this, `${id}-policy`, {
      clusterName: name,
      principalArn: entry.principalArn,
      policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: 'cluster' },
    });
    dependOnCluster(policy, cluster);
  }
}

/** Path of a role within its environment: two may have one id. */
function rolePath(role: IIamRole): string {
  const from = Environment.tryOf(role)?.node.scopes.length ?? 0;
  return role.node.scopes
    .slice(from)
    .map(({ node }) => node.id)
    .join('-');
}

/** `entry-123456789012-role-name`: an entry keeps its id wherever its principal stands in the list. */
function entryId(arn: string): string {
  return `entry-${arn
    .split(':')
    .slice(4)
    .join('-')
    .replaceAll(/[^\w-]+/g, '-')}`;
}
