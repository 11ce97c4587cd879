import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { compareText } from '../../core/compare.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { errorAt } from '../../synth/state.ts';
import type { KubeSubject } from './role-subject.ts';

/** API group of roles and bindings. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Name of a role or binding: a path segment. Source: Kubernetes, "Object Names and IDs". */
export const roleName = z.string().regex(/^(?!\.{1,2}$)[^/%]+$/, 'must be a name without / and %');

const SUBJECTS = Symbol.for('keelson.roleSubjects');
type Binding = ApiObject & { readonly [SUBJECTS]: Set<readonly KubeSubject[]> };

/**
 * A binding takes all subjects of its role, also those that are added later and, where several constructs stand for one role that
 * exists, those of each. Its role can't change, so the binding is named for it.
 */
export function bindRole(
  scope: Construct,
  id: string,
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  role: { readonly kind: string; readonly name: string },
  subjects: readonly KubeSubject[],
): void {
  const made = scope.node.tryFindChild(id) as Binding | undefined;
  if (made) {
    made[SUBJECTS].add(subjects);
    return;
  }
  const lists = new Set([subjects]);
  const roleRef = { apiGroup: RBAC_GROUP, kind: role.kind, name: role.name };
  // The order of grants has no meaning, and a subject has the role once.
  const sorted = (): KubeSubject[] =>
    [...new Map([...lists].flat().map((one) => [Object.values(one).join('\n'), one]))]
      .sort(([a], [b]) => compareText(a, b))
      .map(([, one]) => one);
  const binding = new ApiObject(scope, id, {
    apiVersion: `${RBAC_GROUP}/v1`,
    kind,
    metadata: { name: bindingName(kind, role.name) },
    roleRef,
    subjects: Lazy.any({ produce: sorted }),
  });
  Object.defineProperty(binding, SUBJECTS, { value: lists });
}

/** Kubernetes binds roles of its own under their names: who took such a binding over would take the rights of the system. */
function bindingName(kind: string, role: string): string {
  return kind === 'ClusterRoleBinding' && /^(cluster-admin$|system:)/.test(role) ? `keelson:${role}` : role;
}

/** Throws KS1003 for a role outside a cluster. */
export function requireCluster(role: Construct): void {
  if (!ClusterScope.tryOf(role))
    throw errorAt(role, 'KS1003', `the role ${role.node.id} is outside a cluster`, { fix: 'create it under a Cluster' });
}
