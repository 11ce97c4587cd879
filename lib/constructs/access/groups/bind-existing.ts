import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterScope } from '../../../synth/cluster-scope.ts';
import { errorAt } from '../../../synth/state.ts';
import type { INamespace } from '../../platform/namespace.ts';
import { RBAC_GROUP } from '../../platform/role-binding.ts';
import { kubeSubject, type Subject } from '../../platform/role-subject.ts';

/**
 * Binds members to a ClusterRole that is in every cluster. The binding has the group's name: one that had the role's would be that of
 * another group, or Kubernetes' own, as `cluster-admin` is. Throws KS1003 for a namespace of another cluster.
 */
export function bindExisting(
  group: Construct,
  grant: { readonly role: string; readonly name: string; readonly subjects: readonly Subject[]; readonly namespace?: INamespace },
): void {
  const { role, name, subjects, namespace } = grant;
  if (namespace && ClusterScope.tryOf(namespace) !== ClusterScope.tryOf(group))
    throw errorAt(group, 'KS1003', `the role ${role} is granted in another cluster: ${namespace.node.path}`, {
      fix: 'give a namespace of its own cluster',
    });
  new ApiObject(group, namespace ? `binding-${namespace.name}` : 'binding', {
    apiVersion: `${RBAC_GROUP}/v1`,
    kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name: namespace ? `${name}:${role}` : name, ...(namespace && { namespace: namespace.name }) },
    roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role },
    subjects: subjects.map((subject) => kubeSubject(group, group, subject)),
  });
}
